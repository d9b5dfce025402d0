//! HTTP for the storage library, by the client and the TLS that the rest of this program has: to the address that was
//! given and no other, bounded in time and in bytes.

use std::fmt;
use std::io;
use std::path::Path;
use std::time::Duration;

use async_trait::async_trait;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http_body_util::{BodyExt, Full};
use object_store::ClientOptions;
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse, HttpResponseBody, HttpService,
};
use rustls::pki_types::{CertificateDer, pem::PemObject};
use ureq::http::{self, HeaderValue, header};
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use zeroize::Zeroizing;

use crate::{ExchangeProblem, Place};

/// Bytes of the longest answer that is read: a part, or a list of a folder with very many files.
const LONGEST: u64 = 64 << 20;
const CONNECT_FOR: Duration = Duration::from_secs(10);
/// A part on a slow line takes so long.
const ANSWER_FOR: Duration = Duration::from_secs(120);
const SYSTEM_CA: &str = "/etc/ssl/certs/ca-certificates.crt";

/// The connections to one server, which stay open between questions.
#[derive(Clone)]
pub(crate) struct Http {
    agent: ureq::Agent,
    /// What signs in on every question, where the library does not.
    authorization: Option<HeaderValue>,
}

impl fmt::Debug for Http {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Http")
    }
}

impl Http {
    pub fn new(place: &Place) -> Result<Self, ExchangeProblem> {
        let mut config = ureq::Agent::config_builder()
            .timeout_connect(Some(CONNECT_FOR))
            .timeout_global(Some(ANSWER_FOR))
            .max_redirects(0)
            .http_status_as_error(false)
            .allow_non_standard_methods(true)
            .user_agent("Countersign");
        if place.server().is_some_and(|url| url.starts_with("http:")) {
            // What stands on this machine is never asked for elsewhere.
            config = config.proxy(None);
        }
        let mut roots = match place.ca_file() {
            Some(file) => certificates(file)?,
            None => Vec::new(),
        };
        // The system's own may lie elsewhere than in a file; then the library finds them.
        roots.extend(certificates(SYSTEM_CA.as_ref()).unwrap_or_default());
        if !roots.is_empty() {
            let roots = RootCerts::new_with_certs(&roots);
            config = config.tls_config(TlsConfig::builder().root_certs(roots).build());
        }
        Ok(Self {
            agent: config.build().into(),
            authorization: None,
        })
    }

    /// Signs in with a name and a password.
    pub fn with_password(mut self, user: &str, password: &str) -> Result<Self, ExchangeProblem> {
        let both = Zeroizing::new(format!("{user}:{password}"));
        let text = Zeroizing::new(format!("Basic {}", STANDARD.encode(both.as_bytes())));
        let mut value =
            HeaderValue::from_str(&text).map_err(|_| ExchangeProblem::Setting("the password cannot be sent".into()))?;
        value.set_sensitive(true);
        self.authorization = Some(value);
        Ok(self)
    }

    fn ask(&self, request: http::Request<Vec<u8>>) -> Result<HttpResponse, HttpError> {
        let (mut parts, body) = request.into_parts();
        if let Some(value) = &self.authorization {
            parts.headers.insert(header::AUTHORIZATION, value.clone());
        }
        let is_head = parts.method == http::Method::HEAD;
        let asked = if body.is_empty() && parts.method != http::Method::PUT && parts.method != http::Method::POST {
            self.agent.run(http::Request::from_parts(parts, ()))
        } else {
            self.agent.run(http::Request::from_parts(parts, body.as_slice()))
        };
        let (parts, mut body) = asked.map_err(fault)?.into_parts();
        let bytes = match is_head {
            true => Vec::new(),
            false => body.with_config().limit(LONGEST).read_to_vec().map_err(fault)?,
        };
        let body = Full::new(bytes::Bytes::from(bytes)).map_err(|never| match never {});
        Ok(HttpResponse::from_parts(parts, HttpResponseBody::new(body)))
    }
}

#[async_trait]
impl HttpService for Http {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let (parts, body) = request.into_parts();
        let body = body.collect().await?.to_bytes().to_vec();
        let http = self.clone();
        let asked = tokio::task::spawn_blocking(move || http.ask(http::Request::from_parts(parts, body)));
        asked
            .await
            .map_err(|error| HttpError::new(HttpErrorKind::Unknown, error))?
    }
}

impl HttpConnector for Http {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(HttpClient::new(self.clone()))
    }
}

fn certificates(file: &Path) -> Result<Vec<Certificate<'static>>, ExchangeProblem> {
    let wrong = |why: &dyn fmt::Display| {
        ExchangeProblem::Setting(format!("the certificates in {} cannot be read ({why})", file.display()))
    };
    let pem = std::fs::read(file).map_err(|error| wrong(&error))?;
    CertificateDer::pem_slice_iter(&pem)
        .map(|one| match one {
            Ok(der) => Ok(Certificate::from_der(&der).to_owned()),
            Err(error) => Err(wrong(&error)),
        })
        .collect()
}

/// How the library is told what went wrong; it asks once more where that may help.
fn fault(error: ureq::Error) -> HttpError {
    let kind = match &error {
        ureq::Error::Timeout(_) => HttpErrorKind::Timeout,
        ureq::Error::HostNotFound | ureq::Error::ConnectionFailed => HttpErrorKind::Connect,
        ureq::Error::Io(source) if is_untrusted(source) => HttpErrorKind::Unknown,
        ureq::Error::Io(_) | ureq::Error::Protocol(_) => HttpErrorKind::Interrupted,
        ureq::Error::BodyExceedsLimit(_) => HttpErrorKind::Decode,
        _ => HttpErrorKind::Unknown,
    };
    HttpError::new(kind, error)
}

fn is_untrusted(source: &io::Error) -> bool {
    source
        .get_ref()
        .is_some_and(|inner| matches!(inner.downcast_ref(), Some(rustls::Error::InvalidCertificate(_))))
}
