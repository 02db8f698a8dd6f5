//! A script: JavaScript of a theme as it is sent, without what only its
//! authors read.
//!
//! Lines are all that is looked at, since a line can be told without a parser
//! of the language: what begins a line with `/*` or `//` is a comment, unless
//! it stands inside of something that goes on over several lines. Of such
//! things there are three. A text in backticks may hold anything, so a script
//! with a backtick outside of its comments stays as it is; a comment that opens
//! behind code and a text that goes on behind a backslash are kept up to their
//! end.

/// What a comment starts with that has to be sent along: licences are written
/// so, and tools that make scripts smaller know it.
const KEPT: &str = "/*!";

/// `source` without block comments that begin a line, comments that are a line
/// of their own, empty lines and indentation.
pub fn without_comments(source: &str) -> String {
    let mut sent = String::with_capacity(source.len());
    let mut state = State::Code;
    for line in source.lines() {
        state = state.after(line, &mut sent);
    }
    // the first backtick that begins a text stands on a line that is kept, as up to there nothing can be mistaken
    if sent.contains('`') { source.to_owned() } else { sent }
}

/// What a line begins inside of.
#[derive(Clone, Copy)]
enum State {
    /// Nothing that began on a line before.
    Code,
    /// A comment that is left out.
    Dropped,
    /// Something that is kept, up to the end of a comment.
    Kept,
    /// A text that goes on.
    Text,
}

impl State {
    /// Adds what is to be sent of `line`, and tells what the next one begins
    /// inside of.
    fn after(self, line: &str, sent: &mut String) -> Self {
        match self {
            Self::Code => code(line, sent),
            Self::Dropped => match line.split_once("*/") {
                Some((_, behind)) => code(behind, sent),
                None => Self::Dropped,
            },
            Self::Kept => match line.split_once("*/") {
                Some((_, behind)) => kept(line, behind, sent),
                None => {
                    add(line, sent);
                    Self::Kept
                }
            },
            Self::Text => kept(line, line, sent),
        }
    }
}

/// A line, or the rest of one, that may begin with a comment.
fn code(line: &str, sent: &mut String) -> State {
    let line = line.trim();
    if line.is_empty() || line.starts_with("//") {
        return State::Code;
    }
    match line.strip_prefix("/*").filter(|_| !line.starts_with(KEPT)) {
        Some(comment) => State::Dropped.after(comment, sent),
        None => kept(line, line, sent),
    }
}

/// A line that is sent; `rest` is where something may begin that goes on.
fn kept(line: &str, rest: &str, sent: &mut String) -> State {
    add(line, sent);
    let opens = rest.rfind("/*").is_some_and(|at| !rest[at + 2..].contains("*/"));
    if opens {
        // perhaps only a text that looks like it: then too much is kept, and nothing is lost
        State::Kept
    } else if rest.ends_with('\\') {
        State::Text
    } else {
        State::Code
    }
}

fn add(line: &str, sent: &mut String) {
    sent.push_str(line);
    sent.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn becomes(source: &str, sent: &str) {
        assert_eq!(without_comments(source), sent);
        assert_eq!(without_comments(&source.replace('\n', "\r\n")), sent);
        assert_eq!(without_comments(sent), sent);
    }

    #[test]
    fn comments_and_indentation_are_left_out() {
        becomes(
            "/** A noun. */\n\n/**\n * @param {string} word what is\n *   looked for\n */\nexport function find(word) {\n    // why\n    return word;\n}\n",
            "export function find(word) {\nreturn word;\n}\n",
        );
    }

    #[test]
    fn code_behind_a_comment_stays() {
        becomes("/** @type {number} */ let count;\n", "let count;\n");
        becomes("/* one */ /* two */ // three\n/* four\n*/ go();\n", "go();\n");
        becomes("/*/ still a comment */ go();\n", "go();\n");
    }

    #[test]
    fn what_looks_like_a_comment_in_a_line_of_code_stays() {
        for line in [
            "const site = 'https://example.org/'; // where\n",
            "const open = '/*'; const close = '*/';\n",
            "const url = /^https?:\\/\\//;\n",
            "const types = '*/*';\n",
        ] {
            becomes(line, line);
        }
    }

    #[test]
    fn nothing_is_lost_behind_what_may_go_on() {
        becomes(
            "const open = '/*';\n// one\n  /** two */\n  // three\ngo();\n",
            "const open = '/*';\n// one\n  /** two */\ngo();\n",
        );
        becomes("a(); /* and\n// so */ b();\n  // on\nc();\n", "a(); /* and\n// so */ b();\nc();\n");
        becomes(
            "const text = 'one \\\n  // two \\\n  /* three';\ngo();\n",
            "const text = 'one \\\n  // two \\\n  /* three';\ngo();\n",
        );
    }

    #[test]
    fn a_licence_stays() {
        becomes(
            "/*! (c) somebody\n  all rights */\n// why\ngo();\n",
            "/*! (c) somebody\n  all rights */\ngo();\n",
        );
    }

    #[test]
    fn a_script_with_a_backtick_is_left_alone() {
        let script = "  // why\n  const text = `\n// no comment`;\n";
        assert_eq!(without_comments(script), script);
        becomes("/** Says `true`. */\n// or `false`\ngo();\n", "go();\n");
    }
}
