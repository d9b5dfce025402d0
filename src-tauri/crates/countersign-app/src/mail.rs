//! The mail server that notices go through: its settings, kept in the store; its password, kept by the keyring.

mod message;
mod server;

use std::path::{Path, PathBuf};

use countersign_domain::notice::is_address;
use countersign_store::StoreError;
use countersign_store::rusqlite::{Connection, OptionalExtension, params};
use lettre::message::Mailbox;
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;
use zeroize::Zeroizing;

use crate::Problem;
use crate::call::{Entry, Read, Write};
use crate::store::Nothing;

pub(crate) use message::{appointment, write};
pub(crate) use server::{Server, certificates};

/// The name of the setting, and of the secret.
pub(crate) const MAIL: &str = "mail";

/// How the connection is secured. There is no third way: nothing is sent in clear.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Security {
    /// TLS from the first byte.
    Tls,
    /// TLS after STARTTLS; without it nothing is sent.
    StartTls,
}

#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct ConfigureInput {
    pub host: String,
    pub port: u16,
    pub security: Security,
    /// Signs in as this user; none does not sign in.
    pub user: Option<String>,
    /// The sender: an address, or a name with its address in angle brackets.
    pub from: String,
    /// The authorities that may have signed the server's certificate; none trusts this machine's.
    pub ca_file: Option<PathBuf>,
    /// Where notices for the administrators of this store go.
    pub administrator: Option<String>,
    /// The password; none keeps the one that is known for this server and user.
    pub secret: Option<String>,
}

/// The settings, without the password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MailView {
    pub host: String,
    pub port: u16,
    pub security: Security,
    pub user: Option<String>,
    pub from: String,
    pub ca_file: Option<PathBuf>,
    pub administrator: Option<String>,
}

impl MailView {
    pub(crate) fn sender(&self) -> Result<Mailbox, Problem> {
        mailbox(&self.from)
    }

    /// Whether a password that was given for the other is one for this.
    fn signs_in_like(&self, other: &Self) -> bool {
        (&self.host, self.port, &self.user) == (&other.host, other.port, &other.user)
    }
}

/// A sender as a person writes it.
pub(crate) fn mailbox(text: &str) -> Result<Mailbox, Problem> {
    let refused = || {
        Problem::new(format!("“{}” is not a mail address.", text.escape_debug()))
            .hint("Write it as name@example.org, or as Name <name@example.org>.")
            .field("from")
    };
    if text.chars().any(char::is_control) || text.len() > 320 {
        return Err(refused());
    }
    let mailbox: Mailbox = text.parse().map_err(|_| refused())?;
    if is_address(mailbox.email.as_ref()) {
        Ok(mailbox)
    } else {
        Err(refused())
    }
}

/// The mail server of this store, if one is configured.
pub(crate) fn configured(connection: &Connection) -> Result<Option<MailView>, Problem> {
    let kept: Option<String> = connection
        .query_row("SELECT value FROM setting WHERE name = ?1", [MAIL], |row| row.get(0))
        .optional()
        .map_err(StoreError::from)?;
    Ok(kept.map(|text| serde_json::from_str(&text)).transpose()?)
}

pub(crate) fn show(read: &Read<'_>, _: Nothing) -> Result<Option<MailView>, Problem> {
    configured(read.connection)
}

pub(crate) fn configure(write: &Write<'_>, input: ConfigureInput) -> Result<(MailView, Entry), Problem> {
    let secret = input.secret.map(Zeroizing::new).filter(|secret| !secret.is_empty());
    let view = checked(MailView {
        host: input.host.trim().to_owned(),
        port: input.port,
        security: input.security,
        user: input.user.filter(|user| !user.is_empty()),
        from: input.from.trim().to_owned(),
        ca_file: input.ca_file,
        administrator: input.administrator.filter(|address| !address.is_empty()),
    })?;
    let before = configured(write.transaction)?;
    let known = before.is_some_and(|before| before.user.is_some() && before.signs_in_like(&view));
    match (&view.user, &secret) {
        (Some(_), Some(secret)) => keep(write, secret)?,
        (Some(_), None) if !known => {
            return Err(Problem::new("A user needs a password.").field("secret"));
        }
        (None, Some(_)) => {
            return Err(Problem::new("A password needs a user.").field("user"));
        }
        _ => {}
    }
    write
        .transaction
        .execute(
            "INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)",
            params![MAIL, serde_json::to_string(&view)?],
        )
        .map_err(StoreError::from)?;
    let detail = json!({ "mail": view, "password": secret.is_some() });
    Ok((view, Entry::new(MAIL, detail)))
}

fn keep(write: &Write<'_>, secret: &Zeroizing<String>) -> Result<(), Problem> {
    let setting = write.desk.put_secret_of(write.open, MAIL, secret)?;
    Ok(setting.write(write.transaction)?)
}

/// Settings that cannot be right are refused before they are kept.
fn checked(view: MailView) -> Result<MailView, Problem> {
    let spoilt = |text: &str| text.chars().any(|one| one.is_control() || one.is_whitespace());
    if view.host.is_empty() || view.host.len() > 253 || spoilt(&view.host) {
        return Err(Problem::new("The mail server needs a host name.").field("host"));
    }
    if view.port == 0 {
        return Err(Problem::new("A port is a number from 1 to 65535.").field("port"));
    }
    if view
        .user
        .as_deref()
        .is_some_and(|user| user.chars().any(char::is_control))
    {
        return Err(Problem::new("The user holds control characters.").field("user"));
    }
    view.sender()?;
    if let Some(address) = view.administrator.as_deref().filter(|address| !is_address(address)) {
        let said = format!("“{}” is not a mail address.", address.escape_debug());
        return Err(Problem::new(said).field("administrator"));
    }
    if let Some(file) = &view.ca_file {
        if !Path::new(file).is_absolute() {
            return Err(Problem::new("The certificates need the whole path of their file.").field("caFile"));
        }
        certificates(file)?;
    }
    Ok(view)
}
