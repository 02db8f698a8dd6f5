//! A server: shows a site to the browsers of this machine,
//! and tells them when there is a newer one.
//!
//! It knows addresses and bytes, nothing of questions. What it answers is
//! looked up in the site it was given; no address ever becomes a path on disk.
//!
//! It is written on the standard library: tiny_http, the small server at hand,
//! was last released in 2022 and sets no time limit on connections, so a few
//! idle clients can keep all others out. What a server for one author needs
//! beyond that library is a thread and a deadline for each connection, and one
//! answer on each; the syntax of requests is left to httparse.
//!
//! # Who is answered
//! Only this machine, as long as nobody asks for more, and only browsers that
//! mean this server: a page of somebody else's could otherwise read an archive
//! before it is published, by having its own host name point here (DNS
//! rebinding). The guard sees to that.

mod bulletin;
mod client;
mod connection;
mod content_type;
mod difference;
mod guard;
mod range;
mod request;
mod response;
mod site;
mod target;

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::net::TcpStream;
use std::net::ToSocketAddrs;
use std::sync::Arc;
use std::sync::PoisonError;
use std::sync::RwLock;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

use serde_json::Value;
use serde_json::json;

use crate::diagnostic::Diagnostic;

use self::bulletin::Bulletin;
use self::client::Client;
use self::guard::Guard;
pub use self::site::Files;
pub use self::site::Look;
pub use self::site::Sheet;
pub use self::site::Site;

/// The ports to try where none is asked for.
const PORTS: std::ops::RangeInclusive<u16> = 4000..=4019;

/// The most connections at one time. Idle ones are gone within seconds, so
/// others wait no longer than that.
const MAX_CONNECTIONS: usize = 1024;

/// How large a stack each connection gets. Pages are made on it, and a template
/// that includes others to the depth that is allowed needs more than the usual
/// 2 MiB; what is not used takes no memory.
const STACK_BYTES: usize = 16 * 1024 * 1024;

/// Where to listen.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The host to listen as: a name or an address of this machine.
    pub host: String,
    /// The port; the first free one from 4000 on if absent.
    pub port: Option<u16>,
}

/// A server that is running; it ends with the program.
pub struct Server {
    shared: Arc<Shared>,
    address: SocketAddr,
}

/// What all connections share.
struct Shared {
    guard: Guard,
    client: Client,
    bulletin: Bulletin,
    site: RwLock<Arc<Site>>,
    connections: AtomicUsize,
}

impl Server {
    /// Starts to listen; there is no site to show yet.
    ///
    /// # Errors
    /// `bad-host` for what is no address of this machine, and `bad-port` for a
    /// port that is taken or not allowed.
    pub fn start(settings: &Settings) -> Result<Self, Diagnostic> {
        let listener = listen(settings)?;
        let address = listener.local_addr().map_err(|error| bad_host(&settings.host, &error))?;
        let shared = Arc::new(Shared {
            guard: Guard::new(&settings.host, address),
            client: Client::new(),
            bulletin: Bulletin::default(),
            site: RwLock::new(Arc::new(Site::none())),
            connections: AtomicUsize::new(0),
        });
        let for_connections = Arc::clone(&shared);
        thread::spawn(move || accept(&listener, &for_connections));
        Ok(Self { shared, address })
    }

    /// Where a browser of this machine finds the server: `http://127.0.0.1:4000`.
    pub fn origin(&self) -> String {
        let mut address = self.address;
        if address.ip().is_unspecified() {
            address.set_ip(std::net::Ipv4Addr::LOCALHOST.into());
        }
        format!("http://{address}")
    }

    /// Shows `site` from now on, or the last one for longer where there is
    /// none, and tells every open page so, together with `note`.
    ///
    /// One caller at a time: whose site is the newer is told by the order.
    pub fn publish(&self, site: Option<Site>, note: &Value) {
        let shown = self.shared.site();
        let mut news = json!({ "version": shown.version, "styles": null, "note": note });
        // a mistake that is taken back leaves every page as it was
        if let Some(mut site) = site.filter(|site| shown.version == 0 || !site.is_same(&shown)) {
            site.version = shown.version + 1;
            news["version"] = json!(site.version);
            news["styles"] = json!(difference::restyled(&shown, &site));
            *self.shared.site.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(site);
        }
        self.shared.bulletin.post(news.to_string());
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Shared {
    fn site(&self) -> Arc<Site> {
        Arc::clone(&self.site.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Gives every connection a thread, for ever.
fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    for stream in listener.incoming() {
        match stream {
            Ok(stream) => serve(stream, shared),
            // too many open files: some are closed soon
            Err(_) => thread::sleep(Duration::from_millis(20)),
        }
    }
}

fn serve(stream: TcpStream, shared: &Arc<Shared>) {
    let turn = Turn::take(Arc::clone(shared));
    if shared.connections.load(Ordering::Relaxed) > MAX_CONNECTIONS {
        return;
    }
    let thread = thread::Builder::new().stack_size(STACK_BYTES);
    // where there is no thread to be had the connection is closed
    _ = thread.spawn(move || {
        let turn = turn;
        // a browser that went away is no loss
        _ = connection::answer(&stream, &turn.0);
    });
}

/// A connection's place among those that are open; free again when dropped.
struct Turn(Arc<Shared>);

impl Turn {
    fn take(shared: Arc<Shared>) -> Self {
        shared.connections.fetch_add(1, Ordering::Relaxed);
        Self(shared)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.0.connections.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Listens at the port that is asked for, or the first of [`PORTS`] that is
/// free.
fn listen(settings: &Settings) -> Result<TcpListener, Diagnostic> {
    let host = settings.host.trim_start_matches('[').trim_end_matches(']');
    let bind = |port| {
        let addresses: Vec<_> = (host, port).to_socket_addrs()?.collect();
        TcpListener::bind(&addresses[..])
    };
    // what an unknown name is called differs from system to system
    if (host, 0).to_socket_addrs().is_err() {
        return Err(bad_host(host, &io::Error::other("it is neither an address nor a name known here")));
    }
    let ports = settings.port.map_or(PORTS, |port| port..=port);
    let last = *ports.end();
    for port in ports {
        match bind(port) {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse && port < last => {}
            Err(error) => return Err(refused(host, port, &error)),
        }
    }
    Err(refused(host, last, &io::ErrorKind::AddrInUse.into()))
}

/// The system lets nobody listen there.
fn refused(host: &str, port: u16, error: &io::Error) -> Diagnostic {
    match error.kind() {
        io::ErrorKind::AddrInUse => {
            let help = match port.checked_add(1) {
                Some(next) => format!("stop it, or choose another port: `mundap serve --port {next}`"),
                None => "stop it, or leave `--port` out".to_owned(),
            };
            bad_port(format!("another program listens at port {port} already")).help(help)
        }
        io::ErrorKind::PermissionDenied => {
            let message = format!("the system lets no ordinary program listen at port {port}");
            bad_port(message).help("choose a port from 1024 on, or leave `--port` out")
        }
        _ => bad_host(host, error),
    }
}

fn bad_port(message: String) -> Diagnostic {
    Diagnostic::error("bad-port", message)
}

fn bad_host(host: &str, error: &io::Error) -> Diagnostic {
    let why = match error.kind() {
        io::ErrorKind::AddrNotAvailable => "it is not of this machine".to_owned(),
        _ => crate::fs::plain(error),
    };
    Diagnostic::error("bad-host", format!("mundap cannot listen as `{host}`: {why}"))
        .help("leave `--host` out for this machine alone, or write `--host 0.0.0.0` for all of its addresses")
}
