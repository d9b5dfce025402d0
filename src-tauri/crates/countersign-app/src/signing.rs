//! What evidence is signed with: a certificate, kept in the store; its key, kept by the keyring.

mod create;
mod import;
mod key;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use countersign_evidence as evidence;
use countersign_evidence::{Certificate, KeyKind, KeySigner};
use countersign_store::StoreError;
use countersign_store::rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use crate::call::{Entry, Read, Write};
use crate::desk::Open;
use crate::store::Nothing;
use crate::{Desk, Problem};

pub(crate) use create::create;
pub use import::ImportInput;
pub(crate) use import::import;

/// The name of the setting, and of the secret.
const SIGNING: &str = "signing";

/// Where a certificate comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Origin {
    /// Made here, and signed by itself alone.
    Created,
    /// From a PKCS#12 file.
    Imported,
}

/// As it is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Kept {
    /// Certificates in DER, base64; the signer's own first.
    chain: Vec<String>,
    origin: Origin,
    since: DateTime<Utc>,
    by: String,
    /// How many parts the key was put away in.
    parts: usize,
}

/// The certificate that evidence is signed with.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SigningView {
    /// Whose it is, as the certificate names them.
    pub subject: String,
    pub issuer: String,
    /// Nobody else stands behind it; whoever checks a signature compares `sha256`.
    pub self_signed: bool,
    /// SHA-256 of the certificate, hex.
    pub sha256: String,
    pub serial: String,
    pub not_before: DateTime<Utc>,
    pub not_after: DateTime<Utc>,
    /// `P-256` or `RSA`.
    pub key: String,
    pub origin: Origin,
    /// When it was made or brought in here, and by whom.
    pub since: DateTime<Utc>,
    pub by: String,
    /// Certificates that go into each file.
    pub certificates: usize,
}

impl SigningView {
    fn new(kept: &Kept, certificate: Certificate) -> Self {
        Self {
            subject: certificate.subject,
            issuer: certificate.issuer,
            self_signed: certificate.self_signed,
            sha256: certificate.sha256,
            serial: certificate.serial,
            not_before: certificate.not_before,
            not_after: certificate.not_after,
            key: match certificate.key {
                KeyKind::P256 => "P-256",
                KeyKind::Rsa => "RSA",
            }
            .into(),
            origin: kept.origin,
            since: kept.since,
            by: kept.by.clone(),
            certificates: kept.chain.len(),
        }
    }
}

fn kept(connection: &Connection) -> Result<Option<Kept>, Problem> {
    let text: Option<String> = connection
        .query_row("SELECT value FROM setting WHERE name = ?1", [SIGNING], |row| row.get(0))
        .optional()
        .map_err(StoreError::from)?;
    Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
}

/// The names of the secrets that its key is put away in.
pub(crate) fn secret_names(open: &Open) -> Result<Vec<String>, Problem> {
    let found = open
        .store
        .read(|connection| kept(connection).map_err(crate::call::Stop));
    let Some(kept) = found.map_err(|stop| stop.0)? else {
        return Ok(Vec::new());
    };
    let sha256 = kept.view()?.sha256;
    Ok((0..kept.parts).map(|part| key::name(&sha256, part)).collect())
}

impl Kept {
    fn chain(&self) -> Result<Vec<Vec<u8>>, Problem> {
        let decoded: Result<_, _> = self.chain.iter().map(|one| STANDARD.decode(one)).collect();
        decoded.map_err(|_| damaged())
    }

    fn view(&self) -> Result<SigningView, Problem> {
        let chain = self.chain()?;
        let own = chain.first().map(Vec::as_slice).unwrap_or_default();
        Ok(SigningView::new(self, Certificate::read(own).ok_or_else(damaged)?))
    }
}

fn damaged() -> Problem {
    Problem::new("The certificate that evidence is signed with cannot be read.").hint("Remove it and make a new one.")
}

pub(crate) fn show(read: &Read<'_>, _: Nothing) -> Result<Option<SigningView>, Problem> {
    kept(read.connection)?.map(|kept| kept.view()).transpose()
}

/// From now on evidence is not signed. The certificate stays in the evidence it signed.
pub(crate) fn remove(write: &Write<'_>, _: Nothing) -> Result<(Option<SigningView>, Entry), Problem> {
    let before = kept(write.transaction)?.ok_or_else(|| {
        Problem::new("Evidence is not signed here, so there is no certificate to remove.").code("notFound")
    })?;
    let view = before.view().ok();
    write
        .transaction
        .execute("DELETE FROM setting WHERE name = ?1", [SIGNING])
        .map_err(StoreError::from)?;
    key::forget(write, &before)?;
    let detail = json!({ "removed": view.as_ref().map(|view| (&view.subject, &view.sha256)) });
    Ok((None, Entry::new(SIGNING, detail)))
}

/// Keeps a certificate with its key in place of the one before.
fn keep(
    write: &Write<'_>,
    origin: Origin,
    credential: &evidence::Credential,
) -> Result<(Option<SigningView>, Entry), Problem> {
    // Only what has been seen to sign is kept.
    let signer = KeySigner::new(credential.chain.clone(), &credential.key)?;
    let certificate = signer.certificate().clone();
    if certificate.not_after <= write.now {
        let until = certificate.not_after.format("%Y-%m-%d");
        return Err(Problem::new(format!(
            "The certificate of {} ended on {until}.",
            certificate.subject
        )));
    }
    let before = kept(write.transaction)?;
    let parts = key::put(write, &certificate.sha256, &credential.key)?;
    let kept = Kept {
        chain: credential.chain.iter().map(|one| STANDARD.encode(one)).collect(),
        origin,
        since: write.now,
        by: write.actor.label(),
        parts,
    };
    write
        .transaction
        .execute(
            "INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)",
            params![SIGNING, serde_json::to_string(&kept)?],
        )
        .map_err(StoreError::from)?;
    let replaced = before.as_ref().and_then(|before| before.view().ok());
    if let Some(before) = before.filter(|_| replaced.as_ref().is_none_or(|one| one.sha256 != certificate.sha256)) {
        key::forget(write, &before)?;
    }
    let view = SigningView::new(&kept, certificate);
    let detail = json!({ "certificate": view, "replaced": replaced.map(|one| one.sha256) });
    Ok((Some(view), Entry::new(SIGNING, detail)))
}

/// Who signs the evidence of this store, if anybody does.
pub(crate) fn signer(desk: &Desk, open: &Open) -> Result<Option<KeySigner>, Problem> {
    let Some(kept) = open.store.read(kept)? else {
        return Ok(None);
    };
    let view = kept.view()?;
    if view.not_after <= desk.clock().now() {
        let until = view.not_after.format("%Y-%m-%d");
        return Err(Problem::new(format!(
            "The certificate that evidence is signed with ended on {until}."
        ))
        .code("certificateEnded")
        .hint("An administrator makes a new one, imports one, or removes it."));
    }
    let key = key::get(desk, open, &view.sha256, kept.parts)?;
    Ok(Some(KeySigner::new(kept.chain()?, &key)?))
}

/// What the document says of its signature.
pub(crate) fn named(signer: Option<&KeySigner>) -> Vec<evidence::Setting> {
    let Some(signer) = signer else {
        return Vec::new();
    };
    let certificate = signer.certificate();
    let setting = |name: &str, value: &str| evidence::Setting {
        name: name.into(),
        value: value.into(),
    };
    vec![
        setting(evidence::SIGNED_BY, &certificate.subject),
        setting(evidence::SIGNED_WITH, &certificate.sha256),
    ]
}
