//! A tree: the elements that the tree builder of the HTML standard makes of a
//! page, each knowing what it stands in.
//!
//! The elements are a flat list, in the order in which they came to be, and no
//! element holds another: nothing here asks for what is inside, and a page
//! that nests a hundred thousand elements must not take a stack as deep. What
//! the builder moves later has been loaded by then, and stays in the list.

use std::borrow::Cow;
use std::cell::Cell;
use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use html5ever::Attribute;
use html5ever::QualName;
use html5ever::interface::ElementFlags;
use html5ever::interface::NodeOrText;
use html5ever::interface::QuirksMode;
use html5ever::interface::TreeSink;
use html5ever::ns;
use html5ever::tendril::StrTendril;

use super::element::Element;
use super::element::Vocabulary;

/// The elements of a page, and the token that is being read.
#[derive(Debug)]
pub struct Tree {
    /// The first stands for the document itself.
    elements: RefCell<Vec<Element>>,
    /// The start tag that is being read, until an element is made of it.
    tag: RefCell<Option<Element>>,
    /// The bytes of the text that is being read.
    text: RefCell<Range<usize>>,
}

/// An element of a tree, with what the builder asks of it at every step.
#[derive(Clone, Debug)]
pub struct Handle {
    at: usize,
    name: Rc<QualName>,
    /// Whether HTML goes on in it, though it is one of MathML.
    holds_html: bool,
}

impl Tree {
    /// A tree without an element yet.
    pub fn new() -> Self {
        let document = RefCell::new(vec![Element::default()]);
        Self { elements: document, tag: RefCell::default(), text: RefCell::default() }
    }

    /// Notes which start tag the builder is given next.
    pub fn expect_tag(&self, tag: Element) {
        self.tag.replace(Some(tag));
    }

    /// Keeps a tag that the builder passed over: browsers that read ahead have
    /// loaded what it names.
    pub fn keep_tag(&self) {
        if let Some(tag) = self.tag.take() {
            self.push(Element { is_inert: true, ..tag });
        }
    }

    /// Notes where the text stands that the builder is given next.
    pub fn expect_text(&self, range: Range<usize>) {
        self.text.replace(range);
    }

    /// How many elements there are.
    pub fn len(&self) -> usize {
        self.elements.borrow().len()
    }

    /// All elements.
    pub fn into_elements(self) -> Vec<Element> {
        let mut elements = self.elements.into_inner();
        elements.remove(0);
        elements
    }

    fn push(&self, element: Element) -> usize {
        let mut elements = self.elements.borrow_mut();
        elements.push(element);
        elements.len() - 1
    }

    /// The tag that is being read, where it is the one that `name` is made of.
    ///
    /// The builder also makes elements that no tag asks for, such as `tbody`,
    /// and copies of those that were left open.
    fn tag_of(&self, name: &str) -> Option<Element> {
        let mut tag = self.tag.borrow_mut();
        let is_of = |tag: &mut Element| {
            // the one name that the standard itself corrects
            tag.name.eq_ignore_ascii_case(name) || (tag.name == "image" && name == "img")
        };
        tag.take_if(is_of)
    }

    /// Lets a new node stand in the element `parent`, or beside it.
    fn put(&self, child: NodeOrText<Handle>, parent: &Handle, is_inside: bool) {
        let mut elements = self.elements.borrow_mut();
        match child {
            NodeOrText::AppendNode(child) => {
                let Some(around) = elements.get(parent.at) else { return };
                let is_in = |name| is_inside && around.is_html(name);
                let is_in_head = around.is_in_head || is_in("head");
                let is_inert = around.is_inert || is_in("template");
                let is_in_select = around.is_in_select || is_in("select");
                if let Some(element) = elements.get_mut(child.at).filter(|_| child.at > 0) {
                    *element = Element { is_in_head, is_inert, is_in_select, ..std::mem::take(element) };
                }
            }
            NodeOrText::AppendText(text) => {
                let element = elements.get_mut(parent.at).filter(|element| is_inside && element.keeps_text());
                if let Some(element) = element {
                    element.add_text(&text, self.text.borrow().clone());
                }
            }
        }
    }

    fn document(&self) -> Handle {
        let name = QualName::new(None, ns!(), "".into());
        Handle { at: 0, name: Rc::new(name), holds_html: false }
    }
}

impl TreeSink for Tree {
    type Handle = Handle;
    type Output = Vec<Element>;
    type ElemName<'a> = &'a QualName;

    fn finish(self) -> Vec<Element> {
        self.into_elements()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        self.document()
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> &'a QualName {
        &target.name
    }

    fn create_element(&self, name: QualName, _: Vec<Attribute>, flags: ElementFlags) -> Handle {
        let mut element = self.tag_of(&name.local).unwrap_or_default();
        if element.name != *name.local {
            element.name = name.local.to_ascii_lowercase().to_string();
        }
        element.vocabulary = match name.ns {
            ns!(html) => Vocabulary::Html,
            ns!(svg) => Vocabulary::Svg,
            _ => Vocabulary::Other,
        };
        let holds_html = flags.mathml_annotation_xml_integration_point;
        Handle { at: self.push(element), name: Rc::new(name), holds_html }
    }

    /// Comments are all one, as nobody asks for them.
    fn create_comment(&self, _: StrTendril) -> Handle {
        self.document()
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Handle {
        self.document()
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.put(child, parent, true);
    }

    /// What may not stand in a table comes before it.
    fn append_based_on_parent_node(&self, table: &Handle, _: &Handle, child: NodeOrText<Handle>) {
        self.put(child, table, false);
    }

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        self.put(child, sibling, false);
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    /// What is put into a template knows so from its parent.
    fn get_template_contents(&self, target: &Handle) -> Handle {
        target.clone()
    }

    fn same_node(&self, one: &Handle, other: &Handle) -> bool {
        one.at == other.at
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    /// A second `<body onload=…>` adds to the first.
    fn add_attrs_if_missing(&self, target: &Handle, _: Vec<Attribute>) {
        if let Some(tag) = self.tag_of(&target.name.local) {
            self.push(tag);
        }
    }

    fn remove_from_parent(&self, _: &Handle) {}

    fn reparent_children(&self, _: &Handle, _: &Handle) {}

    fn is_mathml_annotation_xml_integration_point(&self, handle: &Handle) -> bool {
        handle.holds_html
    }
}

/// Counts what a builder keeps open.
#[derive(Debug, Default)]
pub struct Counter(Cell<usize>);

impl Counter {
    /// How many were counted.
    pub fn count(self) -> usize {
        self.0.into_inner()
    }
}

impl html5ever::interface::Tracer for Counter {
    type Handle = Handle;

    fn trace_handle(&self, _: &Handle) {
        self.0.set(self.0.get() + 1);
    }
}
