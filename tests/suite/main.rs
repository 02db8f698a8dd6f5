//! What Mundap promises its users, one feature a file.
//!
//! Everything here runs the real program on real files; see [`harness`] for
//! the words the tests are written in. Expected files are blessed with
//! `BLESS=1` and then read in review.

mod addresses;
mod build;
mod codes;
mod commands;
mod company;
#[cfg(target_os = "linux")]
mod confined;
#[cfg(target_os = "linux")]
mod crash;
mod diagnostics;
mod fidelity;
mod fuzz;
mod harness;
mod hostile;
mod layers;
mod ledger;
#[cfg(unix)]
mod machine;
mod markup;
mod memory;
mod pages;
mod pathological;
mod personal;
mod properties;
mod purge;
mod readme;
mod search;
mod search_memory;
mod serve;
mod sites;
mod traversal;
mod verify;
mod yaml;
