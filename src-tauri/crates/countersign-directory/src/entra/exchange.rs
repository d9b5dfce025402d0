//! One question over HTTP and its answer: bounded in time and in bytes, to the address that was given and no other.

use std::io::{self, Read as _};
use std::path::Path;
use std::time::Duration;

use bytes::Bytes;
use rustls::pki_types::{CertificateDer, pem::PemObject};
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::unversioned::resolver::DefaultResolver;
use ureq::unversioned::transport::{Connector as _, DefaultConnector};
use zeroize::Zeroizing;

use super::setting::Setting;
use super::wash::Wash;
use crate::DirectoryProblem;

/// Bytes of the longest answer that is read: many times the largest page of Graph.
const LONGEST: u64 = 64 << 20;
/// Bytes that any answer has room for.
const ROOM: u64 = 64 << 10;
/// What a server says of the length is believed up to here; longer answers come all the same.
const SAID: u64 = 4 << 20;
const SYSTEM_CA: &str = "/etc/ssl/certs/ca-certificates.crt";

/// What is sent.
pub(super) struct Asked {
    pub verb: &'static str,
    pub url: String,
    pub bearer: Option<Zeroizing<String>>,
    pub body: Option<(&'static str, Zeroizing<Vec<u8>>)>,
}

/// What came back.
pub(super) struct Answer {
    pub status: u16,
    /// As the server wrote it.
    pub retry_after: Option<String>,
    /// A pass may stand in it.
    pub body: Zeroizing<Vec<u8>>,
}

/// The connections to one cloud, which stay open between questions.
pub(super) fn agent(setting: &Setting) -> Result<ureq::Agent, DirectoryProblem> {
    let mut config = ureq::Agent::config_builder()
        .timeout_connect(Some(Duration::from_secs(setting.connect_for)))
        .timeout_global(Some(Duration::from_secs(setting.answer_for)))
        .max_redirects(0)
        .http_status_as_error(false)
        .max_idle_connections(setting.at_once)
        .max_idle_connections_per_host(setting.at_once)
        .user_agent("Countersign");
    if setting.base_url.is_some() {
        // What stands on this machine is never asked for elsewhere.
        config = config.proxy(None);
    }
    let mut roots = Vec::new();
    match &setting.ca_file {
        Some(file) => {
            roots.extend(certificates(file)?);
            // Beside the usual ones, as far as they stand in a file.
            roots.extend(certificates(SYSTEM_CA.as_ref()).unwrap_or_default());
            let tls = TlsConfig::builder()
                .root_certs(RootCerts::new_with_certs(&roots))
                .build();
            config = config.tls_config(tls);
        }
        None => {
            if let Ok(found) = certificates(SYSTEM_CA.as_ref())
                && !found.is_empty()
            {
                let tls = TlsConfig::builder()
                    .root_certs(RootCerts::new_with_certs(&found))
                    .build();
                config = config.tls_config(tls);
            }
        }
    }
    let connector = DefaultConnector::default().chain(Wash);
    Ok(ureq::Agent::with_parts(
        config.build(),
        connector,
        DefaultResolver::default(),
    ))
}

fn certificates(file: &Path) -> Result<Vec<Certificate<'static>>, DirectoryProblem> {
    let wrong = |why: &dyn std::fmt::Display| {
        DirectoryProblem::Setting(format!("the certificates in {} cannot be read ({why})", file.display()))
    };
    let pem = std::fs::read(file).map_err(|error| wrong(&error))?;
    CertificateDer::pem_slice_iter(&pem)
        .map(|one| {
            one.map(|der| Certificate::from_der(&der).to_owned())
                .map_err(|error| wrong(&error))
        })
        .collect()
}

/// Sends a question and reads the whole answer; waits on the thread it is called on.
pub(super) fn ask(agent: &ureq::Agent, asked: &Asked) -> Result<Answer, ureq::Error> {
    let mut request = ureq::http::Request::builder()
        .method(asked.verb)
        .uri(&asked.url)
        .header("Accept", "application/json");
    if let Some(bearer) = &asked.bearer {
        // Shared and never copied, so that the last to let it go overwrites it.
        let text = Zeroizing::new([b"Bearer ", bearer.as_bytes()].concat());
        let mut value = ureq::http::HeaderValue::from_maybe_shared(Bytes::from_owner(text))
            .map_err(|error| ureq::Error::Http(error.into()))?;
        value.set_sensitive(true);
        request = request.header("Authorization", value);
    }
    let response = match &asked.body {
        Some((kind, bytes)) => {
            let request = request.header("Content-Type", *kind).body(bytes.as_slice())?;
            agent.run(request)
        }
        None => agent.run(request.body(())?),
    };
    let mut response = response?;
    let header = response
        .headers()
        .get("Retry-After")
        .and_then(|value| value.to_str().ok());
    let retry_after = header.map(str::to_owned);
    let status = response.status().as_u16();
    let length = response.body().content_length().unwrap_or(0).clamp(ROOM, SAID);
    // With room for all of it: a list that grows leaves its earlier places behind as they are.
    let mut body = Zeroizing::new(Vec::with_capacity(usize::try_from(length).unwrap_or_default() + 64));
    let mut reader = response.body_mut().with_config().limit(LONGEST).reader();
    reader.read_to_end(&mut body)?;
    Ok(Answer {
        status,
        retry_after,
        body,
    })
}

/// Whether asking once more may help, and what to say where it does not.
pub(super) fn problem(url: &str, setting: &Setting, error: ureq::Error) -> (bool, DirectoryProblem) {
    let unclear = |reason: String| DirectoryProblem::Unclear {
        url: url.to_owned(),
        reason,
    };
    match error {
        ureq::Error::Timeout(_) => {
            let seconds = setting.answer_for;
            (
                true,
                DirectoryProblem::TimedOut {
                    url: url.to_owned(),
                    seconds,
                },
            )
        }
        ureq::Error::Io(source) => {
            if let Some(rustls::Error::InvalidCertificate(reason)) =
                source.get_ref().and_then(|inner| inner.downcast_ref())
            {
                let untrusted = DirectoryProblem::Untrusted {
                    url: url.to_owned(),
                    reason: reason.to_string(),
                };
                return (false, untrusted);
            }
            (true, unreachable(url, source))
        }
        ureq::Error::HostNotFound => (false, unreachable(url, io::Error::from(io::ErrorKind::NotFound))),
        ureq::Error::ConnectionFailed => (
            true,
            unreachable(url, io::Error::from(io::ErrorKind::ConnectionRefused)),
        ),
        ureq::Error::Rustls(rustls::Error::InvalidCertificate(reason)) => {
            let untrusted = DirectoryProblem::Untrusted {
                url: url.to_owned(),
                reason: reason.to_string(),
            };
            (false, untrusted)
        }
        ureq::Error::BodyExceedsLimit(bytes) => (false, unclear(format!("its answer is longer than {bytes} bytes"))),
        // A connection that was cut inside an answer shows as broken HTTP.
        other => (true, unclear(other.to_string())),
    }
}

fn unreachable(url: &str, source: io::Error) -> DirectoryProblem {
    DirectoryProblem::Unreachable {
        url: url.to_owned(),
        source,
    }
}
