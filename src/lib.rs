//! Mundap turns a folder of Markdown questions and answers into a searchable
//! static site that a brand owns.
//!
//! # Steps
//!
//! [`build::build`] goes through all of them in this order.
//!
//! 1. [`content`] finds the files of the archive.
//! 2. [`config`] reads `site.yaml`, `people.yaml` and `search.yaml`; the
//!    [`ledger`] says what was published.
//! 3. [`theme`] loads templates, assets and strings.
//! 4. [`question`] and [`own_page`] understand one file each; [`markdown`]
//!    makes its text safe.
//! 5. [`archive`] puts all questions together and checks what they say of
//!    each other.
//! 6. [`search`] makes the index that readers search in the browser.
//! 7. [`page`] decides which pages exist.
//! 8. [`render`] makes the bytes of each page.
//! 9. [`output`] writes them so that a reader always finds a whole site.
//!
//! Which module may know which is decided in `tests/suite/layers.rs`.
//!
//! A [`memory`] lets each step leave out what the last build did already.
//!
//! No step goes on with a text that holds [`personal`] data, which [`redact`]
//! takes out of it.
//!
//! While somebody writes, this runs again and again: [`watch`] waits for a
//! changed file, and [`server`] shows the newest site in a browser.
//!
//! A site that stands can be looked at from outside: [`verify`] reads it as a
//! browser would, and knows nothing of the archive it came from.
//!
//! Whatever is wrong in an author's file becomes a [`diagnostic`] on the way;
//! one run reports them all. Only [`cli`] prints.
#![forbid(unsafe_code)]

pub mod archive;
pub mod build;
pub mod characters;
pub mod cli;
pub mod config;
pub mod content;
pub mod date;
pub mod diagnostic;
pub mod english;
pub mod fs;
pub mod hash;
pub mod invisible;
pub mod jamo;
pub mod key;
pub mod korean;
pub mod ledger;
pub mod markdown;
pub mod memory;
pub mod nfc;
pub mod origin;
pub mod output;
pub mod own_page;
pub mod page;
pub mod personal;
pub mod progress;
pub mod question;
pub mod redact;
pub mod render;
pub mod rules;
pub mod scaffold;
pub mod search;
pub mod server;
pub mod slug;
pub mod suggestion;
pub mod theme;
pub mod tokenize;
pub mod verify;
pub mod watch;
pub mod yaml;
