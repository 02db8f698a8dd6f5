//! Keeps `src/` as it was designed: one rule of the architecture, one test.

use std::fs;
use std::path::Path;

use walkdir::WalkDir;

/// Lowest layer first; a module imports from layers below its own, never from
/// its own layer or above. Move a line here to move a module.
///
/// `main` and `lib` stand above all of them.
const LAYERS: &[&[&str]] = &[
    &["characters", "jamo", "nfc"],
    &["date", "diagnostic", "english", "hash", "korean", "origin", "progress", "slug", "suggestion"],
    &["invisible"],
    &["fs", "key", "personal", "rules", "tokenize", "yaml"],
    &["config", "content", "ledger", "output", "scaffold", "server", "watch"],
    &["markdown", "theme"],
    &["own_page", "question", "redact", "verify"],
    &["archive"],
    &["page", "search"],
    &["memory", "render"],
    &["build"],
    &["cli"],
];

/// Every outside library that has options or types of its own to keep in one
/// place, with the modules that may know it.
///
/// What is a language of its own rather than a tool, such as dates, threads and
/// JSON, is free to all.
const WRAPPED: &[(&str, &[&str])] = &[
    ("ammonia", &["markdown"]),
    ("annotate_snippets", &["cli"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("encoding_rs", &["fs"]),
    ("flate2", &["search"]),
    ("html5ever", &["verify"]),
    ("html5gum", &["verify"]),
    ("httparse", &["server"]),
    ("imagesize", &["content"]),
    ("indicatif", &["cli"]),
    ("mimalloc", &["main"]),
    ("notify", &["watch"]),
    ("percent_encoding", &["verify", "yaml"]),
    ("postcard", &["memory"]),
    ("pulldown_cmark", &["markdown"]),
    ("pulldown_cmark_escape", &["markdown"]),
    ("rustix", &["fs", "output"]),
    ("quick_xml", &["render", "verify"]),
    ("serde_yaml", &["yaml"]),
    ("strsim", &["suggestion"]),
    ("tera", &["render", "theme"]),
    ("twox_hash", &["hash"]),
    ("url", &["verify"]),
    ("walkdir", &["fs"]),
];

/// The most lines of code in one file, without comments, blank lines and tests.
const MAX_LINES: usize = 400;

#[test]
fn modules_import_only_from_lower_layers() {
    let mut breaches = Vec::new();
    for source in sources().iter().filter(|source| !source.is_root()) {
        for import in imports(&source.text) {
            if import != source.module && layer(import) >= layer(&source.module) {
                breaches.push(format!("{}: {} -> {import}", source.path, source.module));
            }
        }
    }
    assert_none(&breaches, "import from a lower layer, or move a module in LAYERS");
}

#[test]
fn every_module_has_one_layer_and_every_layer_exists() {
    let mut modules: Vec<_> = sources().into_iter().filter(|source| !source.is_root()).collect();
    modules.dedup_by(|a, b| a.module == b.module);
    let mut modules: Vec<_> = modules.iter().map(|source| source.module.as_str()).collect();
    let mut listed: Vec<_> = LAYERS.concat();
    modules.sort_unstable();
    modules.dedup();
    listed.sort_unstable();
    assert_eq!(listed, modules, "LAYERS and src/ name different modules");
}

#[test]
fn every_module_opens_with_the_noun_it_owns() {
    check(sources(), "open the file with a line `//! …`", |source| {
        (!source.text.starts_with("//! ")).then(|| source.line(1))
    });
}

#[test]
fn nothing_panics_on_purpose() {
    const CALLS: &[&str] =
        &[".unwrap()", ".expect(", "panic!(", "todo!(", "unimplemented!(", "unreachable!(", "dbg!("];
    check(sources(), "return a diagnostic, or make the case impossible", |source| {
        source
            .code()
            .find(|(_, code)| CALLS.iter().any(|call| code.contains(call)))
            .map(|(at, _)| source.line(at))
    });
}

#[test]
fn one_use_line_imports_from_one_module() {
    check(sources(), "write one `use` line a module", |source| {
        source.code().find(|(_, code)| is_grouped_import(code)).map(|(at, _)| source.line(at))
    });
}

#[test]
fn only_the_command_line_prints() {
    const PRINTERS: &[&str] = &["print!(", "println!(", "eprint!(", "eprintln!(", "stdout()", "stderr()"];
    let others = sources().into_iter().filter(|source| !matches!(source.module.as_str(), "cli" | "main"));
    check(others, "return a value or a diagnostic, and let `cli` print it", |source| {
        source
            .code()
            .find(|(_, code)| PRINTERS.iter().any(|call| code.contains(call)))
            .map(|(at, _)| source.line(at))
    });
}

#[test]
fn one_place_wraps_each_library() {
    let mut breaches = Vec::new();
    for source in sources() {
        for (at, code) in source.code() {
            let known = |(library, modules): &&(&str, &[&str])| {
                names_crate(code, library) && !modules.contains(&source.module.as_str())
            };
            breaches.extend(
                WRAPPED.iter().find(known).map(|(library, _)| format!("{}: {library}", source.line(at))),
            );
        }
    }
    assert_none(&breaches, "have the module that wraps the library offer what is needed");
}

#[test]
fn no_file_is_too_long_to_read() {
    check(sources(), &format!("split what has more than {MAX_LINES} lines of code"), |source| {
        let lines = source.code().count();
        (lines > MAX_LINES).then(|| format!("{}: {lines} lines", source.path))
    });
}

/// One file of `src/`.
struct Source {
    /// Its path from the repository's root.
    path: String,
    /// The first part of its path below `src/`.
    module: String,
    text: String,
}

impl Source {
    /// Whether it is `main` or `lib`.
    fn is_root(&self) -> bool {
        matches!(self.module.as_str(), "lib" | "main")
    }

    /// The lines that are neither blank nor comment, down to the tests, with
    /// their numbers.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let mut lines = self.text.lines().peekable();
        let mut number = 0;
        std::iter::from_fn(move || {
            let line = lines.next()?;
            number += 1;
            let ends = line == "#[cfg(test)]" && lines.peek().is_some_and(|next| next.ends_with('{'));
            (!ends).then_some((number, line.trim()))
        })
        .filter(|(_, line)| !line.is_empty() && !line.starts_with("//"))
    }

    /// A line as an editor jumps to it.
    fn line(&self, number: usize) -> String {
        format!("{}:{number}", self.path)
    }
}

/// Every file of `src/` but those that hold nothing but tests, sorted.
fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = WalkDir::new(root.join("src")).sort_by_file_name().into_iter().map(Result::unwrap);
    let files = files.filter(|file| file.path().extension().is_some_and(|extension| extension == "rs"));
    let files = files.filter(|file| file.file_name() != "tests.rs");
    files
        .map(|file| {
            let path = file.path().strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
            let module = path.split('/').nth(1).unwrap().trim_end_matches(".rs").to_owned();
            Source { path, module, text: fs::read_to_string(file.path()).unwrap() }
        })
        .collect()
}

/// No source breaks a rule; `breach` tells where one does.
#[track_caller]
fn check(
    sources: impl IntoIterator<Item = Source>,
    way_out: &str,
    breach: impl Fn(&Source) -> Option<String>,
) {
    let breaches: Vec<_> = sources.into_iter().filter_map(|source| breach(&source)).collect();
    assert_none(&breaches, way_out);
}

#[track_caller]
fn assert_none(breaches: &[String], way_out: &str) {
    assert!(breaches.is_empty(), "{way_out}:\n{}", breaches.join("\n"));
}

/// The position of `module` in [`LAYERS`].
#[track_caller]
fn layer(module: &str) -> usize {
    LAYERS
        .iter()
        .position(|layer| layer.contains(&module))
        .unwrap_or_else(|| panic!("give `{module}` a layer in LAYERS"))
}

/// The first path segment after every `crate::` outside comments.
///
/// Imports are written one module per `use` line, so `use crate::{a, b}` is
/// refused rather than parsed.
fn imports(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| line.split("crate::").skip(1))
        .map(|rest| {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            assert!(end > 0, "write one `use crate::module::…` per line: crate::{rest}");
            &rest[..end]
        })
}

/// Whether a line imports through braces that reach into several modules.
fn is_grouped_import(code: &str) -> bool {
    let import = code.trim_start_matches("pub ").strip_prefix("use ");
    let group = import.and_then(|import| import.split_once('{'));
    group.is_some_and(|(_, group)| group.contains("::") || group.contains('{') || !group.contains('}'))
}

/// Whether a line names something of the crate `name`.
fn names_crate(code: &str, name: &str) -> bool {
    let mut rest = code;
    while let Some(at) = rest.find(name) {
        let before = rest[..at].chars().next_back();
        let is_start = before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != ':');
        rest = &rest[at + name.len()..];
        if is_start && rest.starts_with("::") {
            return true;
        }
    }
    false
}

#[test]
fn grouped_imports_are_told_from_plain_ones() {
    assert!(is_grouped_import("use crate::{archive::Archive, page::Page};"));
    assert!(is_grouped_import("pub use a::{b::{c, d}};"));
    assert!(!is_grouped_import("use jiff::civil::{Date, Time};"));
    assert!(!is_grouped_import("use crate::page::Page;"));
}

#[test]
fn crates_are_told_from_modules_of_their_name() {
    assert!(names_crate("fn f(value: tera::Value)", "tera"));
    assert!(!names_crate("use crate::tera::Value;", "tera"));
    assert!(!names_crate("let tera = 1;", "tera"));
    assert!(!names_crate("pulldown_cmark_escape::escape_html", "pulldown_cmark"));
}
