//! A fragment: Markdown that has become safe HTML.
//!
//! This is the one place that knows the Markdown library. Whatever its author
//! typed, a fragment holds no script, no style, no frame and no foreign
//! picture: events are filtered before they become HTML, so nothing has to be
//! cleaned afterwards. Raw HTML shows as the text it is, unless the site lets
//! its staff write it, and then an allow-list holds.

mod aside;
mod escape;
mod footnote;
mod heading;
mod href;
mod link;
mod problem;
mod raw_html;
mod twin;
mod verbatim;
mod write;

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::CowStr;
use pulldown_cmark::Event;
use pulldown_cmark::LinkType;
use pulldown_cmark::Options;
use pulldown_cmark::Parser;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;
use pulldown_cmark::TextMergeWithOffset;

use crate::characters;
use crate::content::Statics;
use crate::diagnostic::Diagnostic;
use crate::origin::Origins;

pub use self::aside::Aside;
pub use self::aside::may_have_asides;
pub use self::escape::code_span;
pub use self::escape::escaped;
pub use self::heading::Heading;
pub use self::heading::headings;
pub use self::link::Link;
pub use self::link::Target;
pub use self::link::address_of;
pub use self::link::path_of;
pub use self::problem::unused_definition;
pub use self::twin::Twin;
pub use self::verbatim::Verbatim;
pub use self::verbatim::VerbatimKind;
pub use self::verbatim::verbatim;
pub use self::write::Writer;

/// An event of the Markdown library with the bytes it came from.
pub type Spanned<'a> = (Event<'a>, Range<usize>);

/// Whose words a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Author {
    /// A reader of the brand: line breaks are kept as typed, links are not
    /// vouched for, HTML is text.
    Customer,
    /// Somebody who may commit to the archive.
    Staff,
}

/// What a text refers to beyond itself.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings<'a> {
    /// The path of the file below the content folder: relative links start there.
    pub file: &'a str,
    /// The path below the host that every address starts with.
    pub base: &'a str,
    /// The pictures that can be shown.
    pub statics: &'a Statics,
    /// Whether staff may write HTML.
    pub raw_html: bool,
    /// The highest heading that the text may have: 2 where the page's title is
    /// the only heading above.
    pub top_heading: usize,
}

impl Surroundings<'_> {
    /// Whether the HTML that `author` types is HTML, and not the text it is.
    fn has_html_of(&self, author: Author) -> bool {
        self.raw_html && author == Author::Staff
    }
}

/// A text as HTML, with what it says and where it leads.
#[derive(Clone, Debug, Default)]
pub struct Fragment {
    /// Safe HTML.
    pub html: String,
    /// The same text without its marks, a line a block.
    pub text: String,
    /// Where that stands in the Markdown.
    pub origins: Origins,
    /// What its page holds beside that.
    pub asides: Vec<Aside>,
    /// Every link within the site.
    pub links: Vec<Link>,
    /// Whether it names pictures of the archive, and so depends on them.
    pub pictures: bool,
    /// What was noticed: the bytes of the text, and a diagnostic without a place.
    pub problems: Vec<(Range<usize>, Diagnostic)>,
}

impl Fragment {
    /// Takes note that a cell or an item ends here, if `is_end`: no number goes on
    /// behind it.
    fn end_cell(&mut self, is_end: bool) {
        if is_end {
            self.origins.end(self.text.len());
        }
    }
}

/// What Markdown means here.
///
/// The YAML and `+++` metadata options stay off: they take quadratic time over
/// rows of dashes.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
}

/// The events of `text`.
pub fn parse(text: &str) -> Vec<Spanned<'_>> {
    // growing copies every event; few texts have more than one in 32 bytes
    let mut events = Vec::with_capacity(text.len() / 32 + 8);
    events.extend(TextMergeWithOffset::new(Parser::new_ext(text, options()).into_offset_iter()));
    keep_single_tildes(&mut events, text);
    events
}

/// `text` with blanks in place of `parts`, so that nothing is defined there and
/// the rest stands where it stood.
pub fn without(text: &str, parts: impl Iterator<Item = Range<usize>>) -> String {
    let mut rest = String::with_capacity(text.len());
    let mut at = 0;
    for part in parts {
        rest.push_str(&text[at..part.start]);
        rest.extend(text[part.clone()].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
        at = part.end;
    }
    rest.push_str(&text[at..]);
    rest
}

/// Whether a text may define what its other parts then name: a link, a
/// footnote.
pub fn may_define(text: &str) -> bool {
    text.contains("]:")
}

/// Where links are defined, `[환불]: https://…`, that nothing in the text refers
/// to, in order.
pub fn unused_definitions(text: &str) -> Vec<Range<usize>> {
    let mut events = Parser::new_ext(text, options()).into_offset_iter();
    let labels: Vec<_> = events.by_ref().filter_map(|(event, _)| reference(event)).collect();
    let definitions = events.reference_definitions();
    let used: HashSet<_> =
        labels.iter().filter_map(|label| definitions.get(label)).map(|link| link.span.start).collect();
    let all = definitions.iter().map(|(_, link)| link.span.clone());
    let mut unused: Vec<_> = all.filter(|span| !used.contains(&span.start)).collect();
    unused.sort_unstable_by_key(|span| span.start);
    unused
}

/// What a link or a picture calls the definition that says where it leads.
fn reference(event: Event) -> Option<CowStr> {
    let (Event::Start(Tag::Link { link_type, id, .. }) | Event::Start(Tag::Image { link_type, id, .. })) =
        event
    else {
        return None;
    };
    matches!(link_type, LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut).then_some(id)
}

/// Korean writes a range with a tilde, so `5~10분` twice in a paragraph must
/// not strike out what stands between: only `~~` does.
fn keep_single_tildes(events: &mut [Spanned], text: &str) {
    for (event, range) in events {
        let strike = matches!(event, Event::Start(Tag::Strikethrough) | Event::End(TagEnd::Strikethrough));
        if strike && !text[range.clone()].starts_with("~~") {
            *event = Event::Text("~".into());
        }
    }
}

/// Where code stands in the Markdown that starts at the byte `start` of `text`, in
/// order.
pub fn code(text: &str, start: usize) -> Vec<Range<usize>> {
    let is_code = |event: &Event| matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_)));
    let code = parse(&text[start..]).into_iter().filter(|(event, _)| is_code(event));
    code.map(|(_, range)| start + range.start..start + range.end).collect()
}

/// The text without the characters that no page may hold.
fn without_controls(text: CowStr) -> CowStr {
    match text {
        CowStr::Borrowed(text) => characters::permitted(Cow::Borrowed(text)).into(),
        text if text.contains(characters::is_forbidden) => {
            characters::permitted(Cow::Borrowed(&text)).into_owned().into()
        }
        text => text,
    }
}

/// The words in `events`, without marks and line breaks.
pub fn plain_text(events: &[Spanned]) -> String {
    let words = events.iter().filter_map(|(event, _)| match event {
        Event::Text(text) | Event::Code(text) => Some(&**text),
        Event::SoftBreak | Event::HardBreak => Some(" "),
        _ => None,
    });
    words.collect()
}

/// The position of the event that ends the first of `events`.
fn matching_end(events: &[Spanned]) -> usize {
    let mut depth = 0usize;
    for (at, (event, _)) in events.iter().enumerate() {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    events.len().saturating_sub(1)
}
