//! TLS with the certification authority of the settings, and no way around checking it.

use std::io;
use std::sync::Arc;

use rustls::pki_types::{CertificateDer, ServerName, pem::PemObject};
use rustls::{ClientConfig, RootCertStore};
use tokio_rustls::TlsConnector;

use super::session::Io;
use super::setting::Setting;
use crate::DirectoryProblem;

const SYSTEM_CA: &str = "/etc/ssl/certs/ca-certificates.crt";

/// The connection inside TLS, once the server has proven its name.
pub(super) async fn secure(
    io: impl Io + 'static,
    name: String,
    setting: &Setting,
) -> Result<Box<dyn Io>, DirectoryProblem> {
    let wrong = |why: String| DirectoryProblem::Setting(why);
    let bad_name = format!("\"{}\" is no server name", name.escape_debug());
    let name = ServerName::try_from(name).map_err(|_| wrong(bad_name))?;
    let connector = TlsConnector::from(Arc::new(trust(setting)?));
    match connector.connect(name, io).await {
        Ok(stream) => Ok(Box::new(stream)),
        Err(source) => {
            let reason = source.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
            Err(match reason {
                Some(rustls::Error::InvalidCertificate(reason)) => DirectoryProblem::Untrusted {
                    url: setting.url.clone(),
                    reason: reason.to_string(),
                },
                Some(other) => DirectoryProblem::Malformed {
                    url: setting.url.clone(),
                    reason: other.to_string(),
                },
                None => DirectoryProblem::Unreachable {
                    url: setting.url.clone(),
                    source,
                },
            })
        }
    }
}

fn trust(setting: &Setting) -> Result<ClientConfig, DirectoryProblem> {
    let wrong = |why: String| DirectoryProblem::Setting(why);
    let read = |path: &std::path::Path| -> Result<Vec<u8>, DirectoryProblem> {
        std::fs::read(path).map_err(|error: io::Error| {
            wrong(format!(
                "the certificates in {} cannot be read ({error})",
                path.display()
            ))
        })
    };
    let pem = match (&setting.ca_pem, &setting.ca_file) {
        (Some(text), _) => text.clone().into_bytes(),
        (None, Some(file)) => read(file)?,
        (None, None) => read(SYSTEM_CA.as_ref())?,
    };
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(&pem) {
        let certificate = certificate.map_err(|error| wrong(format!("a certificate is not usable PEM ({error})")))?;
        // The system's list may hold a few that this library cannot use; the others still count.
        let _ = roots.add(certificate);
    }
    if roots.is_empty() {
        return Err(wrong(
            "there is no usable certification authority among the certificates".into(),
        ));
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let versions = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    Ok(versions
        .map_err(|error| wrong(format!("TLS cannot be set up ({error})")))?
        .with_root_certificates(roots)
        .with_no_client_auth())
}
