//! A passage of a page: a style, an address or a script in it, and where that
//! stands.

use std::ops::Range;

use super::resource::Resource;

/// A text that stands in a page, such as a style.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Passage {
    /// What it says, its character references resolved.
    pub text: String,
    /// The bytes of the page that hold it.
    pub range: Range<usize>,
}

/// An address in a page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Use {
    /// The address as it is written, its character references resolved.
    pub address: String,
    /// What it is for.
    pub purpose: Purpose,
    /// The bytes of the page that hold it.
    pub range: Range<usize>,
}

/// What an address is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// The browser asks for it without being told, or sends something there.
    Load(Resource),
    /// A reader may go there.
    Follow,
    /// Machines are told of it.
    Tell,
    /// The browser reports there that a link was followed.
    Report,
}

/// What holds a script in a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Holder {
    /// An element of its own.
    Element,
    /// An attribute that runs it when something happens.
    Attribute,
    /// An address that is a script itself.
    Address,
}

/// A script that stands in the page itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct InlineScript {
    /// What holds it there.
    pub holder: Holder,
    /// The bytes of the page that hold it.
    pub range: Range<usize>,
}
