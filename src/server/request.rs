//! A request: its first lines, read within a limit of size and of time.

use std::io;
use std::io::Read;
use std::net::TcpStream;
use std::time::Duration;
use std::time::Instant;

/// The most bytes that a request line and its headers have together.
pub const MAX_BYTES: usize = 8 * 1024;

/// The most headers.
const MAX_HEADERS: usize = 64;

/// How long a client may take to say what it wants, however it spreads that.
const PATIENCE: Duration = Duration::from_secs(10);

/// What a client asks for; what follows as a body is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The method, such as `GET`.
    pub method: String,
    /// The target as it was sent.
    pub target: String,
    /// The headers in order.
    headers: Vec<(String, String)>,
}

/// Why there is no request.
#[derive(Debug)]
pub enum Refusal {
    /// The client went away, or said nothing in time.
    Gone,
    /// It is not HTTP.
    Malformed,
    /// The request line alone is too long.
    LongTarget,
    /// The headers are too many or too long.
    LongHeaders,
}

impl Request {
    /// Reads a request from a connection.
    ///
    /// # Errors
    /// Why there is none.
    pub fn read(stream: &TcpStream) -> Result<Self, Refusal> {
        let until = Instant::now() + PATIENCE;
        let mut bytes = Vec::new();
        let mut chunk = [0; 2048];
        loop {
            let length = read_until(stream, &mut chunk, until).map_err(|_| Refusal::Gone)?;
            if length == 0 {
                return Err(Refusal::Gone);
            }
            bytes.extend_from_slice(&chunk[..length]);
            match Self::parse(&bytes)? {
                Some(request) => return Ok(request),
                None if bytes.len() < MAX_BYTES => {}
                None if bytes.contains(&b'\n') => return Err(Refusal::LongHeaders),
                None => return Err(Refusal::LongTarget),
            }
        }
    }

    /// The request that `bytes` hold; none while there is more to come.
    fn parse(bytes: &[u8]) -> Result<Option<Self>, Refusal> {
        let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
        let mut request = httparse::Request::new(&mut headers);
        match request.parse(bytes) {
            Ok(httparse::Status::Partial) => return Ok(None),
            Ok(httparse::Status::Complete(length)) if length > MAX_BYTES => return Err(Refusal::LongHeaders),
            Ok(httparse::Status::Complete(_)) => {}
            Err(httparse::Error::TooManyHeaders) => return Err(Refusal::LongHeaders),
            Err(_) => return Err(Refusal::Malformed),
        }
        let header = |header: &httparse::Header<'_>| {
            let value = std::str::from_utf8(header.value).ok()?;
            Some((header.name.to_ascii_lowercase(), value.trim().to_owned()))
        };
        let headers = request.headers.iter().map(header).collect::<Option<_>>().ok_or(Refusal::Malformed)?;
        let method = request.method.unwrap_or_default().to_owned();
        let target = request.path.unwrap_or_default().to_owned();
        Ok(Some(Self { method, target, headers }))
    }

    /// The value of a header that is sent once; `name` is in lower case.
    ///
    /// One that is sent twice could be read one way here and another way by
    /// whoever passed it on, so it counts as none.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.iter().filter(|(header, _)| header == name);
        let (_, value) = values.next()?;
        values.next().is_none().then_some(value.as_str())
    }

    /// Whether a header is sent at all.
    pub fn has(&self, name: &str) -> bool {
        self.headers.iter().any(|(header, _)| header == name)
    }
}

/// Reads what has come, but waits no longer than `until`.
fn read_until(mut stream: &TcpStream, chunk: &mut [u8], until: Instant) -> io::Result<usize> {
    let left = until.saturating_duration_since(Instant::now());
    if left.is_zero() {
        return Err(io::ErrorKind::TimedOut.into());
    }
    stream.set_read_timeout(Some(left))?;
    stream.read(chunk)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_read_as_soon_as_it_is_whole() {
        assert!(matches!(Request::parse(b"GET / HTTP/1.1\r\nHo"), Ok(None)));
        let request =
            Request::parse(b"GET /a?b HTTP/1.1\r\nHOST: a\r\nX: 1\r\nX: 2\r\n\r\n").unwrap().unwrap();
        assert_eq!((request.method.as_str(), request.target.as_str()), ("GET", "/a?b"));
        assert_eq!(request.header("host"), Some("a"));
        assert_eq!((request.header("x"), request.has("x"), request.has("y")), (None, true, false));
    }

    #[test]
    fn what_is_not_http_is_malformed() {
        for bytes in [&b"\x16\x03\x01\x02\x00"[..], b"GET / HTTP/9\r\n\r\n", b"GET /\0 HTTP/1.1\r\n\r\n"] {
            assert!(matches!(Request::parse(bytes), Err(Refusal::Malformed)), "{bytes:?}");
        }
        let many = format!("GET / HTTP/1.1\r\n{}\r\n", "a: b\r\n".repeat(MAX_HEADERS + 1));
        assert!(matches!(Request::parse(many.as_bytes()), Err(Refusal::LongHeaders)));
    }
}
