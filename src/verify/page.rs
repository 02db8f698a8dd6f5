//! A page as a browser reads it: what it loads, where it leads, and what it
//! calls its parts.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::element::Element;
use super::element::Vocabulary;
use super::encoding;
use super::markup;
use super::markup::Markup;
use super::markup::Scripting;
use super::passage::InlineScript;
use super::passage::Passage;
use super::passage::Use;

/// What a page says of itself and of others.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Every address in it, in order.
    pub uses: Vec<Use>,
    /// Every id, in order.
    pub ids: Vec<(String, Range<usize>)>,
    /// What else can be linked to: `<a name>`, and ids that stand in for a
    /// script.
    pub names: Vec<String>,
    /// The scripts that stand in the page itself, in elements, attributes and
    /// addresses.
    pub inline_scripts: Vec<InlineScript>,
    /// Style elements and attributes.
    pub styles: Vec<Passage>,
    /// The address that the page calls its own.
    pub canonical: Option<String>,
    /// What its addresses are relative to, where that is not the page.
    pub base: Option<String>,
    /// Its Content-Security-Policies, which hold all at once.
    pub policies: Vec<String>,
    /// Whether search engines are asked to leave it out.
    pub is_hidden: bool,
    /// Whether it sends readers on.
    pub is_redirect: bool,
    /// Whether it says in which encoding it is.
    pub has_encoding: bool,
    /// Where it says that it is not UTF-8, or a file that it loads is not: a
    /// browser finds another text in it.
    pub other_encoding: Option<Range<usize>>,
    /// Where it holds so much in each other that the rest was not read.
    pub too_deep: Option<Range<usize>>,
}

/// Reads a page, or a piece of one.
pub fn read(html: &str) -> Facts {
    read_within(html, 0)
}

/// Reads a page that stands in so many others.
///
/// Only a browser that runs no scripts finds elements in a `noscript`. It may
/// also take other things for elements around it, so both ways are gone. A
/// third one is that of browsers that read ahead, where it is not the same.
fn read_within(html: &str, depth: usize) -> Facts {
    let scripted = markup::read(html, Scripting::On);
    let has_other = scripted.elements.iter().any(|element| element.is_html("noscript"));
    let has_ahead = scripted.elements.iter().any(Element::looks_raw) || html.contains("<![CDATA[");
    let mut facts = Facts::of(scripted, depth);
    if has_ahead {
        let ahead = markup::read_ahead(html);
        add_new(&mut facts.uses, ahead.iter().flat_map(Element::uses).collect());
    }
    if has_other {
        facts.add_unscripted(Facts::of(markup::read(html, Scripting::Off), depth));
    }
    facts
}

impl Facts {
    /// What the elements of a page say that stands in so many others.
    fn of(markup: Markup, depth: usize) -> Self {
        let mut facts = Self { too_deep: markup.too_deep, ..Self::default() };
        for element in &markup.elements {
            facts.add_requests(element);
            facts.add_embedded(element, depth);
            if !element.is_inert {
                facts.add_parts(element);
                facts.add_description(element);
            }
        }
        facts
    }

    /// What the elements of a drawing say.
    pub fn of_drawing(elements: &[Element]) -> Self {
        let mut facts = Self::default();
        for element in elements {
            facts.add_requests(element);
            facts.add_embedded(element, 0);
        }
        facts
    }

    /// What an element loads and runs, and in which encoding. That of a template counts, as a script
    /// may put it into the page.
    fn add_requests(&mut self, element: &Element) {
        if let Some((name, range)) = element.encoding() {
            self.has_encoding |= element.name == "meta";
            let other = Some(range).filter(|_| !encoding::is_utf8(name));
            self.other_encoding = self.other_encoding.take().or(other);
        }
        self.uses.extend(element.uses());
        self.inline_scripts.extend(element.inline_scripts());
        self.styles.extend(element.styles());
    }

    /// What can be linked to.
    fn add_parts(&mut self, element: &Element) {
        self.ids.extend(element.attribute("id").map(|id| (id.value.clone(), id.range.clone())));
        let name = element.value("name").filter(|_| element.is_html("a"));
        self.names.extend(name.map(str::to_owned));
    }

    /// What the page says of itself.
    fn add_description(&mut self, element: &Element) {
        match element.name.as_str() {
            _ if element.vocabulary != Vocabulary::Html => {}
            // the first one holds, wherever it stands (WHATWG HTML, "document base URL")
            "base" if self.base.is_none() => self.base = element.written("href").map(str::to_owned),
            "link" if element.is_link("canonical") => {
                self.canonical = element.value("href").map(str::to_owned);
            }
            "meta" => self.add_meta(element),
            _ => {}
        }
    }

    fn add_meta(&mut self, element: &Element) {
        let Some(content) = element.value("content") else { return };
        // a policy in the body is none (WHATWG HTML, "Content security policy state")
        if element.is_in_head && element.says("http-equiv", "content-security-policy") {
            self.policies.push(content.to_owned());
        }
        self.is_redirect |= element.refresh_address().is_some();
        let mut asked = content.split(',').map(|word| word.trim().to_ascii_lowercase());
        self.is_hidden |=
            element.says("name", "robots") && asked.any(|word| matches!(word.as_str(), "noindex" | "none"));
    }

    /// Takes over what a page in this page loads and runs. One that holds yet
    /// another is not looked into.
    fn add_embedded(&mut self, element: &Element, depth: usize) {
        let Some(Passage { text, range }) = element.embedded() else { return };
        if depth > 0 {
            self.too_deep = Some(range);
            return;
        }
        let inner = read_within(&text, depth + 1);
        let range = || range.clone();
        self.uses.extend(inner.uses.into_iter().map(|used| Use { range: range(), ..used }));
        let scripts = inner.inline_scripts.into_iter();
        self.inline_scripts.extend(scripts.map(|script| InlineScript { range: range(), ..script }));
        self.styles.extend(inner.styles.into_iter().map(|style| Passage { range: range(), ..style }));
        self.too_deep = self.too_deep.take().or_else(|| inner.too_deep.map(|_| range()));
    }

    /// Takes over what only a browser finds in this page that runs no scripts.
    fn add_unscripted(&mut self, other: Self) {
        add_new(&mut self.uses, other.uses);
        add_new(&mut self.inline_scripts, other.inline_scripts);
        add_new(&mut self.styles, other.styles);
        self.names.extend(other.ids.into_iter().map(|(id, _)| id).chain(other.names));
        self.too_deep = self.too_deep.take().or(other.too_deep);
        self.other_encoding = self.other_encoding.take().or(other.other_encoding);
        self.has_encoding |= other.has_encoding;
    }
}

/// Adds what is not there yet.
fn add_new<T: Clone + Eq + std::hash::Hash>(known: &mut Vec<T>, others: Vec<T>) {
    let mut seen: FxHashSet<T> = known.iter().cloned().collect();
    known.extend(others.into_iter().filter(|other| seen.insert(other.clone())));
}

#[cfg(test)]
mod tests {
    use super::super::passage::Holder;
    use super::super::passage::Purpose;
    use super::super::resource::Resource;
    use super::*;

    /// What a page loads: for what, and from where.
    fn loads(html: &str) -> Vec<(Resource, String)> {
        let loads = read(html).uses.into_iter().filter_map(|used| match used.purpose {
            Purpose::Load(resource) => Some((resource, used.address)),
            _ => None,
        });
        loads.collect()
    }

    #[test]
    fn everything_that_a_browser_asks_for_by_itself_is_found() {
        let first = |html: &str| loads(html).first().map_or("nothing", |(resource, _)| resource.name());
        for (html, expected) in [
            ("<script src=x.js></script>", "a script"),
            ("<link rel='shortcut ICON' href=x>", "an icon"),
            ("<link rel=preconnect href=//x>", "a connection"),
            ("<link rel=stylesheet href=x>", "a style sheet"),
            ("<img src=x>", "a picture"),
            ("<link rel=search href=x>", "a file"),
            ("<iframe src=x></iframe>", "a frame"),
            ("<form action=x>", "what is typed into a form"),
            ("<video poster=x>", "a picture"),
            ("<meta http-equiv=refresh content='0; URL=\"x\"'>", "the next page"),
            ("<svg><use xlink:href=x /></svg>", "a picture"),
            ("<noscript><img src=x></noscript>", "a picture"),
            ("<iframe srcdoc='<img src=x>'></iframe>", "a picture"),
            ("<object data=x>", "an object"),
            ("<embed code=x>", "an object"),
            ("<svg><image><set attributeName='x:href' to=x /></image></svg>", "a picture"),
            ("<a href=x>", "nothing"),
            ("<!-- <img src=x> -->", "nothing"),
            ("<script>'<img src=x>'</script>", "nothing"),
            ("<textarea><img src=x></textarea>", "nothing"),
        ] {
            assert_eq!(first(html), expected, "{html}");
        }
    }

    #[test]
    fn each_candidate_of_a_source_set_is_an_address() {
        let addresses = |html| loads(html).into_iter().map(|(_, address)| address).collect::<Vec<_>>();
        assert_eq!(addresses("<img srcset='a.png, b.png 2x,c,d.png 3x'>"), ["a.png", "b.png", "c,d.png"]);
        assert_eq!(
            addresses("<source srcset=' data:image/png;base64,AA== 1x , /b 2x'>"),
            ["data:image/png;base64,AA==", "/b"]
        );
    }

    #[test]
    fn an_address_points_to_its_bytes() {
        let html = "<p>가</p>\n<a class=\"x\" href=\"/q/1/?a&amp;b\">";
        let facts = read(html);
        assert_eq!(facts.uses[0].address, "/q/1/?a&b");
        assert_eq!(&html[facts.uses[0].range.clone()], "/q/1/?a&amp;b");
        let html = "<noscript>가<img src='//x/y'></noscript>";
        assert_eq!(&html[read(html).uses[0].range.clone()], "//x/y");
    }

    #[test]
    fn data_blocks_are_no_scripts_and_handlers_are() {
        let holders = |html| read(html).inline_scripts.iter().map(|script| script.holder).collect::<Vec<_>>();
        assert_eq!(holders("<script type=application/ld+json>{}</script>"), []);
        assert_eq!(holders("<script src=x></script>"), []);
        assert_eq!(holders("<script type=module>1</script>"), [Holder::Element]);
        assert_eq!(holders("<script>1</script>"), [Holder::Element]);
        assert_eq!(holders("<script type=importmap>{}</script>"), [Holder::Element]);
        assert_eq!(holders("<p onclick=x() on>"), [Holder::Attribute]);
        assert_eq!(
            holders("<p one=1 only=2 ongoing=3 on-x=4 oncontentvisibilityautostatechange=5>"),
            [Holder::Attribute]
        );
        assert_eq!(holders("<a href=' java\nscript:x()'>"), [Holder::Address]);
    }

    #[test]
    fn the_head_says_what_the_page_is() {
        let facts = read(
            "<base href=/docs/><link rel=canonical href=https://a.example/docs/>\
             <meta http-equiv=Content-Security-Policy content=\"default-src 'self'\">\
             <meta name=robots content='noindex, nofollow'>",
        );
        assert_eq!(facts.base.as_deref(), Some("/docs/"));
        assert_eq!(facts.canonical.as_deref(), Some("https://a.example/docs/"));
        assert_eq!(facts.policies, ["default-src 'self'"]);
        assert!(facts.is_hidden && !facts.is_redirect);
        assert!(read("<meta name=robots content='NONE'>").is_hidden);
        assert!(!read("<meta name=robots content='max-snippet:none, noindexing'>").is_hidden);
        assert_eq!(read("<base><base href=''><base href=/a/>").base.as_deref(), Some(""));
        assert!(read("<meta http-equiv=refresh content='0; url=/'>").is_redirect);
    }

    #[test]
    fn an_encoding_counts_wherever_a_browser_heeds_it() {
        let is_other = |html| read(html).other_encoding.is_some();
        for html in [
            "<noscript><meta charset=euc-kr></noscript>",
            "<template><meta charset=euc-kr></template>",
            "<meta http-equiv=content-type content='charset=iso-2022-jp; x=utf-8'>",
            "<script charset=euc-kr src=x></script>",
            "<link charset=euc-kr href=x>",
        ] {
            assert!(is_other(html), "{html}");
        }
        for html in [
            "<meta charset='utf-8 '>",
            "<meta http-equiv=content-type content='text/html; charset=utf-8;'>",
            "<p charset=x>",
        ] {
            assert!(!is_other(html), "{html}");
        }
        assert!(
            read("<meta charset=x>").has_encoding && !read("<script charset=utf-8></script>").has_encoding
        );
    }

    #[test]
    fn ids_in_a_template_are_not_in_the_page() {
        let html = "<i id=a></i><template><i id=b></i></template><i id=c><a name=d>";
        let facts = read(html);
        assert_eq!(facts.ids.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["a", "c"]);
        assert_eq!(facts.names, ["d"]);
    }
}
