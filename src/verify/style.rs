//! A style sheet: which files it loads.

use std::ops::Range;

/// An address in a style sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loaded {
    /// The address, its escapes resolved.
    pub address: String,
    /// The bytes that hold it.
    pub range: Range<usize>,
    /// How it is loaded.
    pub way: Way,
}

/// How a style sheet loads what is at an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// As another style sheet.
    Style,
    /// As a picture, a font or the like.
    File,
    /// As whoever uses the value that says it; any text may be such a value.
    Value {
        /// Whether anything in the sheet loads what a value says.
        is_used: bool,
    },
}

/// The functions that take the address of a file as text (CSS Images Level 4,
/// CSS Values Level 5).
const LOADING: &[&str] =
    &["url", "src", "image", "image-set", "-webkit-image-set", "cross-fade", "-webkit-cross-fade"];

/// Every address that a style sheet loads.
///
/// The sheet is read by its tokens, so neither comments nor escapes hide one
/// (CSS Syntax Level 3, "Tokenization").
pub fn addresses(css: &str) -> Vec<Loaded> {
    let mut reader = Reader { css, ..Reader::default() };
    while let Some(first) = reader.rest().chars().next() {
        reader.token(first);
    }
    let Reader { mut found, uses_values: is_used, .. } = reader;
    for loaded in &mut found {
        if let Way::Value { .. } = loaded.way {
            loaded.way = Way::Value { is_used };
        }
    }
    found
}

/// A style sheet on its way.
#[derive(Default)]
struct Reader<'a> {
    css: &'a str,
    at: usize,
    brackets: Vec<Bracket>,
    rule: Rule,
    /// Whether a value is loaded.
    uses_values: bool,
    found: Vec<Loaded>,
}

/// A bracket that is open.
struct Bracket {
    /// What ends it; no other bracket does (CSS Syntax Level 3, "Consume a simple
    /// block").
    end: char,
    /// What a text in it is.
    texts: Texts,
    /// The rule that it stands in.
    rule: Rule,
}

/// What the texts that come next are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Texts {
    /// Text.
    Shown,
    /// Addresses.
    Loaded,
    /// Values, which are loaded where they are used so.
    Values,
}

/// What the tokens that come next are about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Rule {
    #[default]
    Any,
    /// `@import`: the first text is an address.
    Import,
    /// `@namespace`: an address is a name.
    Namespace,
    /// `@property`, `@function`: what gives values, up to the end of its block.
    Definition,
    /// `--name`: a value.
    Property,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.css.get(self.at..).unwrap_or_default()
    }

    fn token(&mut self, first: char) {
        let rest = self.rest();
        match first {
            '/' if rest.starts_with("/*") => {
                self.at += rest.get(2..).and_then(|rest| rest.find("*/")).map_or(rest.len(), |end| end + 4);
            }
            '"' | '\'' => self.text(first),
            '@' => {
                self.at += 1;
                let name = self.word();
                self.rule = match name.to_ascii_lowercase().as_str() {
                    "import" => Rule::Import,
                    "namespace" => Rule::Namespace,
                    "property" | "function" | "mixin" => Rule::Definition,
                    _ => Rule::Any,
                };
            }
            _ if is_part_of_word(first) || first == '\\' => self.word_or_function(),
            _ => self.sign(first),
        }
    }

    fn sign(&mut self, sign: char) {
        self.at += sign.len_utf8();
        match sign {
            '(' => self.open(')', self.texts()),
            '[' => self.open(']', self.texts()),
            '{' => self.open('}', self.texts()),
            ')' | ']' | '}' => self.close(sign),
            ';' if self.is_between_rules() => self.rule = Rule::Any,
            _ => {}
        }
    }

    fn open(&mut self, end: char, texts: Texts) {
        self.brackets.push(Bracket { end, texts, rule: self.rule });
        if end == '}' {
            self.rule = Rule::Any;
        }
    }

    fn close(&mut self, sign: char) {
        let Some(closed) = self.brackets.pop_if(|bracket| bracket.end == sign) else { return };
        // the value of a property goes on behind a block
        let goes_on = sign != '}' || closed.rule == Rule::Property;
        self.rule = if goes_on { closed.rule } else { Rule::Any };
    }

    /// Whether a `;` ends a rule here, and a name begins one.
    fn is_between_rules(&self) -> bool {
        self.brackets.last().is_none_or(|bracket| bracket.end == '}')
    }

    fn texts(&self) -> Texts {
        let around = self.brackets.last().map_or(Texts::Shown, |bracket| bracket.texts);
        match self.rule {
            Rule::Import => Texts::Loaded,
            Rule::Definition | Rule::Property if around == Texts::Shown => Texts::Values,
            _ => around,
        }
    }

    fn word_or_function(&mut self) {
        let name = self.word().to_ascii_lowercase();
        let is_own = name.starts_with("--");
        let Some(inside) = self.rest().strip_prefix('(') else {
            if is_own && self.rule == Rule::Any && self.is_between_rules() {
                self.rule = Rule::Property;
            }
            return;
        };
        self.at += 1;
        let start = inside.trim_start_matches(|c: char| c.is_ascii_whitespace());
        if name == "url" && !start.starts_with(['"', '\'']) {
            self.at += inside.len() - start.len();
            return self.plain_address();
        }
        let around = self.texts();
        self.uses_values |= around == Texts::Loaded && (is_own || matches!(name.as_str(), "var" | "inherit"));
        // what is chosen from or computed stays inside of what loads it
        let texts = match name.as_str() {
            "type" | "format" => Texts::Shown,
            _ if LOADING.contains(&name.as_str()) => Texts::Loaded,
            _ if is_own && around == Texts::Shown => Texts::Values,
            _ => around,
        };
        self.open(')', texts);
    }

    /// An address without quotation marks, to the bracket that ends it; with
    /// anything in it that no address has, it is none (CSS Syntax Level 3,
    /// "Consume a url token").
    fn plain_address(&mut self) {
        let start = self.at;
        let address = self.resolved(|c| matches!(c, ')' | '(' | '"' | '\'') || c.is_ascii_whitespace());
        let end = self.at;
        let rest = self.rest().trim_start_matches(|c: char| c.is_ascii_whitespace());
        let is_whole = rest.is_empty() || rest.starts_with(')');
        self.resolved(|c| c == ')');
        self.at += self.rest().len().min(1);
        if is_whole {
            self.find(address, start..end, Way::File);
        }
    }

    /// A text between quotation marks; it ends with its line or the sheet at
    /// the latest.
    fn text(&mut self, mark: char) {
        self.at += 1;
        let start = self.at;
        let text = self.resolved(|c| c == mark || is_line_break(c));
        let end = self.at;
        self.at += self.rest().len().min(1);
        match self.texts() {
            Texts::Shown => {}
            Texts::Loaded => self.find(text, start..end, Way::File),
            Texts::Values => self.find(text, start..end, Way::Value { is_used: false }),
        }
    }

    fn find(&mut self, address: String, range: Range<usize>, way: Way) {
        let way = if self.rule == Rule::Import { Way::Style } else { way };
        if self.rule != Rule::Namespace {
            self.found.push(Loaded { address, range, way });
        }
        if way == Way::Style {
            self.rule = Rule::Any;
            if let Some(bracket) = self.brackets.last_mut() {
                bracket.rule = Rule::Any;
            }
        }
    }

    fn word(&mut self) -> String {
        self.resolved(|c| !is_part_of_word(c))
    }

    /// What comes before a letter that ends it, with its escapes resolved.
    fn resolved(&mut self, ends: impl Fn(char) -> bool) -> String {
        let mut text = String::new();
        while let Some(letter) = self.rest().chars().next() {
            if letter == '\\' {
                self.at += 1;
                text.extend(self.escaped());
            } else if ends(letter) {
                break;
            } else {
                self.at += letter.len_utf8();
                text.push(letter);
            }
        }
        text
    }

    /// The letter behind a `\`: up to six digits and a space, or itself; a line
    /// break is none.
    fn escaped(&mut self) -> Option<char> {
        let rest = self.rest();
        let digits = rest.bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
        let number = rest.get(..digits).and_then(|digits| u32::from_str_radix(digits, 16).ok());
        if let Some(number) = number {
            self.at += digits;
            self.at += usize::from(self.rest().starts_with(|c: char| c.is_ascii_whitespace()));
            return Some(char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        let letter = rest.chars().next()?;
        self.at += if rest.starts_with("\r\n") { 2 } else { letter.len_utf8() };
        (!is_line_break(letter)).then_some(letter)
    }
}

fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{c}')
}

fn is_part_of_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_') || !c.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(css: &str) -> Vec<String> {
        addresses(css).into_iter().map(|loaded| loaded.address).collect()
    }

    /// The values that a sheet loads.
    fn used_values(css: &str) -> Vec<String> {
        let used = addresses(css).into_iter().filter(|loaded| loaded.way == Way::Value { is_used: true });
        used.map(|loaded| loaded.address).collect()
    }

    #[test]
    fn every_way_to_load_is_found() {
        assert_eq!(found("@import 'a.css'; @IMPORT url( \"b.css\" ) screen;"), ["a.css", "b.css"]);
        assert_eq!(found("@import/**/\"a.css\";"), ["a.css"]);
        assert_eq!(found("a{background:URL(//x/y.png), url('가.svg')}"), ["//x/y.png", "가.svg"]);
        assert_eq!(found("@font-face{src:url( f.woff2 ) format('woff2')}"), ["f.woff2"]);
        assert_eq!(found("a{b:image-set(\"c\" 1x, 'd' type('image/png') 2x)}"), ["c", "d"]);
        assert_eq!(found("a{b:-webkit-image-set(url(c) 1x)}"), ["c"]);
        assert_eq!(found("a{--b:'//c/d'; e:image-set(var(--b) 1x)}"), ["//c/d"]);
    }

    #[test]
    fn a_value_is_loaded_where_it_is_used_so() {
        const USE: &str = "a{b:image-set(var(--b) 1x)}";
        for values in [
            "a{--b:'/\\\\c/d'}",
            "a{--b:'/\\9 /c'}",
            "a{--b:if(style(--x:1):'x';else:'//c')}",
            "a{--b:var(--n,{}) ;--c:{} '//c'}",
            "@property --b{syntax:'<string>';inherits:false;initial-value:'//c'}",
            "@function --f(){result:'//c'}",
            "@function --f(--a:'//c'){result:var(--a)}",
            "a{d:--f('//c')}",
        ] {
            let found = used_values(&format!("{values} {USE}"));
            assert!(
                found.iter().any(|value| value.ends_with('c') || value.ends_with('d')),
                "{values}: {found:?}"
            );
            assert_eq!(used_values(&format!("{values} a{{content:var(--b)}}")), [""; 0], "{values}");
        }
        assert_eq!(used_values(&format!("@property --b{{}} a[href='//c']{{content:'//d'}} {USE}")), [""; 0]);
    }

    #[test]
    fn a_bracket_ends_with_its_own_kind_alone() {
        assert_eq!(found("a{--d: ;b:image-set(var(--d,{}) 'c' 1x)}"), ["c"]);
        assert_eq!(found("a{b:image-set(var(--d,(;)) 'c' 1x)}"), ["c"]);
        assert_eq!(found("a{b:image-set('c' 1x} ; 'd')} e{f:'g'}"), ["c", "d"]);
        assert_eq!(found("a{b:image-set('c' 1x)} e{f:'g'}"), ["c"]);
    }

    #[test]
    fn an_address_with_a_bracket_in_it_is_none() {
        assert_eq!(found("a{b:url(var(--u)) url(c\"d) url(e f) url( g )}"), ["g"]);
    }

    #[test]
    fn escapes_do_not_hide_what_is_loaded() {
        assert_eq!(found(r"a{b:\75 rl(c)}"), ["c"]);
        assert_eq!(
            found(
                r"a{b:u\r\6C('\2f/c\
d')}"
            ),
            ["//cd"]
        );
        assert_eq!(found(r"@\69mport 'a\\b'"), [r"a\b"]);
        assert_eq!(found(r"a{b:url(c\)d)}"), ["c)d"]);
    }

    #[test]
    fn only_what_is_imported_is_a_style() {
        let found = addresses("@import url(a) layer(b); c{d:url(e)}");
        assert_eq!(found.iter().map(|loaded| loaded.way).collect::<Vec<_>>(), [Way::Style, Way::File]);
        let found = addresses("@import url('a') layer('b'); @import 'c' supports(d:url(e))");
        assert_eq!(found.iter().filter(|loaded| loaded.way == Way::Style).count(), 2);
    }

    #[test]
    fn comments_and_texts_load_nothing() {
        assert_eq!(found("/* url(a) */ a::before{content:\"url(b)\"} /* url(c)"), [""; 0]);
        assert_eq!(
            found("a[href^='https://a.example']{} @namespace s url(http://www.w3.org/2000/svg);"),
            [""; 0]
        );
    }

    /// The end of a sheet closes all that is open in it.
    #[test]
    fn what_never_ends_is_read_to_the_end() {
        assert_eq!(found("a{b:url(x"), ["x"]);
        assert_eq!(found("a{b:url("), [""]);
        assert_eq!(found("@import \"x"), ["x"]);
        assert_eq!(found("url(\"가"), ["가"]);
        assert_eq!(found("a\\"), [""; 0]);
    }
}
