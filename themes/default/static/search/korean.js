/**
 * Korean: how its words end, which of them say nothing, and which particles agree with them.
 *
 * The program says the same of every word; its src/korean.rs and the files below it tell where the
 * rules come from.
 */

/** Particles and endings, with the forms of 이다, 하다 and 되다 that stand behind nouns. */
const ENDINGS = new Set(
    '\
은 는 이 가 을 를 의 에 도 만 로 와 과 랑 나 요 야 께 며 고 면 서 게 지 죠 까 든 란 인 한 할 함 해 된 될 돼 됨 들 \
에서 에게 에는 에도 에만 에서는 에서도 에게는 에게서 에서의 에의 으로 으로는 으로도 으로서 으로써 으로의 로는 로도 로서 로써 로의 \
까지 까지는 까지도 부터 부터는 보다 처럼 마다 조차 마저 밖에 한테 한테는 께서 께서는 과의 와의 만의 만이 만을 만은 \
들이 들은 들을 들의 들도 들에게 이나 이란 이라 이라고 라고 라는 이라는 이랑 이라도 라도 \
이다 입니다 입니까 인가 인가요 인지 인데 인데요 이에요 예요 이야 이며 이고 이면 이라면 라면 이지만 지만 이죠 이지 이니 이니까 니까 \
하다 합니다 합니까 하나 하나요 하는 하고 하며 하면 하여 해서 해요 했어요 했습니다 했나요 했는데 하려면 하려고 하려 하기 하지 하지만 \
한다 한다면 할까요 할지 하도록 하게 하는데 하는지 해야 해야만 해도 했던 했을 하신 하실 하시는 하세요 하십시오 한가요 한지 \
되다 됩니다 됩니까 되나요 되는 되고 되며 되면 되어 돼서 돼요 되었습니다 되었나요 됐나요 됐어요 되려면 되기 되지 된다 된다면 될까요 \
되는지 되어야 돼야 되도록 되었을 되었는데 \
나요 까요 는지 는데 은데 는데요 은가요 는가요 던가요 습니다 습니까 어요 아요 었어요 았어요 었습니다 았습니다 으면 으려면 려면 \
어서 아서 어도 아도 어야 아야 거나 도록 으며 으니 세요 으세요 든지 든가 더라도 면서 으면서 고요 네요 군요 어떤가요 들어요'.split(
        ' ',
    ),
);

/** Words that ask, point or hold a sentence together and name nothing. */
const COMMON = new Set(
    '\
어떻게 어떤 어떠한 무엇 무엇인가요 무엇이 무엇을 뭐 뭔가요 무슨 어디 어디서 어디에서 어디로 언제 누구 누가 왜 얼마 얼마나 몇 어느 \
수 것 것인가요 거 게 건 걸 때 때문에 등 그리고 그런데 그럼 만약 혹시 또는 좀 더 이 그 저런 이런 그런 다른 모두 같은 같이 \
제 제가 저 저는 저도 나 나는 내 내가 우리 저희 \
있나요 있을까요 있는 있는지 있는데 있는데요 있습니까 있어요 있을 있나 있고 있다 있다면 없나요 없는 없는데 없어요 \
되나요 되는 되는지 되면 된 될까요 되어 인가요 할 하는 하면 해야 해 해요 한 하고 하나요 하려면 하려고 합니까 \
궁금합니다 궁금해요 궁금한데 궁금한데요 알고 싶어요 싶습니다 싶은 싶은데 싶은데요 알려주세요 알려 알려줄 주세요 \
대해 대해서 대한 관해 관한 위해 위한 위해서 통해 통해서 경우 경우에 경우에는 가능한가요 가능한지 받을 받는 받나요'.split(
        ' ',
    ),
);

/** How often an ending is cut off: 에서 and then 는. */
const TIMES = 2;

/** The fewest syllables that are left: 아이 is no 아 with 이. */
const LEFT = 2;

/** Letters that are typed as two keys, each behind the two. */
export const COMPOUNDS = '\
ㅗㅏㅘ ㅗㅐㅙ ㅗㅣㅚ ㅜㅓㅝ ㅜㅔㅞ ㅜㅣㅟ ㅡㅣㅢ \
ㄱㅅㄳ ㄴㅈㄵ ㄴㅎㄶ ㄹㄱㄺ ㄹㅁㄻ ㄹㅂㄼ ㄹㅅㄽ ㄹㅌㄾ ㄹㅍㄿ ㄹㅎㅀ ㅂㅅㅄ'.split(' ');

/** Particles that change with the end of the word: after a consonant, after a vowel. */
const PARTICLES = '\
은/는 이/가 을/를 과/와 아/야 으로/로 으로서/로서 으로써/로써 으로부터/로부터 이나/나 이란/란 이랑/랑 \
이라/라 이라고/라고 이라는/라는 이며/며 이든/든 이에요/예요'.split(' ');

/** The brackets that open an aside, by those that close it. @type {Record<string, string>} */
const OPENERS = { ')': '(', ']': '[', '）': '（' };

/** What is not read aloud. */
const SILENCE = /[^\p{Alphabetic}\p{N}%°+]+$/u;

/** How digits are read. */
const DIGITS = '영일이삼사오육칠팔구';

/** ㄹ as a coda that is taken apart. */
const RIEUL = '\u11af';

/**
 * The stem of a run of syllables: 환불은 is 환불.
 *
 * The longest ending goes first.
 *
 * @param {string} word
 */
export function stem(word) {
    for (let times = 0; times < TIMES; times++) {
        let end = LEFT;
        while (end < word.length && !ENDINGS.has(word.slice(end))) end++;
        word = word.slice(0, end);
    }
    return word;
}

/** Whether a syllable can be a particle by itself. @param {string} syllable */
export function isParticle(syllable) {
    return ENDINGS.has(syllable);
}

/** Whether a query can do without a word: 어떻게, 있나요. @param {string} word */
export function isCommon(word) {
    return COMMON.has(word);
}

/**
 * The consonants among letters, those that stand together taken apart: a keyboard in Hangul turns
 * ㄱ and ㅅ into ㄳ.
 *
 * @param {string} letters
 */
export function singleConsonants(letters) {
    return apart(letters).replace(/[^ㄱ-ㅎ]/g, '');
}

/** Letters with those taken apart that are typed as two keys. @param {string} letters */
export function apart(letters) {
    return letters.replace(/[ㄱ-ㅣ]/g, (letter) => {
        return COMPOUNDS.find((compound) => compound[2] === letter)?.slice(0, 2) ?? letter;
    });
}

/**
 * A word with the half of a pair that fits: 바퀴벌레, 을/를 becomes 바퀴벌레를; undefined when the
 * pair is unknown. A word whose ending nobody can tell takes the form after a vowel.
 *
 * @param {string} word
 * @param {string} pair in either order
 */
export function josa(word, pair) {
    const asked = pair.split('/').map((half) => half.trim());
    const known = [asked.join('/'), asked.reverse().join('/')];
    const [closed, open] = PARTICLES.find((pair) => known.includes(pair))?.split('/') ?? [];
    const coda = lastSyllable(word).normalize('NFD')[2];
    const isOpen = !coda || (coda === RIEUL && closed?.startsWith('으로'));
    return closed && word + (isOpen ? open : closed);
}

/**
 * A syllable that ends as a word does when it is read aloud; none where nobody can tell.
 *
 * @param {string} word
 */
function lastSyllable(word) {
    const read = spoken(word).normalize();
    const last = read.slice(-1);
    const [number] = /[\d,.]*\d$/.exec(read) ?? [];
    if (number) return lastOfNumber(number);
    if (/[lrㄹ]/i.test(last)) return '알';
    if (/[mnㄱ-ㅎ]/i.test(last)) return '엠';
    return /[가-힣]/.test(last) ? last : '';
}

/**
 * Numbers are read by ten-thousands, of which only 조 (10¹²) and 해 (10²⁰) end in a vowel. After a
 * decimal point or a zero in front each digit is read for itself.
 *
 * @param {string} number
 */
function lastOfNumber(number) {
    const zeros = /0*$/.exec(number.replace(/,/g, ''))?.[0].length ?? 0;
    if (!zeros || /^0|\./.test(number)) return DIGITS[Number(number.slice(-1))];
    return zeros > 19 || (zeros > 11 && zeros < 16) ? '조' : '만';
}

/**
 * A word without the tail that is not read aloud: punctuation and asides.
 *
 * @param {string} word
 * @returns {string}
 */
function spoken(word) {
    const text = word.replace(/[^\p{Alphabetic}\p{N}%°+)\]）]+$/u, '');
    const opener = OPENERS[text.slice(-1)];
    const before = opener ? text.slice(0, Math.max(text.lastIndexOf(opener), 0)) : '';
    // a word that is all brackets is read inside them
    return before.replace(SILENCE, '') ? spoken(before) : text.replace(SILENCE, '');
}
