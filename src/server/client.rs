//! The client: the script in every page that asks for news, at an address
//! that only this run of the server knows.

use std::hash::BuildHasher;
use std::hash::RandomState;

use super::content_type;

/// The files of the client.
const FILES: [(&str, &str); 4] = [
    ("overlay.css", include_str!("client/overlay.css")),
    ("overlay.js", include_str!("client/overlay.js")),
    ("reload.js", include_str!("client/reload.js")),
    ("renewal.js", include_str!("client/renewal.js")),
];

/// Where the client stands. No file of a site has such a name, as mundap keeps
/// names that begin like this for itself.
const PREFIX: &str = "/.mundap-";

/// The client, under a secret address.
#[derive(Debug)]
pub struct Client {
    folder: String,
}

/// What stands at an address of the client.
#[derive(Debug, PartialEq, Eq)]
pub enum Part {
    /// A file of it, with its type.
    File(&'static str, &'static str),
    /// The stream of news.
    Events,
    /// Nothing: it was asked for with another run's address.
    Stranger,
}

impl Client {
    /// A client at an address that cannot be guessed.
    pub fn new() -> Self {
        // std's one source of randomness: each state is keyed by the system, and
        // SipHash hides the key
        let token = || RandomState::new().hash_one("mundap");
        Self { folder: format!("{PREFIX}{:016x}{:016x}/", token(), token()) }
    }

    /// What stands at `path`; none where it is an address of the site.
    pub fn find(&self, path: &str) -> Option<Part> {
        if !path.starts_with(PREFIX) {
            return None;
        }
        let Some(name) = path.strip_prefix(&self.folder) else { return Some(Part::Stranger) };
        if name == "events" {
            return Some(Part::Events);
        }
        let file = FILES.iter().find(|(known, _)| *known == name);
        Some(file.map_or(Part::Stranger, |&(name, text)| Part::File(content_type::of(name), text)))
    }

    /// A page with the client in it. `version` is that of the site, so that the
    /// page can tell whether news are new to it.
    pub fn join(&self, page: &[u8], version: u64) -> Vec<u8> {
        let script =
            format!("<script type=\"module\" src=\"{}reload.js?version={version}\"></script>", self.folder);
        let end = page.windows(7).rposition(|tag| tag.eq_ignore_ascii_case(b"</body>")).unwrap_or(page.len());
        let (before, after) = page.split_at(end);
        [before, script.as_bytes(), after].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_stands_at_the_end_of_the_page() {
        let client = Client { folder: "/.mundap-x/".into() };
        let joined = client.join(b"<body>a</BODY></html>", 3);
        let script = "<script type=\"module\" src=\"/.mundap-x/reload.js?version=3\"></script>";
        assert_eq!(String::from_utf8(joined).unwrap(), format!("<body>a{script}</BODY></html>"));
        assert!(client.join(b"", 3).ends_with(b"</script>"));
    }

    #[test]
    fn only_this_runs_address_leads_to_the_client() {
        let client = Client::new();
        assert_ne!(client.folder, Client::new().folder);
        assert_eq!(client.folder.len(), PREFIX.len() + 33);
        assert_eq!(client.find(&format!("{}events", client.folder)), Some(Part::Events));
        assert!(matches!(client.find(&format!("{}reload.js", client.folder)), Some(Part::File(..))));
        assert_eq!(client.find(&format!("{}none", client.folder)), Some(Part::Stranger));
        assert_eq!(client.find("/.mundap-0/events"), Some(Part::Stranger));
        assert_eq!(client.find("/q/1/"), None);
    }
}
