//! One row of a document shown and proven alone.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use countersign_evidence::Prover;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Desk, Problem};

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct ProveItemInput {
    /// The document, full or redacted.
    pub path: PathBuf,
    /// The item to show.
    pub item: i64,
    /// The file to write.
    pub out: PathBuf,
    /// A file of that name may be replaced; otherwise it is left alone and named in a problem.
    #[serde(default)]
    #[ts(optional = nullable, as = "Option<bool>")]
    pub replace: bool,
}

/// What was written.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Proven {
    pub path: String,
    pub root: String,
    /// Line of the record.
    pub line: i64,
    /// Log entries that are shown with it.
    pub entries: i64,
}

/// Needs no store.
pub(crate) fn prove(_desk: &Arc<Desk>, input: ProveItemInput) -> Result<Proven, Problem> {
    if input.out.exists() && !input.replace {
        return Err(Problem::new(format!("{} is there already.", input.out.display()))
            .code("exists")
            .field("out"));
    }
    let Some(proof) = Prover::load(&input.path)?.item(input.item) else {
        return Err(Problem::new(format!("The document has no item {}.", input.item))
            .code("notFound")
            .field("item"));
    };
    let text = serde_json::to_vec(&proof).map_err(|error| Problem::new(format!("The row is no JSON: {error}.")))?;
    fs::write(&input.out, text)
        .map_err(|error| Problem::new(format!("{} cannot be written: {error}.", input.out.display())).field("out"))?;
    Ok(Proven {
        path: input.out.to_string_lossy().into_owned(),
        root: proof.root,
        line: i64::try_from(proof.row.number).unwrap_or(i64::MAX),
        entries: i64::try_from(proof.entries.len()).unwrap_or(i64::MAX),
    })
}
