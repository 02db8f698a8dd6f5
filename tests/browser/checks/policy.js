/** A page has a strict Content-Security-Policy, and does nothing that it forbids. */

/** @type {import('../checks.js').Check} */
export async function policy({ response, watch }) {
    const violations = await watch.evaluate(({ violations }) => violations);
    return [
        ...weakness(response.headers()['content-security-policy']),
        ...violations.map(({ directive, blocked }) => ({
            rule: 'policy violation',
            detail: `${directive} blocked ${blocked}`,
        })),
    ];
}

/** @param {string | undefined} policy */
function weakness(policy) {
    if (!policy) {
        return [{ rule: 'no policy', detail: 'no Content-Security-Policy is sent with the page' }];
    }
    return policy.includes("'unsafe-") ? [{ rule: 'weak policy', detail: policy }] : [];
}
