//! A style sheet: which files it loads.

use std::ops::Range;

/// An address that a style sheet loads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loaded {
    /// The address, its escapes resolved.
    pub address: String,
    /// The bytes that hold it.
    pub range: Range<usize>,
    /// Whether it is another style sheet.
    pub is_style: bool,
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
    reader.found
}

/// A style sheet on its way.
#[derive(Default)]
struct Reader<'a> {
    css: &'a str,
    at: usize,
    /// For each bracket that is open, whether a text in it is an address.
    brackets: Vec<bool>,
    rule: Rule,
    found: Vec<Loaded>,
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
    /// `--name`: whoever uses the property may load what it says.
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
            '(' => self.brackets.push(false),
            ')' => _ = self.brackets.pop(),
            ';' | '{' | '}' => {
                self.rule = Rule::Any;
                self.brackets.clear();
            }
            _ => {}
        }
    }

    fn word_or_function(&mut self) {
        let name = self.word().to_ascii_lowercase();
        let inside = self.rest().strip_prefix('(');
        let Some(inside) = inside else {
            if name.starts_with("--") && self.brackets.is_empty() {
                self.rule = Rule::Property;
            }
            return;
        };
        self.at += 1;
        let start = inside.trim_start();
        if name == "url" && !start.starts_with(['"', '\'']) {
            self.at += inside.len() - start.len();
            return self.plain_address();
        }
        // what is chosen from or computed stays inside of what loads it
        let is_loading = LOADING.contains(&name.as_str()) || self.brackets.last() == Some(&true);
        self.brackets.push(is_loading && name != "type" && name != "format");
    }

    /// An address without quotation marks, to the bracket that ends it.
    fn plain_address(&mut self) {
        let start = self.at;
        let address = self.resolved(|c| c == ')');
        let end = start + self.css.get(start..self.at).unwrap_or_default().trim_end().len();
        self.at += self.rest().len().min(1);
        self.find(address.trim_end().to_owned(), start..end);
    }

    /// A text between quotation marks; it ends with its line or the sheet at
    /// the latest.
    fn text(&mut self, mark: char) {
        self.at += 1;
        let start = self.at;
        let text = self.resolved(|c| c == mark || is_line_break(c));
        let end = self.at;
        self.at += self.rest().len().min(1);
        let is_loaded = self.brackets.last() == Some(&true) || self.rule == Rule::Import;
        if is_loaded || (self.rule == Rule::Property && text.contains("//")) {
            self.find(text, start..end);
        }
    }

    fn find(&mut self, address: String, range: Range<usize>) {
        let is_style = self.rule == Rule::Import;
        if self.rule != Rule::Namespace {
            self.found.push(Loaded { address, range, is_style });
        }
        if is_style {
            self.rule = Rule::Any;
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
        assert_eq!(found.iter().map(|loaded| loaded.is_style).collect::<Vec<_>>(), [true, false]);
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
