//! A page as a browser reads it: what it loads, where it leads, and what it
//! calls its parts.
//!
//! The tokenizer is the one of the HTML standard; no tree is built, as nothing
//! here depends on what stands inside what.

use std::convert::Infallible;
use std::ops::Range;

use html5gum::Span;
use html5gum::Tokenizer;
use html5gum::emitters::callback::CallbackEmitter;
use html5gum::emitters::callback::CallbackEvent;

use super::element::Attribute;
use super::element::Element;

/// What a page says of itself and of others.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Every address in it, in order.
    pub uses: Vec<Use>,
    /// Every id, in order.
    pub ids: Vec<(String, Range<usize>)>,
    /// The older anchors: `<a name>`.
    pub names: Vec<String>,
    /// The scripts that stand in the page itself, in elements, attributes and
    /// addresses.
    pub inline_scripts: Vec<InlineScript>,
    /// Where the text of style elements and attributes stands.
    pub styles: Vec<Range<usize>>,
    /// The address that the page calls its own.
    pub canonical: Option<String>,
    /// What its addresses are relative to, where that is not the page.
    pub base: Option<String>,
    /// Its Content-Security-Policy.
    pub policy: Option<String>,
    /// Whether search engines are asked to leave it out.
    pub is_hidden: bool,
    /// Whether it sends readers on.
    pub is_redirect: bool,
}

/// An address in a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// The address as it is written, its character references resolved.
    pub address: String,
    /// What it is for.
    pub purpose: Purpose,
    /// The bytes of the page that hold it.
    pub range: Range<usize>,
}

/// What an address is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The browser asks for it without being told, or sends something there;
    /// this is what for, as `a script`.
    Load(&'static str),
    /// A reader may go there.
    Follow,
    /// Machines are told of it.
    Tell,
    /// The browser reports there that a link was followed.
    Report,
}

/// A script that stands in the page itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InlineScript {
    /// How it stands there, as `this element`.
    pub holder: &'static str,
    /// The bytes of the page that hold it.
    pub range: Range<usize>,
}

/// Reads a page, or a piece of one.
pub fn read(html: &str) -> Facts {
    let mut reader = Reader::default();
    let callback = |event: CallbackEvent<'_>, span: Span<usize>| -> Option<Infallible> {
        reader.event(event, span.start..span.end);
        None
    };
    let mut emitter = CallbackEmitter::new(callback);
    // without this, the text of a script would be read as elements
    emitter.naively_switch_states(true);
    // a text in memory is read to its end
    let _ = Tokenizer::new_with_emitter(html, emitter).finish();
    reader.facts
}

/// A page on its way through the tokenizer.
#[derive(Default)]
struct Reader {
    facts: Facts,
    element: Element,
    /// How many templates are open: what stands in one is not in the page yet.
    templates: usize,
}

impl Reader {
    fn event(&mut self, event: CallbackEvent<'_>, range: Range<usize>) {
        match event {
            CallbackEvent::OpenStartTag { name } => self.element = Element::new(text(name), range),
            CallbackEvent::AttributeName { name } => {
                self.element.attributes.push(Attribute { name: text(name), value: String::new(), range })
            }
            CallbackEvent::AttributeValue { value } => {
                if let Some(attribute) = self.element.attributes.last_mut() {
                    attribute.value = text(value);
                    attribute.range = range;
                }
            }
            CallbackEvent::CloseStartTag { .. } => self.start(),
            CallbackEvent::EndTag { name } => {
                if name == b"template" {
                    self.templates = self.templates.saturating_sub(1);
                }
                self.element = Element::default();
            }
            CallbackEvent::String { value } => self.text(value, range),
            _ => {}
        }
    }

    /// An element whose attributes are all known.
    fn start(&mut self) {
        let Self { facts, element, templates } = self;
        if *templates == 0 {
            facts.ids.extend(element.attribute("id").map(|id| (id.value.clone(), id.range.clone())));
            let name = element.attribute("name").filter(|_| element.name == "a");
            facts.names.extend(name.map(|name| name.value.clone()));
        }
        facts.uses.extend(element.uses());
        facts.inline_scripts.extend(element.inline_scripts());
        facts.styles.extend(element.attribute("style").map(|style| style.range.clone()));
        match element.name.as_str() {
            "template" => *templates += 1,
            "base" => facts.base = element.value("href").map(str::to_owned).or(facts.base.take()),
            "link" if element.is_link("canonical") => {
                facts.canonical = element.value("href").map(str::to_owned);
            }
            "meta" => self.meta(),
            "iframe" => self.embedded(),
            _ => {}
        }
    }

    fn meta(&mut self) {
        let Self { facts, element, .. } = self;
        let Some(content) = element.value("content") else { return };
        let is = |attribute: &str, value: &str| {
            element.value(attribute).is_some_and(|found| found.eq_ignore_ascii_case(value))
        };
        if is("http-equiv", "content-security-policy") {
            facts.policy = Some(content.to_owned());
        }
        facts.is_redirect |= is("http-equiv", "refresh") && content.contains(['=', ';']);
        facts.is_hidden |= is("name", "robots") && content.to_ascii_lowercase().contains("noindex");
    }

    /// A page that stands in an attribute of this one.
    fn embedded(&mut self) {
        let Some(page) = self.element.attribute("srcdoc") else { return };
        let (html, range) = (page.value.clone(), page.range.clone());
        self.nest(&html, |_| range.clone());
    }

    /// The text of an element that is not text: scripts and styles, and what
    /// stands in for a script.
    fn text(&mut self, value: &[u8], range: Range<usize>) {
        match self.element.name.as_str() {
            "style" => self.facts.styles.push(range),
            // it is markup to every browser that runs no scripts
            "noscript" => {
                let start = range.start;
                self.nest(&text(value), |inner| start + inner.start..start + inner.end);
            }
            _ => {}
        }
    }

    /// Takes over what a page in the page loads and runs; `place` tells where
    /// its bytes stand in this one.
    fn nest(&mut self, html: &str, place: impl Fn(Range<usize>) -> Range<usize>) {
        let inner = read(html);
        let uses = inner.uses.into_iter().map(|used| Use { range: place(used.range), ..used });
        self.facts.uses.extend(uses);
        let scripts = inner.inline_scripts.into_iter();
        let scripts = scripts.map(|script| InlineScript { range: place(script.range), ..script });
        self.facts.inline_scripts.extend(scripts);
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a page loads: for what, and from where.
    fn loads(html: &str) -> Vec<(&'static str, String)> {
        let loads = read(html).uses.into_iter().filter_map(|used| match used.purpose {
            Purpose::Load(part) => Some((part, used.address)),
            _ => None,
        });
        loads.collect()
    }

    #[test]
    fn everything_that_a_browser_asks_for_by_itself_is_found() {
        let part = |html: &str| loads(html).first().map_or("nothing", |(part, _)| *part);
        for (html, expected) in [
            ("<script src=x.js></script>", "a script"),
            ("<link rel='shortcut ICON' href=x>", "an icon"),
            ("<link rel=preconnect href=//x>", "a connection"),
            ("<link rel=stylesheet href=x>", "a style sheet"),
            ("<img src=x>", "a picture"),
            ("<iframe src=x></iframe>", "a frame"),
            ("<form action=x>", "what is typed into a form"),
            ("<video poster=x>", "a picture"),
            ("<meta http-equiv=refresh content='0; URL=\"x\"'>", "the next page"),
            ("<svg><use xlink:href=x /></svg>", "a picture"),
            ("<noscript><img src=x></noscript>", "a picture"),
            ("<iframe srcdoc='<img src=x>'></iframe>", "a picture"),
            ("<object data=x>", "an object"),
            ("<a href=x>", "nothing"),
            ("<!-- <img src=x> -->", "nothing"),
            ("<script>'<img src=x>'</script>", "nothing"),
            ("<textarea><img src=x></textarea>", "nothing"),
        ] {
            assert_eq!(part(html), expected, "{html}");
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
        assert_eq!(holders("<script type=application/ld+json>{}</script>"), [""; 0]);
        assert_eq!(holders("<script src=x></script>"), [""; 0]);
        assert_eq!(holders("<script type=module>1</script>"), ["this element"]);
        assert_eq!(holders("<script>1</script>"), ["this element"]);
        assert_eq!(holders("<script type=importmap>{}</script>"), ["this element"]);
        assert_eq!(holders("<p onclick=x() on>"), ["this attribute"]);
        assert_eq!(holders("<a href=' java\nscript:x()'>"), ["this address"]);
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
        assert_eq!(facts.policy.as_deref(), Some("default-src 'self'"));
        assert!(facts.is_hidden && !facts.is_redirect);
        assert!(read("<meta http-equiv=refresh content='0; url=/'>").is_redirect);
    }

    #[test]
    fn ids_in_a_template_are_not_in_the_page() {
        let html = "<i id=a></i><template><i id=b></i></template><i id=c><a name=d>";
        let facts = read(html);
        assert_eq!(facts.ids.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["a", "c"]);
        assert_eq!(facts.names, ["d"]);
    }
}
