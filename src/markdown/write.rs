//! Writing events as safe HTML.

use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::CowStr;
use pulldown_cmark::Event;
use pulldown_cmark::HeadingLevel;
use pulldown_cmark::LinkType;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;
use pulldown_cmark::html::push_html;
use pulldown_cmark_escape::escape_html;
use rustc_hash::FxHashMap;

use super::Author;
use super::Fragment;
use super::Link;
use super::Spanned;
use super::Surroundings;
use super::Target;
use super::aside::Aside;
use super::footnote::Footnotes;
use super::footnote::Note;
use super::href::push_href;
use super::link::path_of;
use super::matching_end;
use super::plain_text;
use super::problem;
use super::raw_html::clean;
use super::without_controls;
use crate::slug;

/// Writes the fragments of one page, so that ids and footnote numbers are
/// unique over the page.
#[derive(Debug)]
pub struct Writer<'a> {
    surroundings: Surroundings<'a>,
    ids: FxHashMap<String, usize>,
    footnotes: Footnotes,
    missing_images: usize,
}

impl<'a> Writer<'a> {
    /// A writer for a page of its own.
    pub fn new(surroundings: Surroundings<'a>) -> Self {
        Self { surroundings, ids: FxHashMap::default(), footnotes: Footnotes::default(), missing_images: 0 }
    }

    /// The fragment that `events` make, in the words of `author`.
    pub fn write(&mut self, events: &[Spanned], author: Author) -> Fragment {
        self.pass(events, author).finish()
    }

    /// The same fragment without its HTML, for whoever only wants to know what
    /// the text says and where it leads.
    pub fn read(&mut self, events: &[Spanned], author: Author) -> Fragment {
        self.pass(events, author).fragment
    }

    fn pass<'e>(&mut self, events: &[Spanned<'e>], author: Author) -> Pass<'_, 'a, 'e> {
        let mut pass = Pass {
            writer: self,
            author,
            body: Vec::with_capacity(events.len() + 8),
            notes: Vec::new(),
            open_notes: Vec::new(),
            open_links: Vec::new(),
            in_table_head: false,
            in_code: false,
            fragment: Fragment::default(),
        };
        let mut at = 0;
        while at < events.len() {
            at += pass.step(&events[at..]);
        }
        pass.fragment.text.truncate(pass.fragment.text.trim_end().len());
        pass
    }

    /// An id that no heading of the page has yet.
    fn heading_id(&mut self, text: &str) -> String {
        let name = slug::slug(text);
        let stem = if name.is_empty() { "section".to_owned() } else { format!("h-{name}") };
        let mut uses = self.ids.get(&stem).copied().unwrap_or(0);
        let id = loop {
            uses += 1;
            let id = if uses == 1 { stem.clone() } else { format!("{stem}-{uses}") };
            // the second `a` must not be called as a heading `a 2` already is
            if uses == 1 || !self.ids.contains_key(&id) {
                break id;
            }
        };
        self.ids.insert(id.clone(), 1);
        self.ids.insert(stem, uses);
        id
    }
}

/// One walk over the events of a fragment.
struct Pass<'w, 'a, 'e> {
    writer: &'w mut Writer<'a>,
    author: Author,
    body: Vec<Event<'e>>,
    /// Finished footnotes.
    notes: Vec<Note<'e>>,
    /// The footnotes being written, one inside the other: the number of each,
    /// and the body it interrupts.
    open_notes: Vec<(usize, Vec<Event<'e>>)>,
    /// For each open link, whether it was written.
    open_links: Vec<bool>,
    in_table_head: bool,
    in_code: bool,
    fragment: Fragment,
}

impl<'e> Pass<'_, '_, 'e> {
    /// Takes the first of `rest`, with its content where it is taken whole,
    /// and returns how many events that were.
    fn step(&mut self, rest: &[Spanned<'e>]) -> usize {
        let (event, range) = &rest[0];
        match event {
            Event::Start(Tag::Heading { level, .. }) => return self.heading(*level, rest),
            Event::Start(Tag::TableCell) if self.in_table_head && ends_at_once(rest) => {
                // the corner of a table is no heading of anything
                self.raw("<td></td>");
                return 2;
            }
            Event::Start(Tag::Image { dest_url, .. }) => return self.image(dest_url, rest),
            Event::Start(Tag::Link { link_type, dest_url, title, .. }) => {
                self.open_link(*link_type, dest_url, title, range.clone());
            }
            Event::End(TagEnd::Link) => self.close_link(),
            Event::Start(Tag::FootnoteDefinition(name)) => self.open_note(name),
            Event::End(TagEnd::FootnoteDefinition) => self.close_note(),
            Event::FootnoteReference(name) => self.note_reference(name),
            Event::Html(html) | Event::InlineHtml(html) => self.html(html, range),
            Event::Start(Tag::HtmlBlock) if !self.may_write_html() => {
                self.body.push(Event::Start(Tag::Paragraph))
            }
            Event::End(TagEnd::HtmlBlock) if !self.may_write_html() => {
                self.body.push(Event::End(TagEnd::Paragraph));
                self.break_text("\n");
            }
            Event::SoftBreak => self.soft_break(),
            Event::HardBreak => self.hard_break(),
            Event::TaskListMarker(done) => self.task(*done, range),
            Event::Text(text) => {
                self.stray_emphasis(text, range);
                self.text(text.clone(), range);
            }
            Event::Code(code) => self.code(code.clone(), range),
            Event::Start(tag) => self.open(tag),
            Event::End(end) => self.close(*end),
            Event::Rule => self.body.push(Event::Rule),
            // these options are off
            Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
        1
    }

    fn finish(mut self) -> Fragment {
        // most texts have fewer bytes of marks than of words
        self.fragment.html.reserve(2 * self.fragment.text.len());
        push_html(&mut self.fragment.html, self.body.into_iter());
        self.writer.footnotes.write(self.notes, &mut self.fragment.html);
        if self.writer.surroundings.has_html_of(self.author) {
            self.fragment.html = clean(&self.fragment.html);
        }
        self.fragment
    }

    fn may_write_html(&self) -> bool {
        self.writer.surroundings.has_html_of(self.author)
    }

    fn raw(&mut self, html: impl Into<CowStr<'e>>) {
        self.body.push(Event::InlineHtml(html.into()));
    }

    fn text(&mut self, text: CowStr<'e>, range: &Range<usize>) {
        let text = without_controls(text);
        self.say(&text, range);
        self.body.push(Event::Text(text));
    }

    fn code(&mut self, code: CowStr<'e>, range: &Range<usize>) {
        let code = without_controls(code);
        self.say(&code, range);
        self.body.push(Event::Code(code));
    }

    /// Adds words that came from the bytes `range` to the plain text.
    fn say(&mut self, words: &str, range: &Range<usize>) {
        self.fragment.origins.add(self.fragment.text.len(), range.clone());
        self.fragment.text.push_str(words);
    }

    /// The box of a task takes the place of the bullet.
    fn task(&mut self, done: bool, range: &Range<usize>) {
        if let Some(item) = self.body.iter_mut().rfind(|event| matches!(event, Event::Start(Tag::Item))) {
            *item = Event::InlineHtml("<li class=\"task\">".into());
        }
        self.text(if done { "☑ ".into() } else { "☐ ".into() }, range);
    }

    /// Where a particle follows a quotation mark or bracket, CommonMark does
    /// not see the end of `**"물"**이`, and the stars stay.
    fn stray_emphasis(&mut self, text: &str, range: &Range<usize>) {
        // text that is shorter than its source holds an escape, so its stars are meant
        let as_typed = text.len() == range.len();
        // hardly any text holds a star, which is found sooner than a pair
        if self.author != Author::Staff || self.in_code || !as_typed || !text.contains('*') {
            return;
        }
        let marks: Vec<_> = text.match_indices("**").map(|(at, _)| at).collect();
        for pair in marks.chunks(2) {
            let (first, last) = (pair[0], pair[pair.len() - 1]);
            let problem = problem::stray_emphasis(&text[first..]);
            self.fragment.problems.push((range.start + first..range.start + last + 2, problem));
        }
    }

    fn html(&mut self, html: &CowStr<'e>, range: &Range<usize>) {
        if self.may_write_html() {
            self.body.push(Event::InlineHtml(html.clone()));
        } else {
            self.text(html.clone(), range);
        }
    }

    /// A customer's line breaks are kept: few people know that Markdown joins
    /// lines.
    fn soft_break(&mut self) {
        match self.author {
            Author::Customer => self.hard_break(),
            Author::Staff => {
                self.break_text(" ");
                self.body.push(Event::SoftBreak);
            }
        }
    }

    fn hard_break(&mut self) {
        self.break_text("\n");
        self.body.push(Event::HardBreak);
    }

    /// Ends a line of the plain text, unless it has just been ended.
    fn break_text(&mut self, with: &str) {
        let text = &mut self.fragment.text;
        if with == "\n" && text.ends_with(' ') {
            text.pop();
        }
        if !text.is_empty() && !text.ends_with(['\n', ' ']) {
            text.push_str(with);
        }
    }

    fn open(&mut self, tag: &Tag<'e>) {
        match tag {
            // the library writes alignment as a style attribute, which the site's own policy forbids
            Tag::Table(_) => self.raw("<div class=\"table\"><table>"),
            Tag::TableHead => {
                self.in_table_head = true;
                self.raw("<thead><tr>");
            }
            Tag::TableRow => self.raw("<tr>"),
            Tag::TableCell => self.raw(if self.in_table_head { "<th scope=\"col\">" } else { "<td>" }),
            tag => {
                self.fragment.end_cell(*tag == Tag::Item);
                self.in_code |= matches!(tag, Tag::CodeBlock(_));
                self.body.push(Event::Start(tag.clone()));
            }
        }
    }

    fn close(&mut self, end: TagEnd) {
        match end {
            TagEnd::Table => self.raw("</tbody></table></div>"),
            TagEnd::TableHead => {
                self.in_table_head = false;
                self.raw("</tr></thead><tbody>");
            }
            TagEnd::TableRow => self.raw("</tr>"),
            TagEnd::TableCell => self.raw(if self.in_table_head { "</th>" } else { "</td>" }),
            end => self.body.push(Event::End(end)),
        }
        if end == TagEnd::CodeBlock {
            self.in_code = false;
        }
        self.fragment.end_cell(matches!(end, TagEnd::TableCell | TagEnd::Item));
        match end {
            TagEnd::Paragraph | TagEnd::Item | TagEnd::CodeBlock | TagEnd::TableRow | TagEnd::TableHead => {
                self.break_text("\n")
            }
            TagEnd::TableCell => self.break_text(" "),
            _ => {}
        }
    }

    /// A heading with an id, no higher than the page allows, without the
    /// attributes that its author gave it.
    fn heading(&mut self, level: HeadingLevel, rest: &[Spanned<'e>]) -> usize {
        let end = matching_end(rest);
        let id = self.writer.heading_id(&plain_text(&rest[1..end]));
        let level = (level as usize).max(self.writer.surroundings.top_heading);
        self.raw(format!("<h{level} id=\"{id}\">"));
        let mut at = 1;
        while at < end {
            at += self.step(&rest[at..end]);
        }
        self.raw(format!("</h{level}>\n"));
        self.break_text("\n");
        end + 1
    }

    fn open_link(&mut self, kind: LinkType, destination: &CowStr, title: &CowStr, range: Range<usize>) {
        let target = match kind {
            LinkType::Email => Target::NoPage,
            _ => Target::of(destination, self.writer.surroundings.file),
        };
        let problem = problem::of_link(&target, destination);
        let is_known = problem.is_none();
        self.fragment.problems.extend(problem.map(|problem| (range.clone(), problem)));
        // HTML has no link in a link
        let is_inner = self.open_links.contains(&true);
        let href = self.href(kind, &target, destination).filter(|_| !is_inner);
        self.open_links.push(href.is_some());
        if let Some(href) = href {
            self.fragment.asides.extend(Aside::of_link(destination, title, &range));
            let tag = self.link_tag(&target, &href, title);
            self.raw(tag);
        }
        if is_known {
            self.fragment.links.push(Link { target, range });
        }
    }

    fn link_tag(&self, target: &Target, href: &str, title: &str) -> String {
        let mut html = String::from("<a href=\"");
        push_href(&mut html, href);
        html.push('"');
        if !title.is_empty() {
            html.push_str(" title=\"");
            // writing into a string cannot fail
            let _ = escape_html(&mut html, title);
            html.push('"');
        }
        if *target == Target::Web {
            html.push_str(match self.author {
                Author::Customer => " rel=\"noopener nofollow ugc\"",
                Author::Staff => " rel=\"noopener\"",
            });
        }
        html.push('>');
        html
    }

    fn close_link(&mut self) {
        if self.open_links.pop().unwrap_or(false) {
            self.raw("</a>");
        }
    }

    /// The address to write, below the site's base where it is ours.
    fn href(&self, kind: LinkType, target: &Target, destination: &str) -> Option<String> {
        let base = self.writer.surroundings.base;
        match kind {
            LinkType::Email => Some(format!("mailto:{destination}")),
            _ => target.href(destination, |address| format!("{base}{address}")),
        }
    }

    fn image(&mut self, destination: &CowStr, rest: &[Spanned<'e>]) -> usize {
        let end = matching_end(rest);
        let range = rest[0].1.clone();
        let alt = Aside::of_picture(&rest[1..end], range.clone());
        let target = Target::of(destination, self.writer.surroundings.file);
        match &target {
            Target::Address(address) => {
                let href = self.href(LinkType::Inline, &target, destination).unwrap_or_default();
                self.local_image(&path_of(address), &href, &alt.text, range);
            }
            _ => self.foreign_image(&target, destination, &alt, range),
        }
        self.fragment.asides.push(alt);
        end + 1
    }

    fn local_image(&mut self, path: &str, href: &str, alt: &str, range: Range<usize>) {
        let surroundings = self.writer.surroundings;
        self.fragment.pictures = true;
        let Some(file) = surroundings.statics.get(path.trim_start_matches('/')) else {
            let help = || surroundings.statics.help_with(path);
            let problem = problem::missing_image(path, help, &mut self.writer.missing_images);
            self.fragment.problems.push((range, problem));
            return;
        };
        if alt.is_empty() {
            self.fragment.problems.push((range, problem::missing_alt()));
        }
        let mut html = String::from("<img src=\"");
        push_href(&mut html, href);
        html.push_str("\" alt=\"");
        let _ = escape_html(&mut html, alt);
        html.push('"');
        if let Some(size) = file.size {
            let _ = write!(html, " width=\"{}\" height=\"{}\"", size.width, size.height);
        }
        html.push_str(" loading=\"lazy\" decoding=\"async\">");
        self.raw(html);
    }

    /// A picture from elsewhere would tell its host who reads the page, so a
    /// link takes its place.
    fn foreign_image(&mut self, target: &Target, destination: &CowStr, alt: &Aside, range: Range<usize>) {
        self.fragment.problems.push((range.clone(), problem::foreign_image(destination)));
        if *target == Target::Web {
            self.open_link(LinkType::Inline, destination, &CowStr::from(""), range.clone());
        }
        if alt.text.trim().is_empty() {
            self.text(destination.to_string().into(), &range);
        } else {
            alt.add_to(&mut self.fragment.text, &mut self.fragment.origins);
            self.body.push(Event::Text(alt.text.clone().into()));
        }
        if *target == Target::Web {
            self.close_link();
        }
    }

    fn note_reference(&mut self, name: &str) {
        let mention = self.writer.footnotes.mention(name, self.author);
        self.raw(mention);
    }

    fn open_note(&mut self, name: &str) {
        let number = self.writer.footnotes.number(name, self.author);
        self.open_notes.push((number, std::mem::take(&mut self.body)));
        self.break_text("\n");
    }

    fn close_note(&mut self) {
        if let Some((number, outer)) = self.open_notes.pop() {
            let events = std::mem::replace(&mut self.body, outer);
            self.notes.push(Note { number, events });
        }
    }
}

/// Whether the first of `events` opens something that holds nothing.
fn ends_at_once(events: &[Spanned]) -> bool {
    matches!(events.get(1), Some((Event::End(_), _)))
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;
    use crate::content::Statics;

    fn fragment(text: &str, author: Author, raw_html: bool) -> Fragment {
        let statics = Statics::default();
        let surroundings = Surroundings {
            file: "questions/1.md",
            base: "/qna",
            statics: &statics,
            raw_html,
            top_heading: 3,
        };
        Writer::new(surroundings).write(&parse(text), author)
    }

    fn staff(text: &str) -> String {
        fragment(text, Author::Staff, false).html
    }

    fn customer(text: &str) -> String {
        fragment(text, Author::Customer, false).html
    }

    #[test]
    fn html_shows_as_text() {
        assert_eq!(customer("a <b onclick=x>b</b>"), "<p>a &lt;b onclick=x&gt;b&lt;/b&gt;</p>\n");
        assert!(customer("<script>alert(1)</script>").starts_with("<p>&lt;script&gt;"));
    }

    #[test]
    fn staff_may_write_html_where_the_site_says_so() {
        let html = fragment("a <kbd>F1</kbd><script>x</script>", Author::Staff, true).html;
        assert_eq!(html, "<p>a <kbd>F1</kbd></p>\n");
        let html = fragment("a <kbd>F1</kbd>", Author::Customer, true).html;
        assert_eq!(html, "<p>a &lt;kbd&gt;F1&lt;/kbd&gt;</p>\n");
    }

    #[test]
    fn links_of_customers_are_not_vouched_for() {
        let html = customer("[a](https://a.example)");
        assert_eq!(html, "<p><a href=\"https://a.example\" rel=\"noopener nofollow ugc\">a</a></p>\n");
    }

    #[test]
    fn links_to_questions_become_addresses_below_the_base() {
        assert_eq!(staff("[a](q:7#answer)"), "<p><a href=\"/qna/q/7/#answer\">a</a></p>\n");
    }

    #[test]
    fn links_to_no_question_are_reported_and_lead_nowhere() {
        let fragment = fragment("[a](q:가) [b](../none.md)", Author::Customer, false);
        assert_eq!(fragment.html, "<p>a b</p>\n");
        assert!(fragment.links.iter().all(|link| matches!(link.target, Target::File(_))));
        assert_eq!(fragment.links.len(), 2);
    }

    #[test]
    fn unsafe_links_keep_their_text_alone() {
        let fragment = fragment("[*a*](javascript:alert`1`)", Author::Customer, false);
        assert_eq!(fragment.html, "<p><em>a</em></p>\n");
        assert_eq!(fragment.problems[0].1.code, "unsafe-link");
    }

    #[test]
    fn headings_get_unique_ids() {
        let html = staff("# 원인\n\n### 원인");
        assert_eq!(html, "<h3 id=\"h-wonin\">원인</h3>\n<h3 id=\"h-wonin-2\">원인</h3>\n");
    }

    #[test]
    fn braces_in_a_heading_are_words() {
        let html = staff("# 가격 {#a onclick=b}");
        assert_eq!(html, "<h3 id=\"h-gagyeok-a-onclick-b\">가격 {#a onclick=b}</h3>\n");
    }

    #[test]
    fn a_numbered_heading_takes_no_id_of_another() {
        for text in ["# 원인\n\n# 원인\n\n# 원인 2", "# 원인 2\n\n# 원인\n\n# 원인"] {
            let html = staff(text);
            let mut ids: Vec<_> =
                html.split("id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), 3, "{html}");
        }
    }

    #[test]
    fn foreign_pictures_become_links() {
        let html = customer("![x](https://a.example/x.png)");
        assert_eq!(html, "<p><a href=\"https://a.example/x.png\" rel=\"noopener nofollow ugc\">x</a></p>\n");
        assert_eq!(customer("![x](data:image/png;base64,AA)"), "<p>x</p>\n");
        // a link without a word could be neither seen nor followed
        assert!(customer("![ ![]()\n ](https://a.example/)").contains(">https://a.example/</a>"));
    }

    #[test]
    fn a_link_holds_no_other() {
        for text in [
            "[![가](https://i.example/a.png)](https://e.example)",
            "[<https://a.example> 가](https://e.example)",
        ] {
            let html = customer(text);
            assert!(html.starts_with("<p><a href=\"https://e.example\""), "{html}");
            assert_eq!(html.matches("<a ").count(), 1, "{html}");
        }
    }

    #[test]
    fn tables_carry_no_style() {
        let html = staff("| a | b |\n| :-: | --: |\n| 1 | 2 |");
        assert_eq!(
            html,
            "<div class=\"table\"><table><thead><tr><th scope=\"col\">a</th><th scope=\"col\">b</th></tr></thead>\
             <tbody><tr><td>1</td><td>2</td></tr></tbody></table></div>"
        );
    }

    #[test]
    fn an_empty_corner_is_no_header() {
        let html = staff("| | b |\n| --- | --- |\n| 1 | 2 |");
        assert!(html.contains("<thead><tr><td></td><th scope=\"col\">b</th></tr></thead>"), "{html}");
    }

    #[test]
    fn footnotes_stand_at_the_end_with_a_way_back() {
        let html = staff("a[^x]\n\n[^x]: note\n\nb");
        assert!(html.contains("<sup><a href=\"#fn-1\" id=\"fnref-1\">1</a></sup>"), "{html}");
        let (body, notes) = html.split_once("<ol class=\"footnotes\"").unwrap();
        assert!(body.contains("b") && notes.contains("note") && notes.contains("#fnref-1"), "{html}");
    }

    #[test]
    fn no_id_of_a_footnote_stands_twice() {
        let html = staff("a[^x] b[^x]\n\n[^x]: one\n\n[^x]: two");
        assert!(html.contains("id=\"fnref-1\"") && html.contains("id=\"fnref-1-2\""), "{html}");
        assert_eq!(html.matches("id=\"fn-1\"").count(), 1, "{html}");
        assert!(html.contains("one") && html.contains("two"), "{html}");
    }

    #[test]
    fn a_footnote_that_nothing_mentions_leads_nowhere() {
        let html = staff("a\n\n[^x]: note");
        assert!(html.contains("note") && !html.contains("href"), "{html}");
    }

    #[test]
    fn footnotes_are_called_by_the_number_of_their_mention() {
        let html = staff("a[^x] b[^y]\n\n> [^y]: two\n\n[^x]: one");
        assert!(html.contains("<li id=\"fn-1\" value=\"1\"><p>one</p>"), "{html}");
        assert!(html.contains("<li id=\"fn-2\" value=\"2\"><p>two</p>"), "{html}");
    }

    #[test]
    fn customers_keep_their_line_breaks() {
        assert_eq!(customer("a\nb"), "<p>a<br />\nb</p>\n");
        assert_eq!(staff("a\nb"), "<p>a\nb</p>\n");
    }

    #[test]
    fn plain_text_has_a_line_a_block() {
        let text = |markdown| fragment(markdown, Author::Staff, false).text;
        assert_eq!(text("가 **나**\n다\n\n- 하나\n- 둘\n\n`코드`"), "가 나 다\n하나\n둘\n코드");
        assert_eq!(text("| 가 | 나 |\n| - | - |\n| 1 | 2 |\n\n다"), "가 나\n1 2\n다");
    }

    #[test]
    fn control_characters_are_dropped() {
        assert_eq!(customer("a&#1;b\u{8}"), "<p>ab</p>\n");
    }

    #[test]
    fn a_range_is_not_struck_out() {
        assert_eq!(staff("5~10분, 2~3번, ~~틀림~~"), "<p>5~10분, 2~3번, <del>틀림</del></p>\n");
    }

    #[test]
    fn marks_that_became_no_emphasis_are_noticed() {
        let fragment = fragment("**\"물\"**이 먼저입니다. `**`", Author::Staff, false);
        assert_eq!(
            fragment.problems.iter().map(|(_, problem)| problem.code).collect::<Vec<_>>(),
            ["stray-emphasis"]
        );
    }

    /// The words as the help line has them, which are bold once they are written.
    #[track_caller]
    fn bold_is_written(typed: &str, written: &str) {
        let noticed = fragment(typed, Author::Staff, false);
        let [(range, problem)] = &noticed.problems[..] else { panic!("{:?}", noticed.problems) };
        let help = problem.help.as_ref().unwrap();
        assert!(help.contains(&format!("`{written}`")), "{help}");
        let stars = &typed[range.clone()];
        assert!(stars.starts_with("**") && stars.ends_with("**"), "{stars}");
        let mended = format!("{}{written}", &typed[..range.start]);
        assert!(staff(&mended).contains("<strong>"), "{}", staff(&mended));
    }

    #[test]
    fn bold_that_punctuation_and_a_particle_undo_is_mended_by_the_help() {
        bold_is_written("**\"인용\"**이 있습니다", "\"**인용**\"");
        bold_is_written("그 **(괄호)**은 뒤에", "(**괄호**)");
        bold_is_written("**‘물’**이", "‘**물**’");
        bold_is_written("**물(水)**은 흐릅니다", "**물(水)은**");
        bold_is_written("**안 됩니다!**라고", "**안 됩니다!라고**");
        bold_is_written("** 물 **은", "**물**");
    }

    #[test]
    fn each_pair_of_stray_stars_is_a_problem_of_its_own() {
        let noticed = fragment("**\"물\"**이 **굵게** **\"불\"**이 **끝", Author::Staff, false);
        assert_eq!(noticed.problems.len(), 3, "{:?}", noticed.problems);
    }

    #[test]
    fn tasks_show_their_state_in_place_of_a_bullet() {
        let html = staff("- [x] a\n- [ ] b\n- c");
        assert!(html.contains("<li class=\"task\">☑ a</li>") && html.contains("<li>c</li>"), "{html}");
        assert!(staff("- a\n\n- [ ] b").contains("<li>\n<p>a</p>"), "loose items keep their bullets");
    }
}
