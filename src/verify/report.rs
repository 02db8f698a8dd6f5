//! The report: a page of the brand's own that tells readers what was counted,
//! and what cannot be known.
//!
//! A text in `report/` has places such as `{pages}`, and lines that start with
//! `?` and a name, which are left out where there is nothing of that name.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use jiff::civil::Date;

use super::Counts;
use super::Stored;
use crate::characters;
use crate::date;
use crate::diagnostic::Diagnostic;
use crate::fs;
use crate::markdown;

/// The texts, by language.
const TEXTS: &[(&str, &str)] = &[("en", include_str!("report/en.md")), ("ko", include_str!("report/ko.md"))];

/// The line of its front matter by which a report is known, so that no other
/// page is overwritten.
const MARK: &str = "x_written_by: mundap verify";

/// What a report says, and to whom.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// What was counted, in a site without errors.
    pub counts: &'a Counts,
    /// Where that site is published, if that is known.
    pub base_url: Option<&'a str>,
    /// The day on which it was counted.
    pub day: Date,
    /// The language, one of [`languages`].
    pub language: &'a str,
    /// Why scripts keep what they keep, by key: the brand's own words.
    pub reasons: &'a BTreeMap<String, String>,
}

/// The languages that reports are written in.
pub fn languages() -> Vec<&'static str> {
    TEXTS.iter().map(|(language, _)| *language).collect()
}

/// Writes a report as an own page, such as `content/pages/privacy.md`.
///
/// # Errors
/// `not-written` where something else stands, or the file cannot be written;
/// `bad-argument` for a language without a text.
pub fn write(report: &Report, file: &Path) -> Result<(), Diagnostic> {
    let text = report.text().ok_or_else(|| unknown_language(report.language))?;
    match std::fs::read_to_string(file) {
        Ok(old) if old == text => return Ok(()),
        Ok(old) if is_report(&old) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        _ => return Err(not_ours(file)),
    }
    fs::replace(file, &text).map_err(|error| fs::not_written(&file.display().to_string(), &error))
}

/// Whether a page says in its front matter that it is a report; an editor may
/// have ended its lines in another way.
fn is_report(page: &str) -> bool {
    let mut lines = page.lines();
    lines.next() == Some("---") && lines.take_while(|line| *line != "---").any(|line| line == MARK)
}

impl Report<'_> {
    /// The page as Markdown; none in a language without a text.
    fn text(&self) -> Option<String> {
        let (_, text) = TEXTS.iter().find(|(language, _)| *language == self.language)?;
        let lines = text.lines().filter_map(|line| self.line(line));
        Some(lines.map(|line| format!("{line}\n")).collect())
    }

    /// A line with its places filled; none where it is to be left out.
    fn line(&self, line: &str) -> Option<String> {
        let line = match line.strip_prefix('?') {
            Some(conditional) => {
                let (name, rest) = conditional.split_once(' ').unwrap_or((conditional, ""));
                if !self.has(name) {
                    return None;
                }
                rest
            }
            None => line,
        };
        Some(self.filled(line))
    }

    fn has(&self, name: &str) -> bool {
        let Counts {
            pages, protected_pages, links_elsewhere, mentioned_hosts, made_addresses, stores, ..
        } = self.counts;
        match name {
            "base_url" => self.base_url.is_some(),
            "policy" => pages == protected_pages,
            "links_elsewhere" => *links_elsewhere > 0,
            "mentions" => !mentioned_hosts.is_empty(),
            "made" => *made_addresses > 0,
            "stores" => !stores.is_empty(),
            _ => false,
        }
    }

    fn filled(&self, line: &str) -> String {
        let Counts {
            files,
            read,
            pages,
            scripts,
            links_elsewhere,
            stores,
            mentioned_hosts,
            made_addresses,
            ..
        } = self.counts;
        let mentions: Vec<_> = mentioned_hosts.iter().map(|host| literal(host)).collect();
        let places = [
            ("{day}", date::long_date(self.day, self.language)),
            ("{version}", env!("CARGO_PKG_VERSION").to_owned()),
            ("{files}", grouped(*files)),
            ("{read}", grouped(*read)),
            ("{pages}", grouped(*pages)),
            ("{scripts}", grouped(*scripts)),
            ("{links_elsewhere}", grouped(*links_elsewhere)),
            ("{stores}", grouped(stores.len())),
            ("{made}", grouped(*made_addresses)),
            ("{mentions}", mentions.join(", ")),
            ("{base_url}", literal(self.base_url.unwrap_or_default())),
        ];
        let filled = places.iter().fold(line.to_owned(), |line, (place, value)| line.replace(place, value));
        filled.replace(
            "{store_list}",
            &stores.iter().map(|stored| self.item(stored)).collect::<Vec<_>>().join("\n"),
        )
    }

    /// A thing that is kept, as an item of a list.
    fn item(&self, stored: &Stored) -> String {
        let Some(key) = &stored.key else { return format!("- `{}`", stored.area) };
        let reason = self.reasons.get(key).map(|reason| format!(": {reason}")).unwrap_or_default();
        format!("- {} (`{}`){reason}", literal(key), stored.area)
    }
}

/// A text of others as it is, in Markdown.
fn literal(text: &str) -> String {
    markdown::code_span(&characters::visible_line(text))
}

/// `1,234`.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

fn unknown_language(language: &str) -> Diagnostic {
    Diagnostic::error("bad-argument", format!("no report is written in the language `{language}`"))
        .help(format!("write `--language {}`", languages().join("` or `--language ")))
}

fn not_ours(file: &Path) -> Diagnostic {
    Diagnostic::error("not-written", format!("`{}` is not a report of `mundap verify`", file.display()))
        .help("name another file, or delete this one")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(language: &str, counts: &Counts) -> String {
        let reasons = BTreeMap::from([("read".to_owned(), "읽은 글을 표시합니다".to_owned())]);
        let day = jiff::civil::date(2026, 3, 2);
        Report { counts, base_url: Some("https://a.example/"), day, language, reasons: &reasons }
            .text()
            .unwrap()
    }

    #[test]
    fn a_report_leaves_no_place_empty_in_any_language() {
        let stored = Stored { key: Some("read".into()), area: "localStorage" };
        let all = Counts {
            pages: 1234,
            protected_pages: 1234,
            links_elsewhere: 1,
            mentioned_hosts: ["a.example".to_owned()].into(),
            made_addresses: 1,
            stores: [stored, Stored { key: None, area: "caches" }].into(),
            ..Counts::default()
        };
        for language in languages() {
            for counts in [&Counts::default(), &all] {
                let text = text(language, counts);
                assert!(!text.contains(['{', '}']) && !text.contains("\n?"), "{text}");
                assert!(is_report(&text) && is_report(&text.replace('\n', "\r\n")));
            }
        }
        let korean = text("ko", &all);
        assert!(korean.contains("| 페이지 | 1,234 |"), "{korean}");
        assert!(korean.contains("- `read` (`localStorage`): 읽은 글을 표시합니다\n"), "{korean}");
        assert!(korean.contains("2026년 3월 2일"), "{korean}");
    }

    #[test]
    fn what_does_not_hold_for_every_page_is_not_claimed() {
        let counts = Counts { pages: 2, protected_pages: 1, ..Counts::default() };
        assert!(!text("ko", &counts).contains("Content-Security-Policy"));
        assert!(!text("en", &counts).contains("Content-Security-Policy"));
    }

    #[test]
    fn a_page_that_speaks_of_reports_is_none() {
        assert!(!is_report(&format!("---\ntitle: 글\n---\n{MARK}\n")) && !is_report(MARK));
    }

    #[test]
    fn a_key_cannot_write_into_the_report() {
        for (key, expected) in [
            ("a", "`a`"),
            ("a``\n\n# b", "```a``\u{fffd}\u{fffd}# b```"),
            ("`", "`` ` ``"),
            ("\u{1b}[31m\u{202e}", "`\u{fffd}[31m\u{fffd}`"),
            ("", "`  `"),
        ] {
            assert_eq!(literal(key), expected);
        }
    }

    #[test]
    fn long_numbers_are_grouped() {
        assert_eq!([0, 999, 1000, 1234567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }
}
