//! A twin: Markdown for others to render, that means what it means on the page
//! and no more.
//!
//! Whoever renders it may know other rules, and filter less than we do. So a
//! twin is not the Markdown that was typed: it is written anew from the events
//! that make the page, with every mark of a text escaped. HTML stands as the
//! text it is, links lead nowhere that the page's do not, and say themselves
//! where that is.

mod code;
mod emphasis;
mod link;
mod list;
mod note;

use pulldown_cmark::Alignment;
use pulldown_cmark::CodeBlockKind;
use pulldown_cmark::Event;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;

use self::code::language;
use self::code::typed;
use self::emphasis::Emphasis;
use self::list::List;
use super::Author;
use super::Spanned;
use super::Surroundings;
use super::escape::code_span;
use super::escape::longest_run;
use super::escape::push_escaped;
use super::escape::push_line_start;
use super::footnote::Footnotes;
use super::matching_end;
use super::raw_html;
use crate::characters;

/// What stands before the lines of a quotation.
const QUOTED: &str = "> ";

/// What stands before the lines of a footnote, but the first.
const NOTED: &str = "    ";

/// How long the marks before a line may be for a paragraph to have another line:
/// nobody has to type them again there, so a few bytes would make many.
const MOST_BEFORE: usize = 100;

/// Writes the turns of one page as Markdown for others.
#[derive(Debug)]
pub struct Twin<'a, A> {
    surroundings: Surroundings<'a>,
    address: A,
    footnotes: Footnotes,
}

impl<'a, A: Fn(&str) -> String> Twin<'a, A> {
    /// A writer for a page of its own; `address` makes the address of what is
    /// on this site whole.
    pub fn new(surroundings: Surroundings<'a>, address: A) -> Self {
        Self { surroundings, address, footnotes: Footnotes::default() }
    }

    /// The Markdown that says what `events` say, in the words of `author`.
    pub fn write(&mut self, events: &[Spanned], author: Author) -> String {
        let mut pass = Pass {
            twin: self,
            author,
            text: String::new(),
            before: String::new(),
            behind: Behind::Start,
            line: Some(0),
            in_one_line: false,
            emphasis: Emphasis::default(),
            notes: Vec::new(),
            lists: Vec::new(),
            was_other: true,
            links: Vec::new(),
            alignments: Vec::new(),
        };
        let mut at = 0;
        while at < events.len() {
            at += pass.step(&events[at..]);
        }
        pass.text
    }
}

/// One walk over the events of a turn.
struct Pass<'t, 'a, A> {
    twin: &'t mut Twin<'a, A>,
    author: Author,
    text: String,
    /// The marks of the blocks around, which stand before each line.
    before: String,
    behind: Behind,
    /// Where the words of this line start, if they may be taken for the start
    /// of a block.
    line: Option<usize>,
    /// Whether a line break would end the block.
    in_one_line: bool,
    emphasis: Emphasis,
    /// Where the text of each open footnote starts.
    notes: Vec<usize>,
    /// The lists around.
    lists: Vec<List>,
    /// Whether the list that ended last had the other marks; before the first,
    /// so that it has the usual ones.
    was_other: bool,
    /// Where each open link leads, if it was written.
    links: Vec<Option<String>>,
    /// Those of the columns of the table around.
    alignments: Vec<Alignment>,
}

/// What stands before the next words in the innermost block.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Behind {
    Start,
    Words,
    Block,
}

impl<A: Fn(&str) -> String> Pass<'_, '_, A> {
    /// Takes the first of `rest`, with its content where it is taken whole,
    /// and returns how many events that were.
    fn step(&mut self, rest: &[Spanned]) -> usize {
        match &rest[0].0 {
            Event::Start(Tag::CodeBlock(kind)) => return self.code_block(kind, rest),
            Event::Start(Tag::HtmlBlock) => return self.html_block(rest),
            Event::Start(Tag::Image { dest_url, .. }) => return self.image(dest_url, rest),
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                if self.bare_link(*link_type, dest_url) {
                    return matching_end(rest) + 1;
                }
                self.open_link(*link_type, dest_url);
            }
            Event::Start(Tag::List(number)) => self.open_list(*number, list::is_tight(rest)),
            Event::Start(tag) => self.open(tag),
            Event::End(end) => self.close(*end),
            Event::Text(text) => self.words(text),
            Event::Code(code) => self.code(code),
            Event::Html(html) | Event::InlineHtml(html) => self.html(html),
            Event::FootnoteReference(name) => {
                let number = self.twin.footnotes.number(name, self.author);
                self.bracket(&format!("[^{number}]"));
            }
            Event::SoftBreak | Event::HardBreak if self.is_at_edge(rest) => {}
            // a customer's are kept, as on the page
            Event::SoftBreak if self.author == Author::Staff => self.line_break(""),
            Event::SoftBreak | Event::HardBreak => self.line_break("  "),
            Event::Rule => {
                self.block("___");
                self.behind = Behind::Block;
            }
            Event::TaskListMarker(done) => self.mark(if *done { "[x] " } else { "[ ] " }),
            // these options are off
            Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
        1
    }

    // --- lines

    fn next_line(&mut self) {
        self.text.push('\n');
        self.text.push_str(&self.before);
        self.line = Some(self.text.len());
    }

    fn free_line(&mut self) {
        self.text.push('\n');
        self.text.push_str(self.before.trim_end());
        self.next_line();
    }

    fn line_break(&mut self, mark: &str) {
        if self.in_one_line || self.before.len() > MOST_BEFORE {
            self.text.push(' ');
        } else {
            self.text.push_str(mark);
            self.next_line();
        }
    }

    /// Whether a line break stands where emphasis starts or ends, and would make
    /// it none.
    fn is_at_edge(&self, rest: &[Spanned]) -> bool {
        let next = rest.get(1).map(|(event, _)| event);
        let ends =
            matches!(next, Some(Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough)));
        ends || self.emphasis.has_just_opened(&self.text)
    }

    /// Starts a block with `mark`, behind a free line.
    fn block(&mut self, mark: &str) {
        if self.behind != Behind::Start {
            self.free_line();
        }
        self.text.push_str(mark);
        self.behind = Behind::Start;
        self.line = Some(self.text.len());
    }

    /// Starts a block that holds others, with `before` before each of its lines
    /// but the first.
    fn surround(&mut self, mark: &str, before: &str) {
        self.block(mark);
        self.before.push_str(before);
    }

    /// Ends a block that has `width` bytes before each line.
    fn leave(&mut self, width: usize) {
        self.before.truncate(self.before.len() - width);
        self.behind = Behind::Block;
    }

    /// Adds a mark that stands between words.
    fn mark(&mut self, mark: &str) {
        if self.behind == Behind::Block {
            self.free_line();
        }
        if let Some(first) = mark.chars().next() {
            self.emphasis.before(&mut self.text, first);
        }
        self.text.push_str(mark);
        self.behind = Behind::Words;
    }

    /// Adds a mark that starts with a bracket, which a `!` before it would make
    /// a picture.
    fn bracket(&mut self, mark: &str) {
        if self.text.ends_with('!') {
            self.text.pop();
            self.text.push_str("\\!");
        }
        self.mark(mark);
    }

    // --- blocks

    fn open(&mut self, tag: &Tag) {
        match tag {
            Tag::Paragraph => self.block(""),
            Tag::Heading { level, .. } => {
                let level = (*level as usize).max(self.twin.surroundings.top_heading);
                self.block(&format!("{} ", "#".repeat(level)));
                self.line = None;
                self.in_one_line = true;
            }
            Tag::BlockQuote(_) => self.surround(QUOTED, QUOTED),
            Tag::FootnoteDefinition(name) => {
                let number = self.twin.footnotes.number(name, self.author);
                self.surround(&format!("[^{number}]: "), NOTED);
                self.notes.push(self.text.len());
            }
            Tag::Item => self.open_item(),
            Tag::Table(alignments) => {
                self.block("");
                self.alignments.clone_from(alignments);
                self.in_one_line = true;
            }
            Tag::TableHead => self.mark("|"),
            Tag::TableRow => {
                self.next_line();
                self.mark("|");
            }
            Tag::TableCell => self.mark(" "),
            Tag::Emphasis => self.open_emphasis("*"),
            Tag::Strong => self.open_emphasis("**"),
            Tag::Strikethrough => self.open_emphasis("~~"),
            // these are taken whole, or their options are off
            _ => {}
        }
    }

    fn close(&mut self, end: TagEnd) {
        match end {
            TagEnd::Paragraph => self.behind = Behind::Block,
            TagEnd::Heading(_) | TagEnd::Table => {
                self.behind = Behind::Block;
                self.in_one_line = false;
                self.alignments.clear();
            }
            TagEnd::BlockQuote(_) => self.leave(QUOTED.len()),
            TagEnd::FootnoteDefinition => self.close_note(),
            TagEnd::List(_) => self.was_other = self.lists.pop().is_some_and(|list| list.is_other),
            TagEnd::Item => self.leave(self.lists.last().map_or(0, |list| list.width)),
            TagEnd::TableHead => self.delimiter_row(),
            TagEnd::TableCell => self.mark(" |"),
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => {
                self.emphasis.close(&mut self.text);
            }
            TagEnd::Link => self.close_link(),
            _ => {}
        }
    }

    fn open_emphasis(&mut self, mark: &'static str) {
        self.mark("");
        self.emphasis.before(&mut self.text, '*');
        self.emphasis.open(&mut self.text, mark);
    }

    fn close_note(&mut self) {
        self.leave(NOTED.len());
        if let Some(start) = self.notes.pop() {
            note::keep_from_defining(&mut self.text, start);
        }
    }

    fn open_list(&mut self, number: Option<u64>, is_tight: bool) {
        let is_other = match (self.behind, self.lists.last()) {
            // right behind the mark of an item, three alike would be a rule
            (Behind::Start, Some(around)) => !around.is_other,
            (Behind::Block, _) => !self.was_other,
            _ => false,
        };
        self.lists.push(List::new(number, is_other, is_tight));
    }

    fn open_item(&mut self) {
        let is_within_lines = matches!(&self.lists[..], [.., around, _] if around.is_tight);
        let Some(list) = self.lists.last_mut() else { return };
        let is_next_line = if list.is_new {
            is_within_lines && self.behind == Behind::Words && list.interrupts()
        } else {
            list.is_tight
        };
        list.is_new = false;
        let mark = list.next_mark();
        if is_next_line {
            self.next_line();
            self.behind = Behind::Start;
        }
        self.surround(&mark, &" ".repeat(mark.len()));
    }

    fn delimiter_row(&mut self) {
        self.next_line();
        self.mark("|");
        for alignment in &self.alignments {
            self.text.push_str(match alignment {
                Alignment::None => " --- |",
                Alignment::Left => " :--- |",
                Alignment::Center => " :---: |",
                Alignment::Right => " ---: |",
            });
        }
    }

    fn code_block(&mut self, kind: &CodeBlockKind, rest: &[Spanned]) -> usize {
        let end = matching_end(rest);
        let code = typed(&rest[1..end]);
        let fence = "`".repeat(3.max(longest_run(&code) + 1));
        self.block(&fence);
        if let CodeBlockKind::Fenced(info) = kind {
            self.text.push_str(language(info));
        }
        for line in code.lines() {
            self.next_line();
            self.text.push_str(line);
        }
        self.next_line();
        self.text.push_str(&fence);
        self.behind = Behind::Block;
        end + 1
    }

    fn html_block(&mut self, rest: &[Spanned]) -> usize {
        let end = matching_end(rest);
        self.block("");
        self.html(&typed(&rest[1..end]));
        self.behind = Behind::Block;
        end + 1
    }

    /// Writes HTML as the text that it is, or, where it means what it says on
    /// the page, the words in it.
    fn html(&mut self, html: &str) {
        if !self.twin.surroundings.has_html_of(self.author) {
            self.lines(html);
        } else if html.starts_with("<br") {
            self.line_break("  ");
        } else {
            self.lines(raw_html::words(html).trim());
        }
    }

    fn lines(&mut self, words: &str) {
        for (at, line) in words.lines().filter(|line| !line.trim().is_empty()).enumerate() {
            if at > 0 {
                self.line_break("");
            }
            self.words(line);
        }
    }

    // --- words

    fn words(&mut self, words: &str) {
        let words = characters::permitted(words.into());
        let mut words = &*words;
        if self.line == Some(self.text.len()) {
            // four of them would make a block of code
            words = words.trim_start_matches([' ', '\t', '\n']);
        }
        let Some(first) = words.chars().next() else { return };
        self.mark("");
        self.emphasis.before(&mut self.text, first);
        words = self.emphasis.push_first(&mut self.text, words);
        if let Some(start) = self.line {
            words = push_line_start(&mut self.text, start, words);
        }
        push_escaped(&mut self.text, words);
    }

    fn code(&mut self, code: &str) {
        let mut code = characters::permitted(code.into()).replace('\n', " ");
        if !self.alignments.is_empty() {
            // even here it would end a cell
            code = code.replace('|', "\\|");
        }
        if !code.is_empty() {
            self.mark(&code_span(&code));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Statics;
    use crate::markdown;

    fn of(text: &str, author: Author) -> String {
        let statics = Statics::default();
        let surroundings = Surroundings {
            file: "questions/1.md",
            base: "",
            statics: &statics,
            raw_html: false,
            top_heading: 3,
        };
        let address = |path: &str| format!("https://a.example{path}");
        Twin::new(surroundings, address).write(&markdown::parse(text), author).trim_end().to_owned()
    }

    #[track_caller]
    fn becomes(text: &str, expected: &str) {
        assert_eq!(of(text, Author::Staff), expected);
    }

    #[track_caller]
    fn stays(text: &str) {
        becomes(text, text);
    }

    #[test]
    fn links_say_where_they_lead() {
        becomes("[가](q:2#answer)", "[가](https://a.example/q/2/#answer)");
        becomes("[가](q:2 \"x](y\") 끝", "[가](https://a.example/q/2/) 끝");
        becomes(
            "[가][나] [나]\n\n[나]: https://b.example/",
            "[가](https://b.example/) [나](https://b.example/)",
        );
        becomes("[`a]`](q:2)", "[`a]`](https://a.example/q/2/)");
        becomes("[가](<q:2#) &lt;b&gt;>)", "[가](https://a.example/q/2/#%29%20%3Cb%3E)");
        becomes("![가](https://t.example/p.gif)", "[가](https://t.example/p.gif)");
        becomes("가!![나](https://t.example/p.gif)", "가\\![나](https://t.example/p.gif)");
        becomes("[^가](https://b.example)", "[\\^가](https://b.example)");
        stays("<https://b.example/> <a@b.example>");
    }

    #[test]
    fn a_link_that_leads_nowhere_on_the_page_is_none() {
        becomes("[**가**](javascript:a()) [나](b.html)", "**가** 나");
        becomes("[[가](javascript:a())](javascript:b())", "\\[가\\](javascript:b())");
        becomes("<javascript:a()>", "javascript:a()");
        becomes("[나]\n\n[나]: javascript:a()", "나");
        becomes("[가][나]\n\n[나]: java&amp;#115;cript:a()", "가");
        becomes("[나]: https://b.example/", "");
    }

    #[test]
    fn html_is_the_text_it_is_on_the_page() {
        becomes("가 <img src=x onerror=a()> 나", "가 &lt;img src=x onerror=a()> 나");
        becomes("\\\\<img src=x>", "\\\\&lt;img src=x>");
        becomes(
            "<div>\n[x](javascript:a())\n~~~\n</div>",
            "&lt;div>\n\\[x\\](javascript:a())\n\\~\\~\\~\n&lt;/div>",
        );
        becomes("`<b>` 5 < 6 \\<b>", "`<b>` 5 &lt; 6 &lt;b>");
        becomes("- 가\n\n[d]: x\n\n    <b>", "- 가\n\n```\n<b>\n```");
    }

    #[test]
    fn a_text_starts_nothing() {
        for text in ["\\- 가", "1\\. 가", "가\n\\===", "가\n\\:---", "\\> 가", "가 \\| 나"] {
            stays(text);
        }
        becomes("&#32;&#32;&#32;&#32;가&#10;나", "가 나");
    }

    #[test]
    fn blocks_are_the_blocks_they_were() {
        for text in [
            "가\n나\n\n다  \n라",
            "> 가\n>\n> - 나\n>   - 다\n> - 라\n\n마",
            "- 가\n  1. 나\n  2. 다\n- 라\n\n* 마",
            "3. 가\n\n   나\n\n4. 다",
            "- [x] 가\n- [ ] 나",
            "```js\na\n\n```",
            "````\n```\n````",
            "| 가 | 나 |\n| --- | ---: |\n| `a\\|b` | \\| |",
            "*가* **나** ~~다~~ `` ` ``",
            "가\n\n___\n\n나",
            "가[^1]\n\n[^1]: 나 둘\n\n    다",
            "- * 가\n  * 나",
        ] {
            stays(text);
        }
        assert_eq!(of("가\n나", Author::Customer), "가  \n나");
        becomes("- + *", "- * -");
        becomes("999999999. 가\n1. 나", "999999999. 가\n999999999. 나");
        becomes("### `a|b`", "### `a|b`");
        becomes("`\u{1}` 가 `` ` ``", "가 `` ` ``");
        becomes("# 가 #\n\n나\n==", "### 가\n\n### 나");
        becomes("    코드", "```\n코드\n```");
    }

    #[test]
    fn a_note_defines_no_link() {
        becomes("가[^a]\n\n[^a]: javascript:a()", "가[^1]\n\n[^1]: javascript:a() &#32;");
        becomes(
            "가[^a]\n\n[^a]: https://b.example \"나\"",
            "가[^1]\n\n[^1]: https\\://b.example &#32; \"나\"",
        );
        becomes("가[^a]\n\n[^a]: 근거\n    나", "가[^1]\n\n[^1]: 근거 &#32;\n    나");
    }

    #[test]
    fn a_bare_address_is_no_link() {
        becomes("https://a.kr/b_c www.a.kr a:b", "https\\://a.kr/b\\_c www\\.a.kr a:b");
    }

    #[test]
    fn emphasis_stays_what_it_was() {
        stays("*가* **나** ***다*** *라**마**바*");
        becomes("**가.**[나](b.html)", "**가.**&#45208;");
        becomes("가[`나`](b.html)**다**", "가`나`**다**");
        becomes("가~~(나)~~ 다", "&#44032;~~(나)~~ 다");
        becomes("*가*_나_", "*가*나");
        becomes("*_가_*", "*가*");
        becomes("**&nbsp;가&nbsp;**", "**&#160;가&#160;**");
        becomes("*![](/a.png)* 가", "가");
        becomes("[1](b.html). 가", "1\\. 가");
    }

    #[test]
    fn few_bytes_make_no_long_twin() {
        let text = format!("{}가{}", ">".repeat(2000), "\n나".repeat(2000));
        assert!(of(&text, Author::Customer).len() < 10 * text.len());
    }
}
