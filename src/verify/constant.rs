//! A constant of a script: a name that stands for one text wherever it is used.

use rustc_hash::FxHashMap;

use super::token::Kind;
use super::token::Token;

/// The constants of a script, by name.
pub type Constants<'a> = FxHashMap<&'a str, Constant<'a>>;

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Constant<'a> {
    /// The text, or how it begins.
    pub text: &'a str,
    /// Whether that is all of it.
    pub is_whole: bool,
}

/// The statements whose `(…)` is followed by a block, and names no parameters.
const CONDITIONAL: &[&str] = &["if", "while", "for", "switch", "with"];

/// The constants of a script: `const PLACE = 'mundap-place'`.
///
/// Scopes are not told apart, so a name that is given to anything else as well,
/// such as a parameter, is none.
pub fn constants<'a>(tokens: &'a [Token<'a>]) -> Constants<'a> {
    let mut reader = Reader { tokens, open: Vec::new(), words: Vec::new(), named: FxHashMap::default() };
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Word => reader.word(at),
            Kind::Sign => reader.sign(at),
            Kind::Text => {}
        }
    }
    let once = reader.named.into_iter().filter(|(_, named)| named.times == 1);
    once.filter_map(|(name, named)| Some((name, named.constant?))).collect()
}

/// What a name was given to so far.
#[derive(Default)]
struct Named<'a> {
    times: usize,
    constant: Option<Constant<'a>>,
}

/// A script on its way.
struct Reader<'a> {
    tokens: &'a [Token<'a>],
    /// The brackets that are open: whether each may hold names that are given,
    /// and how many words there were before it.
    open: Vec<(bool, usize)>,
    /// The words that may turn out to be names that are given.
    words: Vec<&'a str>,
    named: FxHashMap<&'a str, Named<'a>>,
}

impl<'a> Reader<'a> {
    /// What the word or sign here says; nothing where there is none.
    fn says(&self, at: usize) -> &'a str {
        let token = self.tokens.get(at).filter(|token| token.kind != Kind::Text);
        token.map_or("", |token| token.text.as_ref())
    }

    fn before(&self, at: usize) -> &'a str {
        at.checked_sub(1).map_or("", |at| self.says(at))
    }

    fn word(&mut self, at: usize) {
        let (word, before) = (self.says(at), self.before(at));
        if before == "." {
            return;
        }
        self.words.push(word);
        let is_given = match (self.says(at + 1), self.says(at + 2)) {
            ("=", next) => next != "=",
            ("+", "=") | ("+", "+") | ("-", "-") => true,
            ("of" | "in", _) => matches!(before, "const" | "let" | "var" | "("),
            _ => matches!(before, "function" | "class"),
        };
        if is_given {
            let constant = self.constant_behind(at);
            self.name(word, constant);
        }
    }

    fn name(&mut self, name: &'a str, constant: Option<Constant<'a>>) {
        let named = self.named.entry(name).or_default();
        *named = Named { times: named.times + 1, constant };
    }

    /// The text that a name is given to, where it is one: `= 'a'`, `= 'a' + id`.
    fn constant_behind(&self, at: usize) -> Option<Constant<'a>> {
        let text = self.tokens.get(at + 2).filter(|token| token.kind == Kind::Text)?;
        let next = self.tokens.get(at + 3);
        let is_whole = match next.map_or("", |next| next.text.as_ref()) {
            "+" | "${" => false,
            "" | ";" | "," | ")" | "]" | "}" => true,
            // without a semicolon, the next statement
            _ if next.is_some_and(|next| next.kind == Kind::Word) => true,
            _ => return None,
        };
        (self.says(at + 1) == "=").then_some(Constant { text: text.text.as_ref(), is_whole })
    }

    /// Names are given in `(…) =>`, in `f(…) {` and in `{…} =`.
    fn sign(&mut self, at: usize) {
        match self.says(at) {
            "(" => self.open(!CONDITIONAL.contains(&self.before(at))),
            "{" | "${" => self.open(true),
            "[" => self.open(!self.is_behind_value(at)),
            ")" => {
                let is_list = matches!((self.says(at + 1), self.says(at + 2)), ("{", _) | ("=", ">"));
                self.close(is_list, false);
            }
            "]" | "}" => {
                let is_pattern = self.says(at + 1) == "=" && !matches!(self.says(at + 2), "=" | ">");
                self.close(is_pattern, true);
            }
            _ => {}
        }
    }

    /// Whether a `[` here asks for a member of what stands before it.
    fn is_behind_value(&self, at: usize) -> bool {
        let owner = at.checked_sub(1).and_then(|at| self.tokens.get(at));
        owner.is_some_and(|owner| match owner.kind {
            Kind::Text => true,
            Kind::Word => !matches!(owner.text.as_ref(), "const" | "let" | "var"),
            Kind::Sign => matches!(owner.text.as_ref(), ")" | "]"),
        })
    }

    fn open(&mut self, may_name: bool) {
        self.open.push((may_name, self.words.len()));
    }

    /// What is in a bracket that names nothing itself may be a part of one that
    /// does: `({ a, b }) =>`.
    fn close(&mut self, names: bool, may_be_part: bool) {
        let Some((may_name, start)) = self.open.pop() else { return };
        if may_name && !names && may_be_part {
            return;
        }
        for word in self.words.split_off(start.min(self.words.len())) {
            if may_name && names {
                self.name(word, None);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tokenizer;
    use super::*;

    /// What `K` stands for, with a `…` where that is not all.
    fn value(script: &str) -> Option<String> {
        let tokens = tokenizer::tokens(script).tokens;
        constants(&tokens)
            .get("K")
            .map(|found| format!("{}{}", found.text, if found.is_whole { "" } else { "…" }))
    }

    #[test]
    fn a_name_that_is_given_once_is_known() {
        for script in
            ["const K = 'a'", "var b=1,K='a';c[K]=1", "K = 'a'\nf(K)", "let K = 'a'; if (K) { b(K == 'c') }"]
        {
            assert_eq!(value(script).as_deref(), Some("a"), "{script}");
        }
        for script in ["K = 'a' + b", "K = `a${b}`"] {
            assert_eq!(value(script).as_deref(), Some("a…"), "{script}");
        }
    }

    #[test]
    fn a_name_that_is_given_to_anything_else_is_not() {
        for script in [
            "K = 'a'; K = 'b'",
            "K = 'a'; K += 'b'",
            "function f(K) {} var K = 'a'",
            "var K = 'a'; f = K => K",
            "var K = 'a'; f = (b, { c: [K] }) => K",
            "var K = 'a'; ({ f(K) {} })",
            "var K = 'a'; const { K } = b",
            "var K = 'a'; try {} catch (K) {}",
            "var K = 'a'; for (const K of b) {}",
            "var K = 'a'; function K() {}",
            "var K = 'a,b'.split(',')",
            "b.K = 'a'",
            "K == 'a'",
        ] {
            assert_eq!(value(script), None, "{script}");
        }
    }
}
