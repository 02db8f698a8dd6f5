//! Markdown made to take long: a text of four times the length makes at most
//! about four times the work.
//!
//! Work is counted, not timed, so that a busy machine fails nobody: bytes that
//! are written, events, and problems. What only a clock can see, such as a loop
//! over all open brackets for each, is left to the long test.

use std::hint::black_box;
use std::time::Duration;

use mundap::content::Statics;
use mundap::markdown;
use mundap::markdown::Author;
use mundap::markdown::Fragment;
use mundap::markdown::Surroundings;
use mundap::markdown::Writer;

use super::harness::time_of;

/// A piece, and what stands before and behind all its repetitions.
type Pattern = (&'static str, &'static str, &'static str);

/// Pieces that are repeated as they are; the first 25 are of kinds that have
/// made other programs take for ever.
const REPEATED: &[Pattern] = &[
    ("", "**a *a ", ""),
    ("", "a**", ""),
    ("", "[a", ""),
    ("", "a]", ""),
    ("", "![", ""),
    ("", "[a](<b", ""),
    ("", "[a](b", ""),
    ("", "*a_ ", ""),
    ("", "a * _ a", ""),
    ("", "> ", "a"),
    ("", "- ", "a"),
    ("", "* a\n  ", ""),
    ("", "`a``", ""),
    ("", "<?", ""),
    ("", "<!--", ""),
    ("", "<![CDATA[", ""),
    ("", "<!A ", ""),
    ("", "<a ", ""),
    ("", "\\\\", ""),
    ("[", "a_ ", "]"),
    ("", "&amp;", ""),
    ("", "[^a]", ""),
    ("", "[^a]\n\n", "[^a]: b"),
    ("", "[a]: b\n", "[a]"),
    ("a\n", "|", "\n-"),
    // brackets, emphasis, code
    ("", "[", ""),
    ("", "]", ""),
    ("", "[]", ""),
    ("", "[](", ""),
    ("", "[a][", ""),
    ("", "[[a]]", ""),
    ("", "[a]", "\n\n[a]: b"),
    ("", "[a](b) ", ""),
    ("", "![a](/b) ", ""),
    ("", "![a](https://b) ", ""),
    ("", "[a](javascript:b) ", ""),
    ("", "[a](q:1) ", ""),
    ("", "*", ""),
    ("", "_", ""),
    ("", "**", ""),
    ("", "*a", ""),
    ("", "a*", ""),
    ("", "**a", "**"),
    ("", "_a_ ", ""),
    ("", "*_", ""),
    ("", "~~", ""),
    ("", "~a", ""),
    ("", "~~a~~", ""),
    ("", "`", ""),
    ("", "` ", ""),
    ("", "`a`", ""),
    ("", "``", "`"),
    // blocks
    ("", "#", ""),
    ("", "# a\n", ""),
    ("", "# \n", ""),
    ("", "a\n=\n", ""),
    ("", "---\n", ""),
    ("", "***\n", ""),
    ("", "+++\n", ""),
    ("", "```\n", ""),
    ("", "~~~\n", ""),
    ("", "    a\n", ""),
    ("", "> a\n", ""),
    ("", ">\n", ""),
    ("", "- a\n", ""),
    ("", "- a\n\n", ""),
    ("", "1. a\n", ""),
    ("", "- [ ] a\n", ""),
    ("- a", " - [x] b", ""),
    ("", "\n", ""),
    ("", " ", ""),
    ("", "\t", ""),
    ("", "a  \n", ""),
    ("", "a\\\n", ""),
    // tables
    ("", "| a ", ""),
    ("|a|\n|-|\n", "|b|\n", ""),
    ("|a|\n|-|\n", "|b|c|d|\n", ""),
    ("", "|a|\n|-|\n", ""),
    ("|a|\n|-|\n", "||", ""),
    ("", "\\|", ""),
    // footnotes and references
    ("", "[^a]: b\n", ""),
    ("", "[^a]: b\n\n", "[^a]"),
    ("", "[^", ""),
    ("", "[^\n", ""),
    ("", "[^a]: ", ""),
    ("", "[^a]: > ", ""),
    ("", "[a]: <", ""),
    ("", "[a]: b 'c", ""),
    // raw HTML, entities, links by themselves
    ("", "<", ""),
    ("", ">", ""),
    ("", "</", ""),
    ("", "<a>", ""),
    ("", "<a b='", ""),
    ("", "<a b=\"c\" ", ""),
    ("", "<!-- -", ""),
    ("", "<? ?>", ""),
    ("", "<div>\n", ""),
    ("", "<div>\n\n", ""),
    ("", "<https://a> ", ""),
    ("", "<a@b.c> ", ""),
    ("", "https://a ", ""),
    ("", "&", ""),
    ("", "&#", ""),
    ("", "&#35;", ""),
    ("", "&a", ""),
    // what other scripts and machines bring along
    ("", "\u{0}", ""),
    ("", "\u{202e}", ""),
    ("", "\u{301}", ""),
    ("", "가", ""),
    ("", "\u{1100}\u{1161}", ""),
    ("", "👩\u{200d}", ""),
    ("", "{{ a }}", ""),
    ("", "## 답변\n", ""),
    ("# ", "가 ", ""),
];

/// A text of a length, made of what is numbered: each piece another.
fn numbered(name: &str, length: usize) -> String {
    let pieces = 1..;
    let piece = |number: usize| match name {
        "references" => format!("[{number}]: /{number}\n[{number}] "),
        "notes" => format!("a[^{number}]\n\n[^{number}]: b\n\n"),
        "headings" => format!("# 가 {number}\n"),
        "same headings" => "# 가\n".to_owned(),
        "backticks" => format!("a{} ", "`".repeat(number)),
        "fences" => format!("{}\n", "`".repeat(number + 2)),
        "indents" => format!("{}- a\n", " ".repeat(number)),
        "quotes" => format!("{}a\n", ">".repeat(number)),
        "columns" => {
            let row = |cell: &str| format!("|{}\n", cell.repeat(number));
            format!("{}{}{}\n", row("a|"), row("-|"), row("b|"))
        }
        _ => format!("{}\n", number),
    };
    let mut text = String::new();
    for number in pieces {
        if text.len() >= length {
            break;
        }
        text += &piece(number);
    }
    text
}

const NUMBERED: &[&str] = &[
    "references",
    "notes",
    "headings",
    "same headings",
    "backticks",
    "fences",
    "indents",
    "quotes",
    "columns",
];

/// The name and the text of everything that is tried, of this length.
fn texts(length: usize) -> Vec<(String, String)> {
    let repeated = REPEATED.iter().map(|(before, piece, behind)| {
        let text = format!("{before}{}{behind}", piece.repeat(length / piece.len()));
        (format!("{before:?} {piece:?} {behind:?}"), text)
    });
    let nested =
        [("[", "]"), ("*", "*"), ("**", "**"), ("(", ")"), ("[a](", ")"), ("~~a", "~~"), ("<a>", "</a>")];
    let nested = nested.iter().map(|(open, close)| {
        let count = length / (open.len() + close.len());
        (format!("{open}…{close}"), format!("{}a{}", open.repeat(count), close.repeat(count)))
    });
    // one long address that many short texts lead to
    let expanding =
        format!("{}\n\n[a]: https://a.example/{}", "[a]".repeat(length / 6), "b".repeat(length / 2));
    let table =
        format!("{}\n{}\n{}", "|a".repeat(length / 6), "|-".repeat(length / 6), "|\n".repeat(length / 6));
    let all = repeated
        .chain(nested)
        .chain([("one address".to_owned(), expanding), ("empty rows".to_owned(), table)]);
    all.chain(NUMBERED.iter().map(|name| ((*name).to_owned(), numbered(name, length)))).collect()
}

fn fragment(text: &str, author: Author) -> (usize, Fragment) {
    let statics = Statics::default();
    let surroundings =
        Surroundings { file: "questions/1.md", base: "", statics: &statics, raw_html: false, top_heading: 3 };
    let events = markdown::parse(text);
    (events.len(), Writer::new(surroundings).write(&events, author))
}

/// How much a text makes: events, bytes and problems.
fn work(text: &str, author: Author) -> usize {
    let (events, fragment) = fragment(text, author);
    let links: usize = fragment.links.iter().map(|link| format!("{link:?}").len()).sum();
    events + fragment.html.len() + fragment.text.len() + fragment.problems.len() + links
}

#[test]
fn four_times_the_text_makes_four_times_the_work() {
    let (short, long) = (texts(2_000), texts(8_000));
    assert!(short.len() > 130, "{}", short.len());
    for ((name, short), (_, long)) in short.iter().zip(&long) {
        for author in [Author::Customer, Author::Staff] {
            let (before, after) = (work(short, author), work(long, author));
            // a table and a long address may be repeated, up to what the library allows: 100 KB
            assert!(after < before * 6 + 250_000, "{name}: {before} became {after}");
            assert!(after < 120 * long.len() + 250_000, "{name}: {} bytes became {after}", long.len());
        }
    }
}

/// The largest file that is read is turned into a page of at most some times
/// its size.
#[test]
fn the_largest_text_makes_a_page_of_bounded_size() {
    for (name, text) in texts(64 * 1024) {
        let (_, fragment) = fragment(&text, Author::Customer);
        assert!(fragment.html.len() < 4 << 20, "{name}: {} bytes", fragment.html.len());
    }
}

#[test]
#[ignore = "measures time, for a machine that does nothing else"]
fn four_times_the_text_takes_four_times_as_long() {
    let took = |text: &str| {
        let runs = (0..3).map(|_| time_of(|| _ = black_box(work(text, Author::Staff))));
        runs.min().unwrap_or_default()
    };
    for ((name, short), (_, long)) in texts(25_000).iter().zip(&texts(100_000)) {
        let (before, after) = (took(short), took(long));
        println!("{before:>12.2?} {after:>12.2?}  {name}");
        assert!(after < before * 8 + Duration::from_millis(100), "{name}: {before:?} became {after:?}");
    }
}
