//! Progress: whoever waits for long work is told how far it has come.

/// Told how far the work has come.
pub trait Progress: Sync {
    /// A step begins that has `length` parts.
    fn start(&self, step: &'static str, length: usize);
    /// One part of the step is done.
    fn advance(&self);
}

/// Keeps to itself.
#[derive(Clone, Copy, Debug)]
pub struct Silent;

impl Progress for Silent {
    fn start(&self, _: &'static str, _: usize) {}
    fn advance(&self) {}
}
