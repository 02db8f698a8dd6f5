//! Strings: what a theme says around an archive's own texts, by language.
//!
//! `strings/{language}.yaml` holds flat keys. In a text, `{name}` is replaced
//! by a value, and a pair by the one of it that agrees with what stands before:
//! of Korean particles such as `{을/를}` with the word, of words such as
//! `{day/days}` with the number.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use rustc_hash::FxHashMap;
use tera::Value;

use super::layer::Layer;
use crate::diagnostic::Checked;
use crate::diagnostic::Diagnostic;
use crate::korean;
use crate::suggestion;
use crate::yaml::Document;
use crate::yaml::Fields;
use crate::yaml::Limits;

/// The language that is used where a theme has no strings for another.
const FALLBACK: &str = "en";

/// Every string of a theme, by language and key.
#[derive(Clone, Debug, Default)]
pub struct Strings {
    languages: BTreeMap<String, FxHashMap<String, Text>>,
}

/// One string.
#[derive(Clone, Debug)]
struct Text {
    /// As it is written.
    written: String,
    /// As templates print it, where it has no places to fill.
    plain: Option<Value>,
}

impl Text {
    fn new(written: String) -> Self {
        let plain = (!written.contains('{')).then(|| Value::from(written.as_str()));
        Self { written, plain }
    }
}

impl Strings {
    /// The strings of all `layers`, the first of them winning key by key.
    pub(super) fn collect(layers: &[Layer]) -> Checked<Self> {
        let mut strings = Self::default();
        let mut diagnostics = Vec::new();
        for layer in layers.iter().rev() {
            for (path, file) in layer.below("strings/") {
                let Some(language) = path.strip_suffix(".yaml") else { continue };
                match file.text() {
                    Ok(text) => diagnostics.extend(strings.add(language, &file.name, &text)),
                    Err(problem) => diagnostics.push(problem),
                }
            }
        }
        Checked { value: strings, diagnostics }
    }

    fn add(&mut self, language: &str, file: &str, text: &str) -> Vec<Diagnostic> {
        let document = match Document::parse(file, text, 0..text.len(), Limits::SETTINGS) {
            Ok(document) => document,
            Err(diagnostics) => return diagnostics,
        };
        let mut fields = Fields::of(&document);
        let known = self.languages.entry(language.to_owned()).or_default();
        for (key, _) in fields.entries() {
            if let Some(text) = fields.text(&key) {
                known.insert(key, Text::new(text));
            }
        }
        document.into_problems()
    }

    /// The languages that have strings.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.languages.keys().map(String::as_str)
    }

    /// The string `key` in `language`, or in the nearest language that has it:
    /// `pt` for `pt-BR`, then English.
    pub fn get(&self, language: &str, key: &str) -> Option<&str> {
        self.text(language, key).map(|text| text.written.as_str())
    }

    /// The string `key` as templates print it; none where it has places to
    /// fill.
    pub fn plain(&self, language: &str, key: &str) -> Option<&Value> {
        self.text(language, key)?.plain.as_ref()
    }

    fn text(&self, language: &str, key: &str) -> Option<&Text> {
        let primary = language.split('-').next().unwrap_or(language);
        let tried = [language, primary, FALLBACK];
        tried.iter().find_map(|language| self.languages.get(*language)?.get(key))
    }

    /// The string `key` with its places filled by `values`.
    ///
    /// # Errors
    /// A sentence, when no language has the key or a value is missing.
    pub fn say<'v>(
        &self,
        language: &str,
        key: &str,
        values: impl Fn(&str) -> Option<&'v str>,
    ) -> Result<String, String> {
        let text = self.written(language, key)?;
        fill(text, values).map_err(|name| format!("the string `{key}` needs a value for `{name}`"))
    }

    /// The string `key` with its places as they are written.
    ///
    /// # Errors
    /// A sentence, when no language has the key.
    pub fn written(&self, language: &str, key: &str) -> Result<&str, String> {
        self.get(language, key).ok_or_else(|| self.unknown(key))
    }

    fn unknown(&self, key: &str) -> String {
        // sorted, so that of equally near keys the same one wins each time
        let known: BTreeSet<&str> =
            self.languages.values().flat_map(FxHashMap::keys).map(String::as_str).collect();
        match suggestion::nearest(key, known) {
            Some(near) => format!("there is no string `{key}`; did you mean `{near}`?"),
            None => format!("there is no string `{key}`; add it to the theme's `strings/`"),
        }
    }
}

/// `text` with its places filled.
///
/// # Errors
/// The name of a place that has no value.
fn fill<'v>(text: &str, values: impl Fn(&str) -> Option<&'v str>) -> Result<String, String> {
    let mut filled = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((place, behind)) = after.split_once('}') else {
            filled.push('{');
            rest = after;
            continue;
        };
        let value = if place.contains('/') { agreeing(&filled, place) } else { values(place) };
        filled.push_str(value.ok_or_else(|| place.to_owned())?);
        rest = behind;
    }
    filled.push_str(rest);
    Ok(filled)
}

/// The one of a pair that agrees with `before`; none where that is no pair.
fn agreeing<'p>(before: &str, pair: &'p str) -> Option<&'p str> {
    korean::particle(before, pair).or_else(|| counted(before, pair))
}

/// Of the words for one and for many, the one that fits the last number in
/// `before`: `day` after 1, `days` after any other.
fn counted<'p>(before: &str, pair: &'p str) -> Option<&'p str> {
    let (one, many) = pair.split_once('/').filter(|_| pair.is_ascii())?;
    let number = before.rsplit(|c: char| !c.is_ascii_digit()).find(|digits| !digits.is_empty())?;
    Some(if number == "1" { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(name: &str) -> Option<&'static str> {
        match name {
            "word" => Some("환불"),
            "n" => Some("37"),
            _ => None,
        }
    }

    #[test]
    fn places_are_filled_and_particles_agree() {
        assert_eq!(fill("{n}번 받았습니다", value).unwrap(), "37번 받았습니다");
        assert_eq!(fill("‘{word}’{을/를} 찾았습니다", value).unwrap(), "‘환불’을 찾았습니다");
        assert_eq!(fill("a { b", value).unwrap(), "a { b");
    }

    #[test]
    fn words_agree_with_their_number() {
        let count = |n: &'static str| move |_: &str| Some(n);
        assert_eq!(fill("{n} {day/days}", count("1")).unwrap(), "1 day");
        assert_eq!(fill("{n} working {day/days}", count("0")).unwrap(), "0 working days");
        assert_eq!(fill("{n} {day/days}", count("21")).unwrap(), "21 days");
    }

    #[test]
    fn a_missing_value_is_named() {
        assert_eq!(fill("{x}", value), Err("x".into()));
        assert_eq!(fill("{day/days}", value), Err("day/days".into()));
        assert_eq!(fill("{n}{을를/은는}", value), Err("을를/은는".into()));
    }
}
