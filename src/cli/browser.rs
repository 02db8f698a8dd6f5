//! The browser: started on an address, whatever the system calls it.

use std::process::Command;
use std::process::Stdio;

use super::print::Printer;
use crate::diagnostic::Diagnostic;
use crate::fs;

/// Opens `address`, or says that the author has to.
pub fn open(address: &str, printer: &Printer) {
    let quiet = opener(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    if let Err(error) = quiet {
        let message = format!("no browser could be opened: {}", fs::plain(&error));
        let problem = Diagnostic::warning("no-browser", message);
        printer.diagnostics(&[problem.help(format!("open {address} yourself"))]);
    }
}

fn opener(address: &str) -> Command {
    let mut command = Command::new(match std::env::consts::OS {
        "macos" => "open",
        "windows" => "explorer",
        _ => "xdg-open",
    });
    command.arg(address);
    command
}
