//! The `mundap` program.

use std::process::ExitCode;

/// Pages are made of many small strings, which this allocator hands out in less
/// time than the system's. Its huge pages are off in `Cargo.toml`: to zero what
/// nobody fills took more than they saved.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    mundap::cli::run(std::env::args_os()).into()
}
