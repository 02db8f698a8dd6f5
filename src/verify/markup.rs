//! Markup: HTML as a browser reads it, down to the elements.
//!
//! Tokenizer and tree builder are those of the HTML standard. The tree builder
//! tells the tokenizer how to go on, as in a browser: what is text in a page
//! may be elements in a drawing, and `<![CDATA[` is a comment or is not.

use std::convert::Infallible;
use std::ops::Range;

use html5ever::LocalName;
use html5ever::QualName;
use html5ever::interface::Attribute as BuilderAttribute;
use html5ever::ns;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::Doctype;
use html5ever::tokenizer::Tag;
use html5ever::tokenizer::TagKind;
use html5ever::tokenizer::Token;
use html5ever::tokenizer::TokenSink;
use html5ever::tokenizer::TokenSinkResult;
use html5ever::tokenizer::states::RawKind;
use html5ever::tree_builder::TreeBuilder;
use html5ever::tree_builder::TreeBuilderOpts;
use html5gum::Emitter;
use html5gum::ForwardingEmitter;
use html5gum::Span;
use html5gum::State;
use html5gum::Tokenizer;
use html5gum::emitters::callback::Callback;
use html5gum::emitters::callback::CallbackEmitter;
use html5gum::emitters::callback::CallbackEvent;
use rustc_hash::FxHashSet;

use super::element::Attribute;
use super::element::Element;
use super::tree::Counter;
use super::tree::Handle;
use super::tree::Tree;

/// How many elements may be open at once, those that format text counted
/// twice. Chromium lets no more be nested (`kMaximumHTMLParserDOMTreeDepth`),
/// and the standard's way to place an element looks through all of them.
const MOST_OPEN: usize = 512;

/// How many elements a page may have for each of its start tags: those that
/// format text are made anew in each paragraph until they are closed.
const MOST_FOR_A_TAG: usize = 16;

/// How many start tags are read between two looks at those measures.
const TAGS_BETWEEN_LOOKS: usize = 32;

/// Up to how many attributes it is faster to look through them for a name.
const FEW_ATTRIBUTES: usize = 32;

/// The elements whose attributes the tree builder looks at: those that it makes
/// anew or ends a drawing with, and those whose content depends on them. For all
/// others it would only carry them (WHATWG HTML, "Tree construction").
const ASKED_FOR_ATTRIBUTES: &[&str] = &[
    "a",
    "annotation-xml",
    "b",
    "big",
    "code",
    "em",
    "font",
    "i",
    "input",
    "nobr",
    "s",
    "small",
    "strike",
    "strong",
    "template",
    "tt",
    "u",
];

/// What a reader's browser does with scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scripting {
    /// It runs them, and takes a `noscript` for text.
    On,
    /// It runs none, and takes a `noscript` for what is in it.
    Off,
}

/// What was read of a text of HTML.
#[derive(Debug)]
pub struct Markup {
    /// Its elements, in order.
    pub elements: Vec<Element>,
    /// The tag behind which nothing was read, as too much was open.
    pub too_deep: Option<Range<usize>>,
}

/// Reads HTML.
pub fn read(html: &str, scripting: Scripting) -> Markup {
    let options =
        TreeBuilderOpts { scripting_enabled: scripting == Scripting::On, ..TreeBuilderOpts::default() };
    let builder = TreeBuilder::new(Tree::new(), options);
    let emitter = Wire { callbacks: CallbackEmitter::new(Listener::new(&builder)), builder: &builder };
    // a text in memory is read to its end, unless too much is open
    let stopped = Tokenizer::new_with_emitter(html, emitter).next().and_then(Result::ok);
    Markup { elements: builder.sink.into_elements(), too_deep: stopped.map(|TooDeep(range)| range) }
}

/// The start tags of a text of HTML, as if each stood in a page and in nothing
/// else.
///
/// So do browsers read that look for what to load ahead of their tree builder.
pub fn read_ahead(html: &str) -> Vec<Element> {
    let mut tags = Vec::new();
    let listen = |event: CallbackEvent<'_>, span: Span<usize>| -> Option<Infallible> {
        note(&mut tags, event, span.start..span.end);
        None
    };
    let mut emitter = CallbackEmitter::new(listen);
    emitter.naively_switch_states(true);
    let _ = Tokenizer::new_with_emitter(html, emitter).finish();
    tags
}

/// Adds what an event tells to the tags before it.
fn note(tags: &mut Vec<Element>, event: CallbackEvent<'_>, range: Range<usize>) {
    let attributes = tags.last_mut().map(|tag| &mut tag.attributes);
    match (event, attributes) {
        (CallbackEvent::OpenStartTag { name }, _) => {
            tags.push(Element { is_inert: true, ..Element::new(text(name), range) });
        }
        (CallbackEvent::AttributeName { name }, Some(attributes)) => {
            attributes.push(Attribute { name: text(name), value: String::new(), range });
        }
        (CallbackEvent::AttributeValue { value }, Some(attributes)) => {
            if let Some(attribute) = attributes.last_mut() {
                (attribute.value, attribute.range) = (text(value), range);
            }
        }
        _ => {}
    }
}

type Builder = TreeBuilder<Handle, Tree>;

/// The start tag at which too much is open.
#[derive(Debug)]
struct TooDeep(Range<usize>);

/// The tokenizer's wire to the builder, and back.
struct Wire<'a> {
    callbacks: CallbackEmitter<Listener<'a>, TooDeep, usize>,
    builder: &'a Builder,
}

impl ForwardingEmitter for Wire<'_> {
    type Token = TooDeep;

    fn inner(&mut self) -> &mut impl Emitter<Token = TooDeep> {
        &mut self.callbacks
    }

    fn emit_eof(&mut self) {
        self.callbacks.emit_eof();
        let _ = self.builder.process_token(Token::EOFToken, 1);
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        let _ = self.callbacks.emit_current_tag();
        self.callbacks.callback_mut().next_state.take()
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&mut self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// Puts tokens together, and hands them to the builder.
struct Listener<'a> {
    builder: &'a Builder,
    /// The start tag that is being read.
    tag: Option<Element>,
    /// The names of its attributes, once there are many.
    names: FxHashSet<String>,
    /// Whether the attribute that is being read is not the first of its name.
    is_repeated: bool,
    /// How many start tags were read.
    tags: usize,
    /// How the builder wants the tokenizer to go on.
    next_state: Option<State>,
}

impl Callback<TooDeep, usize> for Listener<'_> {
    fn handle_event(&mut self, event: CallbackEvent<'_>, span: Span<usize>) -> Option<TooDeep> {
        let range = span.start..span.end;
        match event {
            CallbackEvent::OpenStartTag { name } => self.open(Element::new(text(name), range)),
            CallbackEvent::AttributeName { name } => self.attribute(text(name), range),
            CallbackEvent::AttributeValue { value } => self.value(text(value), range),
            CallbackEvent::CloseStartTag { self_closing } => return self.start_tag(self_closing),
            CallbackEvent::EndTag { name } => self.end_tag(name),
            CallbackEvent::String { value } => self.text(value, range),
            CallbackEvent::Comment { value } => self.hand_over(Token::CommentToken(tendril(value))),
            CallbackEvent::Doctype { name, public_identifier, system_identifier, force_quirks } => self
                .hand_over(Token::DoctypeToken(Doctype {
                    name: Some(name).filter(|name| !name.is_empty()).map(tendril),
                    public_id: public_identifier.map(tendril),
                    system_id: system_identifier.map(tendril),
                    force_quirks,
                })),
            CallbackEvent::Error(_) => {}
        }
        None
    }
}

impl<'a> Listener<'a> {
    fn new(builder: &'a Builder) -> Self {
        Self {
            builder,
            tag: None,
            names: FxHashSet::default(),
            is_repeated: false,
            tags: 0,
            next_state: None,
        }
    }

    fn open(&mut self, tag: Element) {
        self.names.clear();
        self.tag = Some(tag);
    }

    /// Of two attributes with one name the first counts.
    fn attribute(&mut self, name: String, range: Range<usize>) {
        let Some(tag) = &mut self.tag else { return };
        self.is_repeated = match tag.attributes.len() {
            ..FEW_ATTRIBUTES => tag.attributes.iter().any(|known| known.name == name),
            _ => {
                if self.names.is_empty() {
                    self.names.extend(tag.attributes.iter().map(|known| known.name.clone()));
                }
                !self.names.insert(name.clone())
            }
        };
        if !self.is_repeated {
            tag.attributes.push(Attribute { name, value: String::new(), range });
        }
    }

    fn value(&mut self, value: String, range: Range<usize>) {
        let tag = self.tag.as_mut().filter(|_| !self.is_repeated);
        if let Some(attribute) = tag.and_then(|tag| tag.attributes.last_mut()) {
            (attribute.value, attribute.range) = (value, range);
        }
    }

    fn start_tag(&mut self, self_closing: bool) -> Option<TooDeep> {
        let tag = self.tag.take()?;
        let builder_asks = ASKED_FOR_ATTRIBUTES.contains(&tag.name.as_str());
        let attrs = tag.attributes.iter().filter(|_| builder_asks).map(|attribute| BuilderAttribute {
            name: QualName::new(None, ns!(), attribute.name.as_str().into()),
            value: attribute.value.as_str().into(),
        });
        let token = Tag {
            kind: TagKind::StartTag,
            name: tag.name.as_str().into(),
            self_closing,
            attrs: attrs.collect(),
            had_duplicate_attributes: false,
        };
        let range = tag.range.clone();
        self.builder.sink.expect_tag(tag);
        self.hand_over(Token::TagToken(token));
        self.builder.sink.keep_tag();
        self.tags += 1;
        self.is_too_much().then_some(TooDeep(range))
    }

    /// Whether the page asks for more than a page of its length should.
    fn is_too_much(&self) -> bool {
        if !self.tags.is_multiple_of(TAGS_BETWEEN_LOOKS) {
            return false;
        }
        let open = Counter::default();
        self.builder.trace_handles(&open);
        open.count() > MOST_OPEN || self.builder.sink.len() > MOST_FOR_A_TAG * self.tags
    }

    fn end_tag(&mut self, name: &[u8]) {
        let name = LocalName::from(&*String::from_utf8_lossy(name));
        let kind = TagKind::EndTag;
        let tag = Tag { kind, name, self_closing: false, attrs: Vec::new(), had_duplicate_attributes: false };
        self.hand_over(Token::TagToken(tag));
    }

    fn text(&mut self, value: &[u8], range: Range<usize>) {
        self.builder.sink.expect_text(range);
        for (at, part) in value.split(|&byte| byte == 0).enumerate() {
            if at > 0 {
                self.hand_over(Token::NullCharacterToken);
            }
            self.hand_over(Token::CharacterTokens(tendril(part)));
        }
    }

    fn hand_over(&mut self, token: Token) {
        self.next_state = match self.builder.process_token(token, 1) {
            TokenSinkResult::Continue | TokenSinkResult::EncodingIndicator(_) => None,
            TokenSinkResult::Script(_) => Some(State::Data),
            TokenSinkResult::Plaintext => Some(State::PlainText),
            TokenSinkResult::RawData(RawKind::Rcdata) => Some(State::RcData),
            TokenSinkResult::RawData(RawKind::Rawtext) => Some(State::RawText),
            TokenSinkResult::RawData(RawKind::ScriptData | RawKind::ScriptDataEscaped(_)) => {
                Some(State::ScriptData)
            }
        };
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn tendril(bytes: &[u8]) -> StrTendril {
    StrTendril::from_slice(&String::from_utf8_lossy(bytes))
}
