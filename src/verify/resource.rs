//! A resource: what a browser loads for a page, and how it reads that.

use super::role::Role;

/// What a browser loads by itself, or sends somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Resource {
    /// What a script element or another script runs.
    Script,
    /// A style sheet of a page.
    Style,
    /// What a style imports.
    ImportedStyle,
    /// What else a style loads: a font, a picture.
    OfStyle,
    /// A picture, also one in a drawing.
    Picture,
    /// The small picture of a site.
    Icon,
    /// The description of a site that can be installed.
    Manifest,
    /// A page in the page.
    Frame,
    /// What an `object` or `embed` shows.
    Object,
    /// A film.
    Film,
    /// A sound.
    Sound,
    /// What a `source` gives, to either.
    FilmOrSound,
    /// The subtitles of a film.
    Subtitles,
    /// A file that will be wanted soon, or that a script asks for.
    File,
    /// A page that will be wanted soon.
    Page,
    /// A connection without a file.
    Connection,
    /// The page that this one sends its readers to.
    NextPage,
    /// What a reader typed into a form, which is sent.
    Form,
    /// What all other addresses of the page are relative to.
    Base,
}

impl Resource {
    /// What messages call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Script => "a script",
            Self::Style => "a style sheet",
            Self::ImportedStyle | Self::OfStyle => "a part of a style",
            Self::Picture => "a picture",
            Self::Icon => "an icon",
            Self::Manifest => "a manifest",
            Self::Frame => "a frame",
            Self::Object => "an object",
            Self::Film => "a film",
            Self::Sound => "a sound",
            Self::FilmOrSound => "a film or sound",
            Self::Subtitles => "subtitles",
            Self::File => "a file",
            Self::Page => "a page",
            Self::Connection => "a connection",
            Self::NextPage => "the next page",
            Self::Form => "what is typed into a form",
            Self::Base => "what has a relative address",
        }
    }

    /// How a browser reads what is loaded, whatever the file is called; none
    /// where the file's name decides, or nothing in it can ask for more.
    pub fn role(self) -> Option<Role> {
        match self {
            Self::Script => Some(Role::Script),
            Self::Style | Self::ImportedStyle => Some(Role::Style),
            Self::Manifest => Some(Role::Manifest),
            Self::Frame | Self::Object => Some(Role::Page),
            _ => None,
        }
    }

    /// Whether it may do what a page does: run scripts, or load others.
    pub fn is_active(self) -> bool {
        matches!(
            self,
            Self::Script | Self::Style | Self::ImportedStyle | Self::Manifest | Self::Frame | Self::Object
        )
    }
}
