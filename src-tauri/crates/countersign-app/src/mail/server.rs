//! The SMTP dialogue (RFC 5321), over TLS only. Step by step, because it must be known afterwards
//! whether a message was taken: only an answer that is missing after its last byte leaves that open.

use std::error::Error as _;
use std::net::Ipv4Addr;
use std::path::Path;
use std::time::Duration;

use countersign_domain::notice::line;
use countersign_store::notice::Outcome;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{Certificate, CertificateStore, SmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use lettre::{Address, Message};
use zeroize::Zeroizing;

use super::{MailView, Security};
use crate::Problem;

/// How long one answer may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// 421: the server ends the connection (§3.8).
const CLOSING: u16 = 421;

/// An open connection, signed in.
pub(crate) struct Server {
    connection: SmtpConnection,
    name: String,
}

/// What became of a message; with a problem where the connection is of no more use.
pub(crate) type Delivered = (Outcome, Option<Problem>);

/// The certificates in a file.
pub(crate) fn certificates(file: &Path) -> Result<Certificate, Problem> {
    let wrong = |why: String| Problem::new(format!("The certificates in {} {why}.", file.display())).field("caFile");
    let pem = std::fs::read(file).map_err(|error| wrong(format!("cannot be read: {error}")))?;
    if !pem.windows(27).any(|window| window == b"-----BEGIN CERTIFICATE-----") {
        return Err(wrong("are not PEM".into()));
    }
    Certificate::from_pem(&pem).map_err(|_| wrong("are not usable PEM".into()))
}

impl Server {
    /// Connects, secures the connection and signs in.
    pub(crate) fn connect(setting: &MailView, secret: Option<&Zeroizing<String>>) -> Result<Self, Problem> {
        let name = format!("{}:{}", setting.host, setting.port);
        let mut tls = TlsParameters::builder(setting.host.clone());
        if let Some(file) = &setting.ca_file {
            tls = tls
                .certificate_store(CertificateStore::None)
                .add_root_certificate(certificates(file)?);
        }
        let tls = tls
            .build()
            .map_err(|error| Problem::new(format!("TLS cannot be set up: {}.", said(&error))))?;
        // The greeting names no machine.
        let greeting = ClientId::Ipv4(Ipv4Addr::LOCALHOST);
        let address = (setting.host.as_str(), setting.port);
        let at_once = (setting.security == Security::Tls).then_some(&tls);
        let mut connection = SmtpConnection::connect(address, Some(PATIENCE), &greeting, at_once, None)
            .map_err(|error| unreachable(&name, &error))?;
        if setting.security == Security::StartTls {
            if !connection.can_starttls() {
                connection.abort();
                return Err(Problem::new(format!(
                    "The mail server {name} does not offer STARTTLS; nothing was sent."
                ))
                .code("mail.untrusted"));
            }
            connection
                .starttls(&tls, &greeting)
                .map_err(|error| unreachable(&name, &error))?;
        }
        if !connection.is_encrypted() {
            connection.abort();
            return Err(
                Problem::new(format!("The connection to {name} is not encrypted; nothing was sent."))
                    .code("mail.untrusted"),
            );
        }
        if let Some(user) = &setting.user {
            let secret = secret.ok_or_else(|| {
                Problem::new(format!(
                    "The password of {user} at the mail server {name} is not known."
                ))
                .code("mail.wrongPassword")
                .hint("Configure the mail server again, with its password.")
            })?;
            let credentials = Credentials::new(user.clone(), secret.as_str().to_owned());
            connection
                .auth(&[Mechanism::Plain, Mechanism::Login], &credentials)
                .map_err(|error| wrong_password(&name, user, &error))?;
        }
        Ok(Self { connection, name })
    }

    /// Hands one message over.
    pub(crate) fn deliver(&mut self, message: &Message) -> Delivered {
        let envelope = message.envelope();
        let mut parameters = Vec::new();
        let plain = |address: &Address| AsRef::<str>::as_ref(address).is_ascii();
        if !envelope.to().iter().chain(envelope.from()).all(plain) {
            if !self.connection.server_info().supports_feature(Extension::SmtpUtfEight) {
                let why = "The mail server takes no addresses with letters other than a–z.";
                return (Outcome::Refused(why.into()), None);
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        // A sender that is refused is refused for every message.
        if let Err(error) = self.connection.command(Mail::new(envelope.from().cloned(), parameters)) {
            let problem = if error.status().is_some() {
                Problem::new(format!(
                    "The mail server {} refuses the sender: {}.",
                    self.name,
                    said(&error)
                ))
                .code("mail.refused")
                .field("from")
            } else {
                unreachable(&self.name, &error)
            };
            return (Outcome::Queued(problem.message.clone()), Some(problem));
        }
        for address in envelope.to() {
            if let Err(error) = self.connection.command(Rcpt::new(address.clone(), vec![])) {
                return self.not_taken(&error);
            }
        }
        if let Err(error) = self.connection.command(Data) {
            return self.not_taken(&error);
        }
        match self.connection.message(&message.formatted()) {
            Ok(_) => (Outcome::Sent, None),
            Err(error) if error.status().is_some() => self.not_taken(&error),
            Err(error) => {
                let problem = unreachable(&self.name, &error);
                let why = "The mail server did not answer after the message was handed over: maybe it was sent.";
                (Outcome::Unknown(why.into()), Some(problem))
            }
        }
    }

    /// An answer that says no, or none at all before the message was handed over.
    fn not_taken(&mut self, error: &Error) -> Delivered {
        let Some(status) = error.status() else {
            let problem = unreachable(&self.name, error);
            return (Outcome::Queued(problem.message.clone()), Some(problem));
        };
        let outcome = if error.is_permanent() {
            Outcome::Refused(said(error))
        } else {
            Outcome::Queued(said(error))
        };
        let over = if u16::from(status) == CLOSING {
            Some(unreachable(&self.name, error))
        } else {
            let reset = self.connection.command(Rset);
            reset.err().map(|error| unreachable(&self.name, &error))
        };
        (outcome, over)
    }

    /// Says goodbye; what was taken is taken, whatever the answer.
    pub(crate) fn leave(mut self) {
        let _ = self.connection.quit();
    }
}

/// What a server answered, on one line of bounded length; its words are not ours.
fn said(error: &Error) -> String {
    let reason = error.source().map_or_else(|| error.to_string(), ToString::to_string);
    let text = match error.status() {
        Some(status) => format!("{status} {reason}"),
        None => reason,
    };
    line(&text).trim_end_matches('.').chars().take(300).collect()
}

fn unreachable(name: &str, error: &Error) -> Problem {
    if let Some(reason) = certificate_problem(error) {
        return Problem::new(format!(
            "The mail server {name} cannot be trusted: {reason}; nothing was sent."
        ))
        .code("mail.untrusted")
        .hint("Give the certificate of the authority that signed it.");
    }
    Problem::new(format!("The mail server {name} cannot be reached: {}.", said(error)))
        .code("mail.unreachable")
        .hint("Check the address and the network; what waits is kept, and drafts can be written instead.")
}

fn wrong_password(name: &str, user: &str, error: &Error) -> Problem {
    if error.is_permanent() {
        return Problem::new(format!(
            "The mail server {name} does not accept {user} with this password: {}.",
            said(error)
        ))
        .code("mail.wrongPassword")
        .hint("Check the user and the password.");
    }
    if error.is_client() {
        return Problem::new(format!(
            "The mail server {name} offers no way to sign in that is known here."
        ))
        .code("mail.refused");
    }
    unreachable(name, error)
}

/// Why a certificate was not accepted, if that is what ended the connection.
fn certificate_problem(error: &Error) -> Option<String> {
    let mut source = error.source();
    while let Some(inner) = source {
        let found = inner.downcast_ref::<rustls::Error>().or_else(|| {
            inner
                .downcast_ref::<std::io::Error>()
                .and_then(std::io::Error::get_ref)
                .and_then(|inner| inner.downcast_ref::<rustls::Error>())
        });
        if let Some(rustls::Error::InvalidCertificate(reason)) = found {
            return Some(reason.to_string());
        }
        source = inner.source();
    }
    None
}
