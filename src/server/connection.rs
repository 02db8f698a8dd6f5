//! A connection: one request and its answer.

use std::io;
use std::io::Read;
use std::io::Write;
use std::net::IpAddr;
use std::net::Shutdown;
use std::net::TcpStream;
use std::time::Duration;
use std::time::Instant;

use super::Shared;
use super::client::Part;
use super::content_type;
use super::guard::Guard;
use super::request::Refusal;
use super::request::Request;
use super::response::Extent;
use super::response::Response;
use super::site::Found;
use super::site::Site;
use super::target::Target;
use crate::diagnostic::Diagnostic;

/// How long a client may take to receive a piece of an answer.
const WRITE_PATIENCE: Duration = Duration::from_secs(10);

/// How long a connection is kept open for what the client still sends.
const LINGER: Duration = Duration::from_millis(500);

/// How often something is sent to who waits for news, to see whether it is
/// still there.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// What is shown before the first site: the client puts over it why there is
/// none.
const NO_SITE: &str = "<!doctype html><html><head><meta charset=\"utf-8\"><title>mundap</title></head>\
     <body><p>There is no site yet.</p></body></html>";

/// What to do with a request.
enum Answer<'a> {
    Response(Response<'a>),
    Events,
}

/// Reads one request and answers it.
///
/// # Errors
/// What the connection fails with.
pub fn answer(stream: &TcpStream, shared: &Shared) -> io::Result<()> {
    stream.set_nodelay(true)?;
    stream.set_write_timeout(Some(WRITE_PATIENCE))?;
    let request = match Request::read(stream) {
        Ok(request) => request,
        Err(Refusal::Gone) => return Ok(()),
        Err(Refusal::Malformed) => return send(stream, Response::plain(400), Extent::Whole),
        Err(Refusal::LongTarget) => return send(stream, Response::plain(414), Extent::Whole),
        Err(Refusal::LongHeaders) => return send(stream, Response::plain(431), Extent::Whole),
    };
    let local = stream.local_addr()?.ip();
    let site = shared.site();
    match respond(&request, local, shared, &site) {
        Answer::Events => events(stream, shared),
        Answer::Response(response) => {
            let extent = if request.method == "HEAD" { Extent::Head } else { Extent::Whole };
            send(stream, response.for_request(&request), extent)
        }
    }
}

/// The answer to a request that came in at the address `local`.
fn respond<'a>(request: &Request, local: IpAddr, shared: &Shared, site: &'a Site) -> Answer<'a> {
    let known = request.header("host").filter(|host| shared.guard.knows(host, local));
    let Some(host) = known else { return Answer::Response(Response::plain(403)) };
    if !matches!(request.method.as_str(), "GET" | "HEAD") {
        return Answer::Response(Response::plain(405).with("Allow", "GET, HEAD"));
    }
    let Some(target) = Target::read(&request.target) else {
        return Answer::Response(Response::plain(400));
    };
    match shared.client.find(&target.path) {
        None => Answer::Response(page(&target, shared, site)),
        Some(Part::Stranger) => Answer::Response(Response::plain(403)),
        Some(Part::File(content_type, text)) => {
            Answer::Response(Response::new(200, content_type, text.as_bytes()))
        }
        Some(Part::Events) => {
            let origin = request.header("origin");
            let is_own = origin.is_some_and(|origin| Guard::is_own_origin(origin, host));
            let is_welcome = request.method == "GET" && (is_own || !request.has("origin"));
            if is_welcome { Answer::Events } else { Answer::Response(Response::plain(403)) }
        }
    }
}

/// What the site has at an address, with the headers it asks for.
fn page<'a>(target: &Target, shared: &Shared, site: &'a Site) -> Response<'a> {
    let joined = |page: &[u8]| shared.client.join(page, site.version);
    let response = match site.find(&target.path) {
        Found::File(path, bytes) => match content_type::of(&path) {
            content_type::HTML => Response::new(200, content_type::HTML, joined(&bytes)),
            content_type => Response::new(200, content_type, bytes),
        },
        Found::Failed(problem) => {
            return Response::new(500, content_type::HTML, joined(failed(&problem).as_bytes()));
        }
        Found::Redirect(redirect) => Response::plain(redirect.status).with("Location", redirect.to.as_str()),
        Found::Folder(address) => {
            let query = target.query.as_ref().map(|query| format!("?{query}")).unwrap_or_default();
            Response::plain(308).with("Location", format!("{}{query}", encoded(&address)))
        }
        Found::Missing(page) => Response::new(404, content_type::HTML, joined(&page)),
        Found::NoSite => return Response::new(503, content_type::HTML, joined(NO_SITE.as_bytes())),
    };
    site.headers(&target.path).fold(response, |response, (name, value)| response.with(name, value))
}

/// The page that stands for one that cannot be made.
fn failed(problem: &Diagnostic) -> String {
    let place = problem.place.as_ref().map(|place| format!("{}:{}: ", place.file, place.line));
    let text = format!("{}{}", place.unwrap_or_default(), problem.message);
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    format!(
        "<!doctype html><html><head><meta charset=\"utf-8\"><title>mundap</title></head>\
         <body><p>This page cannot be shown.</p><p>{text}</p></body></html>"
    )
}

/// The address as a header can hold it.
fn encoded(address: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=:@".contains(&byte);
    let byte = |byte: u8| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    address.bytes().map(byte).collect()
}

/// Sends news as they come, in the format of server-sent events, until the
/// client is gone.
fn events(mut stream: &TcpStream, shared: &Shared) -> io::Result<()> {
    let head = Response { status: 200, headers: Vec::new(), body: Default::default() };
    let head =
        head.with("Content-Type", "text/event-stream; charset=utf-8").with("Connection", "close").head();
    stream.write_all(head.as_bytes())?;
    let mut seen = 0;
    loop {
        match shared.bulletin.wait(seen, HEARTBEAT) {
            Some(news) => {
                seen = news.number;
                stream.write_all(format!("data: {}\n\n", news.text).as_bytes())?;
            }
            None => stream.write_all(b":\n\n")?,
        }
    }
}

/// Sends so much of a response, and takes leave: a connection that is closed while the
/// client still sends is reset, and the response may be lost.
fn send(mut stream: &TcpStream, response: Response<'_>, extent: Extent) -> io::Result<()> {
    response.send(stream, extent)?;
    stream.shutdown(Shutdown::Write)?;
    let until = Instant::now() + LINGER;
    let mut chunk = [0; 2048];
    while let Some(left) = until.checked_duration_since(Instant::now()).filter(|left| !left.is_zero()) {
        stream.set_read_timeout(Some(left))?;
        if stream.read(&mut chunk)? == 0 {
            break;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_in_a_header_is_ascii() {
        assert_eq!(encoded("/가/a b/"), "/%EA%B0%80/a%20b/");
    }
}
