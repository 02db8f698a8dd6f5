//! A bracket of a script that is open: what is in it, and what for.

use std::ops::Range;

use super::here::Here;
use super::here::Whole;
use super::letter::is_part_of_word;
use super::resource::Resource;

/// A bracket that is open, or the script around all of them.
#[derive(Clone, Debug, Default)]
pub struct Bracket<'a> {
    /// The sign that opened it; none around everything.
    sign: &'a str,
    /// The function whose arguments are in it; none where it only holds
    /// something together.
    pub callee: &'a str,
    /// What that function is a member of.
    pub owner: &'a str,
    /// How many arguments were before.
    pub argument: usize,
    /// Whether it is itself an argument.
    pub is_given: bool,
    /// What an address in it is loaded as that stands behind the last `=`.
    pub assigned: Option<Resource>,
    /// What an address would be loaded as that stood in its place.
    pub outer: Option<Resource>,
    /// Where a cookie is taken out of what follows, if that is the document.
    cookie: Option<Range<usize>>,
}

/// The brackets that are open, the innermost last.
#[derive(Debug)]
pub struct Brackets<'a> {
    around: Bracket<'a>,
    open: Vec<Bracket<'a>>,
}

impl<'a> Brackets<'a> {
    /// No bracket yet.
    pub fn new() -> Self {
        Self { around: Bracket::default(), open: Vec::new() }
    }

    /// The innermost one.
    pub fn innermost(&self) -> &Bracket<'a> {
        self.open.last().unwrap_or(&self.around)
    }

    fn innermost_mut(&mut self) -> &mut Bracket<'a> {
        self.open.last_mut().unwrap_or(&mut self.around)
    }

    /// Goes past a token, which stands in the innermost one; gives the bytes of
    /// a cookie where that ends a bracket which takes one out of the document.
    pub fn pass(&mut self, whole: &'a Whole<'a>, at: usize) -> Option<Range<usize>> {
        let here = Here { whole, at, bracket: self.innermost() };
        match here.near(0) {
            "(" | "{" | "[" | "${" => {
                let inner = Bracket::opened_by(&here);
                self.open.push(inner);
            }
            sign @ (")" | "}" | "]") if self.innermost().is_closed_by(sign) => {
                let is_document = here.is_before_document();
                return self.open.pop().and_then(|closed| closed.cookie).filter(|_| is_document);
            }
            "," => {
                let innermost = self.innermost_mut();
                (innermost.argument, innermost.assigned) = (innermost.argument + 1, None);
            }
            ";" => self.innermost_mut().assigned = None,
            "=" if here.assigns() => {
                let assigned = here.assigned();
                self.innermost_mut().assigned = assigned;
            }
            "cookie" if matches!(here.near(-1), "{" | ",") => {
                let range = here.range();
                self.innermost_mut().cookie = Some(range);
            }
            _ => {}
        }
        None
    }
}

impl<'a> Bracket<'a> {
    /// The bracket that the sign here opens.
    fn opened_by(here: &Here<'a, '_>) -> Self {
        let (sign, before, around) = (here.near(0), here.near(-1), here.bracket);
        let callee = match sign {
            "(" if before.starts_with(is_part_of_word) || matches!(before, ")" | "]" | "}") => before,
            "(" | "${" => "",
            _ => sign,
        };
        // what is shared is handed to the reader's own programs
        let is_asking = !matches!(around.callee, "" | "share");
        let is_given = around.sign == "(" && is_asking && matches!(before, "(" | ",");
        let owner = if here.near(-2) == "." { here.near(-3) } else { "" };
        Self { sign, callee, owner, is_given, outer: here.asked_for(), ..Self::default() }
    }

    fn is_closed_by(&self, sign: &str) -> bool {
        matches!((self.sign, sign), ("(", ")") | ("[", "]") | ("{" | "${", "}"))
    }
}
