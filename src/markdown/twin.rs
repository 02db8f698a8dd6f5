//! A twin: Markdown for others to render, that means what it means on the page
//! and no more.
//!
//! Whoever renders it filters less than we do, and reads all turns as one text.
//! So HTML stands as the text it is, links lead nowhere that the page's do not,
//! foreign pictures are links, and a link says itself where it leads: no
//! definition is left that another turn could name.

use std::ops::Range;

use pulldown_cmark::Event;
use pulldown_cmark::LinkType;
use pulldown_cmark::Parser;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;

use super::link::Target;
use super::link::fragment;
use super::options;

/// Marks that start something in a line of Markdown.
const MARKS: &[char] = &['\\', '`', '*', '_', '~', '[', ']', '<', '>', '&', '#'];

/// A line of plain text as Markdown that says just that.
pub fn escaped(line: &str) -> String {
    let mut text = String::with_capacity(line.len() + 8);
    for c in line.chars() {
        if MARKS.contains(&c) {
            text.push('\\');
        }
        text.push(c);
    }
    text
}

/// The Markdown `text`, typed in `file`, for others: `address` gives the whole
/// address of what is on this site. HTML is kept where `keeps_html`.
pub fn twin(text: &str, file: &str, keeps_html: bool, address: impl Fn(&Target) -> Option<String>) -> String {
    // most texts have neither HTML nor links
    if !text.contains(['<', '[']) {
        return text.to_owned();
    }
    let parser = Parser::new_ext(text, options());
    let definitions = parser.reference_definitions().iter().map(|(_, definition)| definition.span.clone());
    let mut edits: Vec<Edit> = definitions.map(|range| (range, String::new())).collect();
    // where `<` starts no HTML
    let mut kept: Vec<Range<usize>> = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    let mut end = 0;
    for (event, range) in parser.into_offset_iter() {
        match event {
            Event::Html(_) | Event::InlineHtml(_) if !keeps_html => {
                edits.extend(unlinked(text, range.clone()))
            }
            Event::Code(_) | Event::Start(Tag::CodeBlock(_)) => kept.push(range.clone()),
            Event::Start(Tag::Link { link_type, dest_url, .. } | Tag::Image { link_type, dest_url, .. }) => {
                let mark = if text[range.clone()].starts_with('!') { "![" } else { "[" }.len();
                end = range.start + mark;
                open.push(Open {
                    kind: link_type,
                    destination: dest_url.to_string(),
                    start: range.start,
                    mark,
                });
                continue;
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                if let Some(link) = open.pop() {
                    kept.push(if link.is_bare() { range.clone() } else { end..range.end });
                    link.edit(text, end..range.end, file, &address, &mut edits);
                }
            }
            _ => {}
        }
        end = range.end;
    }
    if !keeps_html {
        edits.extend(opened(text, kept));
    }
    edited(text, edits)
}

/// Bytes of a text, and what stands there instead.
type Edit = (Range<usize>, String);

/// A link or a picture whose end is not reached yet.
struct Open {
    kind: LinkType,
    destination: String,
    start: usize,
    /// How many bytes it starts with: `[`, `![`.
    mark: usize,
}

impl Open {
    /// Whether it is the address alone, between angle brackets.
    fn is_bare(&self) -> bool {
        matches!(self.kind, LinkType::Autolink | LinkType::Email)
    }

    /// What has to change in the link whose words end where `rest` starts, and
    /// which ends where it ends.
    fn edit(
        &self,
        text: &str,
        rest: Range<usize>,
        file: &str,
        address: impl Fn(&Target) -> Option<String>,
        edits: &mut Vec<Edit>,
    ) {
        let mark = self.start..self.start + self.mark;
        let target = Target::of(&self.destination, file);
        if self.is_bare() {
            // `<scheme:…>` takes any scheme
            if target == Target::Unsafe && self.kind == LinkType::Autolink {
                edits.push((mark, "&lt;".into()));
            }
            return;
        }
        let Some(close) = text[rest.clone()].find(']').map(|at| rest.start + at) else { return };
        let tail = close..rest.end;
        if target == Target::Unsafe {
            edits.extend([(mark, String::new()), (tail, String::new())]);
            return;
        }
        if self.mark == 2 && target == Target::Web {
            edits.push((self.start..self.start + 1, String::new()));
        }
        let own = address(&target).map(|address| address + fragment(&self.destination));
        match own {
            Some(own) => edits.push((tail, format!("]({own})"))),
            None if self.kind != LinkType::Inline => {
                edits.push((tail, format!("](<{}>)", bare(&self.destination))))
            }
            None => {}
        }
    }
}

/// A destination that stands between angle brackets.
fn bare(destination: &str) -> String {
    destination.replace('<', "%3C").replace('>', "%3E").replace(['\n', '\r'], "")
}

/// What has to change in HTML that becomes text: the links that it holds.
fn unlinked(text: &str, range: Range<usize>) -> impl Iterator<Item = Edit> {
    let marks = text[range.clone()].match_indices(['[', '`']);
    marks.map(move |(at, mark)| (range.start + at..range.start + at + 1, format!("\\{mark}")))
}

/// Every `<` that may start HTML to somebody, who may know other rules.
fn opened(text: &str, mut kept: Vec<Range<usize>>) -> impl Iterator<Item = Edit> {
    kept.sort_by_key(|range| range.start);
    let mut kept = kept.into_iter().peekable();
    text.match_indices('<').filter_map(move |(at, _)| {
        while kept.next_if(|range| range.end <= at).is_some() {}
        let is_kept = kept.peek().is_some_and(|range| range.contains(&at));
        let is_escaped = text[..at].ends_with('\\');
        (!is_kept && !is_escaped).then(|| (at..at + 1, "&lt;".to_owned()))
    })
}

/// `text` with every edit made that does not overlap the one before.
fn edited(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let mut result = String::with_capacity(text.len() + 64);
    let mut at = 0;
    for (range, instead) in edits {
        if range.start < at {
            continue;
        }
        result.push_str(&text[at..range.start]);
        result.push_str(&instead);
        at = range.end;
    }
    result.push_str(&text[at..]);
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn becomes(text: &str, expected: &str) {
        let address = |target: &Target| target.address().map(|path| format!("https://a.example{path}"));
        assert_eq!(twin(text, "questions/1.md", false, address).trim(), expected);
    }

    #[test]
    fn links_say_where_they_lead() {
        becomes("[가](q:2#answer)", "[가](https://a.example/q/2/#answer)");
        becomes("[가](q:2 \"x](y\") 끝", "[가](https://a.example/q/2/) 끝");
        becomes(
            "[가][나] [나]\n\n[나]: https://b.example/",
            "[가](<https://b.example/>) [나](<https://b.example/>)",
        );
        becomes("[가](https://b.example/)", "[가](https://b.example/)");
        becomes("[`a]`](q:2)", "[`a]`](https://a.example/q/2/)");
    }

    #[test]
    fn nothing_is_active_that_is_text_on_the_page() {
        becomes("가 <img src=x onerror=a()> 나", "가 &lt;img src=x onerror=a()> 나");
        becomes("<div>\n[x](javascript:a())\n</div>", "&lt;div>\n\\[x](javascript:a())\n&lt;/div>");
        becomes("[**가**](javascript:a())", "**가**");
        becomes("<javascript:a()>", "&lt;javascript:a()>");
        becomes("[나]\n\n[나]: javascript:a()", "나");
        becomes("[나]: https://b.example/", "");
        becomes(
            "![가](https://t.example/p.gif) ![가](/a.png)",
            "[가](https://t.example/p.gif) ![가](https://a.example/a.png)",
        );
        becomes("`<b>` 5 < 6 \\<b>", "`<b>` 5 &lt; 6 \\<b>");
        becomes("<data:text/html,<b>>", "&lt;data:text/html,&lt;b>>");
        becomes(
            "[^<b>] <https://b.example/>\n\n[^<b>]: 다",
            "[^&lt;b>] <https://b.example/>\n\n[^&lt;b>]: 다",
        );
    }

    #[test]
    fn a_line_of_text_is_one() {
        assert_eq!(escaped("왜 [무료](a) <b> *?* 1~2"), "왜 \\[무료\\](a) \\<b\\> \\*?\\* 1\\~2");
    }
}
