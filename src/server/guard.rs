//! The guard: who means this server, and who was led here by somebody else's
//! page.
//!
//! Vite (CVE-2025-24010), esbuild (GHSA-67mh-4wv8-2f99) and webpack-dev-server
//! (CVE-2025-30360) each gave an author's work to any page that asked; these
//! are the checks that they lacked.

use std::net::IpAddr;
use std::net::SocketAddr;

/// The names that only this machine answers to.
const OWN_NAMES: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// Tells who is answered.
#[derive(Clone, Debug)]
pub struct Guard {
    /// The host that the author asked for.
    host: String,
    port: u16,
}

impl Guard {
    /// A guard for a server at `address`, which listens as `host`.
    pub fn new(host: &str, address: SocketAddr) -> Self {
        Self { host: written(host), port: address.port() }
    }

    /// Whether a `Host` header names this server; `local` is the address that
    /// the client really connected to.
    ///
    /// A name that points here, but is not ours, is how a page of somebody
    /// else's gets in. An address cannot point anywhere else than where the
    /// client connected to.
    pub fn knows(&self, host: &str, local: IpAddr) -> bool {
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if !port.contains(']') => (name, port.parse().ok()),
            _ => (host, Some(80)),
        };
        let name = name.to_ascii_lowercase();
        port == Some(self.port)
            && (OWN_NAMES.contains(&name.as_str())
                || name == self.host
                || name == written(&local.to_string()))
    }

    /// Whether an `Origin` header names the server that is asked as `host`.
    pub fn is_own_origin(origin: &str, host: &str) -> bool {
        origin.strip_prefix("http://").is_some_and(|own| own.eq_ignore_ascii_case(host))
    }
}

/// A host as it is written in addresses: in lower case, and IPv6 in brackets.
fn written(host: &str) -> String {
    let host = host.to_ascii_lowercase();
    if host.contains(':') && !host.starts_with('[') { format!("[{host}]") } else { host }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn knows(listens_as: &str, host: &str) -> bool {
        let guard = Guard::new(listens_as, "0.0.0.0:4000".parse().unwrap());
        guard.knows(host, "192.168.1.5".parse().unwrap())
    }

    #[test]
    fn the_names_of_this_machine_are_known_at_our_port() {
        for host in ["localhost:4000", "LOCALHOST:4000", "127.0.0.1:4000", "[::1]:4000"] {
            assert!(knows("127.0.0.1", host), "{host}");
        }
        for host in
            ["", "localhost", "localhost:4001", "localhost:", "localhost:4000:4000", "[::1]", "::1:4000"]
        {
            assert!(!knows("127.0.0.1", host), "{host}");
        }
    }

    #[test]
    fn a_name_that_somebody_points_here_is_not() {
        for host in
            ["evil.example:4000", "localhost.evil.example:4000", "127.0.0.1.nip.io:4000", "10.0.0.1:4000"]
        {
            assert!(!knows("0.0.0.0", host), "{host}");
        }
    }

    #[test]
    fn the_host_asked_for_and_the_address_connected_to_are_known() {
        assert!(knows("desk.local", "desk.local:4000"));
        assert!(knows("0.0.0.0", "192.168.1.5:4000"));
        assert_eq!(written("::1"), "[::1]");
    }

    #[test]
    fn an_origin_is_own_where_it_is_the_host_itself() {
        assert!(Guard::is_own_origin("http://localhost:4000", "localhost:4000"));
        for origin in ["null", "", "https://localhost:4000", "http://127.0.0.1:4000", "http://localhost"] {
            assert!(!Guard::is_own_origin(origin, "localhost:4000"), "{origin}");
        }
    }
}
