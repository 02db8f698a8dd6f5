//! Inheritance: a template that extends what it overrides.
//!
//! `{% extends "question.html" %}` in a template of that very name means the
//! one that would be used without it. Tera looks a name up the same way for
//! everybody and would find the template itself, so the name is replaced by
//! the one that only the other template has.

use std::borrow::Cow;
use std::ops::Range;

/// The name in a template's text that stands for another.
#[derive(Clone, Debug)]
pub struct Inherited {
    /// The bytes of the text that it is written in.
    range: Range<usize>,
    /// What Tera calls the template that is meant.
    name: String,
}

impl Inherited {
    /// What `text`, the template that Tera calls `name`, inherits under its own
    /// name; `prefixes` are tried in order, and `exists` tells what Tera knows.
    pub fn find(name: &str, text: &str, prefixes: &[String], exists: impl Fn(&str) -> bool) -> Option<Self> {
        let range = extended(text)?;
        let layer = prefixes.iter().position(|prefix| name.starts_with(prefix.as_str()));
        let bare = layer.map_or(name, |layer| &name[prefixes[layer].len()..]);
        if text[range.clone()] != *bare {
            return None;
        }
        let below = &prefixes[layer.map_or(0, |layer| layer + 1)..];
        let name = below.iter().map(|prefix| format!("{prefix}{bare}")).find(|name| exists(name))?;
        Some(Self { range, name })
    }

    /// `text` with the name that Tera needs.
    pub fn replaced(&self, text: &str) -> String {
        format!("{}{}{}", &text[..self.range.start], self.name, &text[self.range.end..])
    }

    /// Where bytes of the replaced text stand in the author's.
    pub fn written(&self, at: usize) -> usize {
        let end = self.range.start + self.name.len();
        if at >= end { at - end + self.range.end } else { at.min(self.range.end) }
    }
}

/// The bytes of the name in the `extends` that a template starts with.
fn extended(text: &str) -> Option<Range<usize>> {
    let mut rest = text.trim_start();
    while let Some(comment) = rest.strip_prefix("{#") {
        rest = comment.split_once("#}")?.1.trim_start();
    }
    let tag = rest.strip_prefix("{%")?;
    let name = tag.trim_start_matches('-').trim_start().strip_prefix("extends")?.trim_start();
    let quote = name.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let name = &name[1..];
    let start = text.len() - name.len();
    Some(start..start + name.find(quote)?)
}

/// The text that Tera is given for a template.
pub fn compiled<'t>(text: &'t str, inherited: Option<&Inherited>) -> Cow<'t, str> {
    inherited.map_or(Cow::Borrowed(text), |inherited| inherited.replaced(text).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name_in(text: &str) -> Option<&str> {
        extended(text).map(|range| &text[range])
    }

    #[test]
    fn the_name_is_found_where_tera_finds_it() {
        assert_eq!(name_in("{% extends \"a.html\" %}"), Some("a.html"));
        assert_eq!(name_in("\n{# 주석 #}\n{%- extends 'a.html' -%}"), Some("a.html"));
        assert_eq!(name_in("<p>{% extends \"a.html\" %}"), None);
        assert_eq!(name_in("{% include \"a.html\" %}"), None);
    }

    #[test]
    fn each_layer_inherits_from_the_one_below() {
        let prefixes = ["board/", "mundap:default/"].map(str::to_owned);
        let find = |name| Inherited::find(name, "{% extends \"q.html\" %}", &prefixes, |_| true);
        assert_eq!(find("q.html").unwrap().name, "board/q.html");
        assert_eq!(find("board/q.html").unwrap().name, "mundap:default/q.html");
        assert!(find("mundap:default/q.html").is_none());
        assert!(find("list.html").is_none());
    }

    #[test]
    fn places_in_what_follows_are_the_authors() {
        let text = "{% extends \"q.html\" %}{{ x }}";
        let inherited = Inherited { range: 12..18, name: "mundap:default/q.html".into() };
        let replaced = inherited.replaced(text);
        assert_eq!(inherited.written(replaced.find("{{").unwrap()), text.find("{{").unwrap());
        assert_eq!(inherited.written(3), 3);
    }
}
