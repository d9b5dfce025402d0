//! Takes certificate and key from a PKCS#12 file.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use countersign_evidence::{PKCS12_MAX, WRONG_PASSWORD, read_pkcs12};
use serde::Deserialize;
use ts_rs::TS;
use zeroize::Zeroizing;

use super::{Origin, SigningView, keep};
use crate::Problem;
use crate::call::{Entry, Write};

#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct ImportInput {
    /// The PKCS#12 file (`.p12`, `.pfx`).
    pub path: PathBuf,
    /// Its password; none is an empty one.
    pub secret: Option<String>,
}

pub(crate) fn import(write: &Write<'_>, input: ImportInput) -> Result<(Option<SigningView>, Entry), Problem> {
    let password = Zeroizing::new(input.secret.unwrap_or_default());
    let file = read(&input.path)?;
    let credential = read_pkcs12(&file, &password).map_err(|problem| {
        let (name, why) = (input.path.display(), reason(&problem));
        match why.as_str() {
            WRONG_PASSWORD => Problem::new(format!("This password does not open {name}.")).field("secret"),
            why => Problem::new(format!("{name} cannot be used for signing: {why}.")).field("path"),
        }
    })?;
    keep(write, Origin::Imported, &credential)
}

fn reason(problem: &countersign_evidence::EvidenceError) -> String {
    match problem {
        countersign_evidence::EvidenceError::Signature(why) => why.clone(),
        other => other.to_string(),
    }
}

fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>, Problem> {
    let name = path.display();
    let refused = |why: String| Problem::new(format!("{name} {why}.")).field("path");
    let file = File::open(path).map_err(|problem| refused(format!("cannot be read: {problem}")))?;
    let mut bytes = Zeroizing::new(Vec::new());
    file.take(PKCS12_MAX + 1)
        .read_to_end(&mut bytes)
        .map_err(|problem| refused(format!("cannot be read: {problem}")))?;
    if bytes.len() as u64 > PKCS12_MAX {
        return Err(refused("is larger than any PKCS#12 file for signing".into()));
    }
    Ok(bytes)
}
