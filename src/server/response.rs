//! A response: what is sent back, and how it is cut to what the client has
//! already.

use std::borrow::Cow;
use std::io;
use std::io::Write;
use std::net::TcpStream;

use super::range::Wanted;
use super::request::Request;
use crate::hash::Hash;

/// A status with headers and a body.
#[derive(Clone, Debug)]
pub struct Response<'a> {
    /// The status code.
    pub status: u16,
    /// The headers; those that every response has are added when it is sent.
    pub headers: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    /// The body.
    pub body: Cow<'a, [u8]>,
}

/// How much of a response is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// All of it.
    Whole,
    /// What stands before the body: the answer to `HEAD`.
    Head,
}

impl<'a> Response<'a> {
    /// A response with a body of some type.
    pub fn new(status: u16, content_type: &'a str, body: impl Into<Cow<'a, [u8]>>) -> Self {
        Self { status, headers: Vec::new(), body: body.into() }.with("Content-Type", content_type)
    }

    /// A response that only says in words what its status means.
    pub fn plain(status: u16) -> Self {
        let body = format!("{status} {}\n", reason(status)).into_bytes();
        Self::new(status, "text/plain; charset=utf-8", body)
    }

    /// With a header in place of one of this name.
    #[must_use]
    pub fn with(mut self, name: impl Into<Cow<'a, str>>, value: impl Into<Cow<'a, str>>) -> Self {
        let name = name.into();
        self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(&name));
        self.headers.push((name, value.into()));
        self
    }

    /// The same without the body where the client has it already, or with the
    /// part of it that the client asks for.
    #[must_use]
    pub fn for_request(self, request: &Request) -> Self {
        if self.status != 200 {
            return self;
        }
        let tag = format!("\"{}\"", Hash::of(&self.body));
        if request.header("if-none-match").is_some_and(|known| matches(known, &tag)) {
            return Self { status: 304, body: Cow::Borrowed(&[]), ..self }.with("ETag", tag);
        }
        let is_same = request.header("if-range").is_none_or(|known| known == tag);
        let size = self.body.len();
        let range = request.header("range").filter(|_| is_same);
        let this = self.with("ETag", tag).with("Accept-Ranges", "bytes");
        match range.map_or(Wanted::All, |range| Wanted::read(range, size)) {
            Wanted::All => this,
            Wanted::Nothing => Self::plain(416).with("Content-Range", format!("bytes */{size}")),
            Wanted::Part(range) => {
                let part = format!("bytes {}-{}/{size}", range.start, range.end - 1);
                let body = this.body.get(range).unwrap_or_default().to_vec().into();
                Self { status: 206, body, ..this }.with("Content-Range", part)
            }
        }
    }

    /// Sends so much of it.
    ///
    /// # Errors
    /// What the connection fails with.
    pub fn send(self, mut stream: &TcpStream, extent: Extent) -> io::Result<()> {
        let size = self.body.len().to_string();
        let this = self.with("Content-Length", size).with("Connection", "close");
        let mut message = this.head().into_bytes();
        if extent == Extent::Whole && this.status != 304 {
            message.extend_from_slice(&this.body);
        }
        stream.write_all(&message)
    }

    /// The status line and all headers.
    ///
    /// Whatever is sent is asked for again the next time, as it may be newer
    /// then; it is what it says to be; and no page from elsewhere may use it.
    pub fn head(&self) -> String {
        let mut head = format!("HTTP/1.1 {} {}\r\n", self.status, reason(self.status));
        let own = [
            ("Cache-Control", "no-cache"),
            ("X-Content-Type-Options", "nosniff"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
        ];
        let is_own = |name: &str| own.iter().any(|(own, _)| own.eq_ignore_ascii_case(name));
        let sent = self.headers.iter().map(|(name, value)| (&**name, &**value));
        for (name, value) in own.into_iter().chain(sent.filter(|(name, _)| !is_own(name))) {
            // what comes from a file is kept from starting a header of its own
            let value = value.replace(char::is_control, " ");
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        head
    }
}

/// Whether one of the tags in an `If-None-Match` header is `tag`.
fn matches(known: &str, tag: &str) -> bool {
    known.split(',').map(str::trim).any(|known| known == "*" || known.trim_start_matches("W/") == tag)
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        206 => "Partial Content",
        301 => "Moved Permanently",
        302 => "Found",
        304 => "Not Modified",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        414 => "URI Too Long",
        416 => "Range Not Satisfiable",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        _ => "Status",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_compared_weakly() {
        assert!(matches("\"a\", W/\"b\"", "\"b\""));
        assert!(matches("*", "\"b\""));
        assert!(!matches("\"bb\"", "\"b\""));
    }

    #[test]
    fn a_header_cannot_start_another() {
        let head =
            Response::plain(404).with("X-A", "b\r\nSet-Cookie: c").with("cache-control", "public").head();
        assert!(head.contains("X-A: b  Set-Cookie: c\r\n"), "{head}");
        assert!(!head.contains("public"), "{head}");
    }
}
