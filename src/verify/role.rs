//! A role: how a browser reads a file.

/// How a browser reads a file that can ask for others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// A page of HTML.
    Page,
    /// A drawing, or a page of XML.
    Drawing,
    /// A style sheet.
    Style,
    /// A script.
    Script,
    /// A sitemap, a feed or other XML.
    Xml,
    /// A feed or other JSON.
    Json,
    /// The description of a site that can be installed.
    Manifest,
    /// A list of the pieces of a film.
    Playlist,
    /// The headers that a site asks its host for.
    Headers,
}

impl Role {
    /// What the ending of a path says, in either case, as hosts go by it too.
    pub fn of(path: &str) -> Option<Self> {
        if path == "_headers" {
            return Some(Self::Headers);
        }
        let (_, ending) = path.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "html" | "htm" | "shtml" => Some(Self::Page),
            "svg" | "xhtml" | "xht" => Some(Self::Drawing),
            "css" => Some(Self::Style),
            "js" | "mjs" => Some(Self::Script),
            "xml" | "xsl" | "xslt" => Some(Self::Xml),
            "webmanifest" => Some(Self::Manifest),
            "m3u8" | "m3u" => Some(Self::Playlist),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}
