//! The guard at every door: a request must name this service as its host, and a page that sends it
//! must be ours.
//!
//! A page of anyone's can point its own name at a loopback address (DNS rebinding) and then talk to
//! whatever listens there. Its requests still carry its name in `Host` and `Origin`, so that
//! refusing foreign ones stops it, on every route and before a WebSocket is opened. It never looks
//! at who is acting.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::problem::{Problem, quoted};

/// The port that a URL leaves out.
const HTTP_PORT: u16 = 80;

/// The hosts under which this service answers, and the origins whose pages may call it.
#[derive(Debug, Clone)]
pub struct Doors {
    hosts: BTreeSet<String>,
    origins: BTreeSet<String>,
}

impl Doors {
    /// The loopback names and the listening address, each with the listening port, and pages served
    /// from them.
    pub fn at(listening: SocketAddr) -> Self {
        let port = listening.port();
        let names = ["localhost", "127.0.0.1", "[::1]"]
            .map(|name| format!("{name}:{port}"))
            .into_iter()
            .chain([listening.to_string()]);
        names.fold(Self { hosts: BTreeSet::new(), origins: BTreeSet::new() }, |doors, name| {
            doors.host(&name)
        })
    }

    /// Also answers under this host (`name:port`, or a bare name on port 80), and calls from its
    /// own pages.
    pub fn host(mut self, host: &str) -> Self {
        let host = host.to_ascii_lowercase();
        if let Some(bare) = host.strip_suffix(&format!(":{HTTP_PORT}")) {
            self = self.host(bare);
        }
        self.origins.insert(format!("http://{host}"));
        self.hosts.insert(host);
        self
    }

    /// Also takes calls from pages of this origin, for example `https://plan.example`.
    pub fn origin(mut self, origin: &str) -> Self {
        self.origins.insert(origin.to_ascii_lowercase());
        self
    }

    fn check(&self, request: &Request) -> Result<(), Problem> {
        self.check_host(request.headers())?;
        self.check_target(request)?;
        self.check_origin(request.headers())
    }

    fn check_host(&self, headers: &HeaderMap) -> Result<(), Problem> {
        let host = only(headers, &header::HOST)?
            .ok_or_else(|| Problem::new(StatusCode::BAD_REQUEST, "the Host header is missing"))?;
        self.check_name(&host)
    }

    /// An absolute request target (RFC 9112, section 3.2.2) outranks `Host`, so it is held to the
    /// same names.
    fn check_target(&self, request: &Request) -> Result<(), Problem> {
        request.uri().authority().map_or(Ok(()), |authority| self.check_name(authority.as_str()))
    }

    fn check_name(&self, host: &str) -> Result<(), Problem> {
        if self.hosts.contains(&host.to_ascii_lowercase()) {
            return Ok(());
        }
        Err(refusal("host", host, &self.hosts))
    }

    fn check_origin(&self, headers: &HeaderMap) -> Result<(), Problem> {
        match only(headers, &header::ORIGIN)? {
            Some(origin) if !self.origins.contains(&origin.to_ascii_lowercase()) => {
                Err(refusal("origin", &origin, &self.origins))
            }
            _ => Ok(()),
        }
    }
}

/// Lets a request on only when its host and origin are among the doors.
pub(super) async fn keep(
    State(doors): State<Arc<Doors>>,
    request: Request,
    next: Next,
) -> Response {
    match doors.check(&request) {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

fn only(headers: &HeaderMap, name: &HeaderName) -> Result<Option<String>, Problem> {
    let mut values = headers.get_all(name).iter();
    let first = values.next();
    if values.next().is_some() {
        return Err(Problem::new(
            StatusCode::BAD_REQUEST,
            format!("the header {name} is given more than once"),
        ));
    }
    Ok(first.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()))
}

fn refusal(what: &str, given: &str, accepted: &BTreeSet<String>) -> Problem {
    let accepted: Vec<&str> = accepted.iter().map(String::as_str).collect();
    Problem::new(
        StatusCode::FORBIDDEN,
        format!(
            "the {what} {} is not one of this service; accepted: {}",
            quoted(given),
            accepted.join(", ")
        ),
    )
}
