//! What `site.yaml` says of personal data, and what front matter agrees to.

use crate::personal::Consent;
use crate::personal::Kind;
use crate::personal::Level;
use crate::personal::Policy;
use crate::yaml::Fields;

/// The policy under `personal_data`, of the site at `url`; its own address of
/// e-mail is its own without being named again.
pub fn read(fields: &mut Fields, url: &str, email: Option<&str>) -> Policy {
    let mut policy = Policy::new(url);
    if let Some(email) = email {
        policy.add_own(email);
    }
    let Some(mut inner) = fields.map("personal_data") else { return policy };
    for own in inner.texts("own") {
        policy.add_own(&own);
    }
    for kind in Kind::ALL {
        if let Some(level) = inner.choice(kind.name(), &Level::ALL) {
            policy.set_level(kind, level);
        }
    }
    let known: Vec<_> = ["own"].into_iter().chain(Kind::ALL.map(Kind::name)).collect();
    inner.finish(&known);
    policy
}

/// What the front matter of a question or of an own page agrees to.
pub fn read_consents(fields: &mut Fields) -> Vec<Consent> {
    let kinds = Kind::ALL.into_iter().filter(|kind| !kind.is_of_files());
    let kinds: Vec<_> = kinds.map(|kind| (kind.name(), kind)).collect();
    let mut consents = Vec::new();
    for mut inner in fields.maps("personal_data_allowed") {
        inner.require("kind");
        let kind = inner.choice("kind", &kinds);
        let reason = inner.required_text("reason");
        let hash = inner.required_text("hash");
        if let (Some(kind), Some(reason), Some(hash)) = (kind, reason, hash) {
            consents.push(Consent { kind, reason, hash });
        }
        inner.finish(&["kind", "reason", "hash"]);
    }
    consents
}
