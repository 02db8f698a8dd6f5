//! An XML document as any other program reads it.

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::Event;

/// An element with all that it holds.
#[derive(Debug, Default)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Element>,
    pub text: String,
}

impl Element {
    /// Reads `text`, which is called `file`: a declaration and one element,
    /// well-formed.
    #[track_caller]
    pub fn parse(file: &str, text: &str) -> Self {
        assert!(text.starts_with("<?xml version=\"1.0\" encoding=\"utf-8\"?>"), "{file}");
        let mut reader = Reader::from_str(text);
        let mut open = vec![Self::default()];
        loop {
            let event = reader.read_event().unwrap_or_else(|error| panic!("{file}: {error}"));
            match event {
                Event::Start(start) => open.push(Self::started(&start)),
                Event::Empty(start) => open.last_mut().unwrap().children.push(Self::started(&start)),
                Event::End(_) => {
                    let closed = open.pop().unwrap();
                    open.last_mut().unwrap().children.push(closed);
                }
                Event::Text(part) => open.last_mut().unwrap().text.push_str(&part),
                Event::GeneralRef(name) => {
                    let text =
                        resolve_predefined_entity(&name).unwrap_or_else(|| panic!("{file}: &{};", &*name));
                    open.last_mut().unwrap().text.push_str(text);
                }
                Event::Eof => break,
                _ => {}
            }
        }
        let mut document = open.pop().unwrap();
        assert!(open.is_empty() && document.children.len() == 1, "{file}");
        assert!(document.text.trim().is_empty(), "{file}");
        document.children.remove(0)
    }

    /// The elements called `name` right inside it.
    pub fn children<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The text of its first element called `name`.
    pub fn text_of(&self, name: &str) -> &str {
        self.children.iter().find(|child| child.name == name).map_or("", |child| &child.text)
    }

    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    fn started(start: &quick_xml::events::BytesStart) -> Self {
        let attributes = start.attributes().map(Result::unwrap).map(|attribute| {
            let value = attribute.normalized_value(XmlVersion::Explicit1_0).unwrap();
            (attribute.key.as_ref().to_owned(), value.into_owned())
        });
        Self { name: start.name().as_ref().to_owned(), attributes: attributes.collect(), ..Self::default() }
    }
}
