//! The problems that a text has, as diagnostics without a place: every code
//! and every message in one file.

use super::Target;
use crate::content;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::MOST_OF_A_KIND;

/// What stands around a quotation or an aside.
const AROUND: &[(char, char)] = &[
    ('"', '"'),
    ('\'', '\''),
    ('“', '”'),
    ('‘', '’'),
    ('(', ')'),
    ('[', ']'),
    ('<', '>'),
    ('「', '」'),
    ('『', '』'),
    ('〈', '〉'),
    ('《', '》'),
];

/// Stars that do not make bold text; `text` begins with them.
pub fn stray_emphasis(text: &str) -> Diagnostic {
    let help = match bold(text) {
        Some(bold) => format!("write `{bold}`, or \\*\\* to show stars"),
        None => {
            "write `**` right before the bold words and right behind them, or \\*\\* to show stars".into()
        }
    };
    Diagnostic::warning("stray-emphasis", "these stars are shown, as they do not make bold text").help(help)
}

/// The bold words that `text` begins with, so that they become bold:
/// `"**물**"` for `**"물"**이`, and `**물(水)은**` for `**물(水)**은`, since stars
/// between a punctuation mark and a letter end nothing (CommonMark, "Emphasis
/// and strong emphasis").
fn bold(text: &str) -> Option<String> {
    let (inside, behind) = text.strip_prefix("**")?.split_once("**")?;
    let words = inside.trim();
    if words.is_empty() {
        return None;
    }
    if words != inside {
        return Some(format!("**{words}**"));
    }
    let around = AROUND.iter().find_map(|&(open, close)| {
        let words = words.strip_prefix(open)?.strip_suffix(close)?;
        let is_plain = words.starts_with(char::is_alphanumeric) && words.ends_with(char::is_alphanumeric);
        is_plain.then(|| format!("{open}**{words}**{close}"))
    });
    let particle = behind.split(|c: char| !c.is_alphanumeric()).next().filter(|word| !word.is_empty());
    around.or_else(|| particle.map(|particle| format!("**{words}{particle}**")))
}

/// What is wrong with a link to `destination` by itself, of which that is the
/// target.
pub fn of_link(target: &Target, destination: &str) -> Option<Diagnostic> {
    match target {
        Target::Unsafe => Some(unsafe_link(destination)),
        Target::Relative => Some(relative_link(destination)),
        _ => None,
    }
}

/// A link that could run script or reach beyond the web.
fn unsafe_link(destination: &str) -> Diagnostic {
    let message = format!("a link cannot lead to `{destination}`, so only its text is shown");
    Diagnostic::warning("unsafe-link", message).help("link to http, https, mailto or tel")
}

/// A relative link that is none of ours.
fn relative_link(destination: &str) -> Diagnostic {
    let message = format!("`{destination}` leads nowhere on this site, so only its text is shown");
    Diagnostic::warning("relative-link", message)
        .help("write the whole address, `https://…`, or `q:123` for a question")
}

/// A line that would say where a link leads, of which there is none.
pub fn unused_definition() -> Diagnostic {
    Diagnostic::warning(
        "unused-definition",
        "this line defines a link that nothing refers to, and is not shown",
    )
    .help("write `\\[` for its `[` to show it")
}

/// A picture that is not there; `before` it the page had so many of them.
///
/// `help` is asked for only where it can be told, as it takes a look at all there
/// are: a customer can name thousands that are not.
pub fn missing_image(path: &str, help: impl FnOnce() -> String, before: &mut usize) -> Diagnostic {
    let is_told = *before < MOST_OF_A_KIND;
    *before += 1;
    let problem = content::missing_picture(path);
    if is_told { problem.help(help()) } else { problem }
}

/// A picture without a description.
pub fn missing_alt() -> Diagnostic {
    Diagnostic::warning("missing-alt", "this picture has no words for those who cannot see it")
        .help("describe it between the brackets: ![뒤집힌 바퀴벌레](/…)")
}

/// A picture that is elsewhere on the web.
pub fn foreign_image(destination: &str) -> Diagnostic {
    Diagnostic::warning("foreign-image", format!("the picture `{destination}` is not in this archive"))
        .help("save it in `content/static/` and write its path from there: /picture.png")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_is_sought_only_for_what_is_told() {
        let (mut sought, mut before) = (0, 0);
        for _ in 0..1000 {
            let help = || {
                sought += 1;
                "did you mean `/cat.png`?".to_owned()
            };
            missing_image("/cat.pgn", help, &mut before);
        }
        assert_eq!((before, sought), (1000, MOST_OF_A_KIND));
    }
}
