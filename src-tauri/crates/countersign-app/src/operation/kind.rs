//! What one line of the table says.

use std::sync::Arc;

use countersign_domain::actor::Permission;
use serde::Serialize;
use serde_json::Value;

use crate::{Desk, Problem};

/// How an operation works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum OperationKind {
    /// About the desk, not the store.
    Desk,
    /// Looks.
    Read,
    /// Changes, with an audit entry in the same transaction.
    Write,
    /// Starts work that outlives the call.
    Job,
}

pub(super) type Run = fn(&Arc<Desk>, &Operation, Value) -> Result<Value, Problem>;

/// One line of the table.
pub struct Operation {
    pub name: &'static str,
    pub kind: OperationKind,
    pub permission: Permission,
    /// Tables whose rows it reads, by which caches know when an answer is old.
    pub sees: &'static [&'static str],
    /// Tables whose rows it writes.
    pub touches: &'static [&'static str],
    pub(crate) run: Run,
    pub(crate) input: fn(&mut crate::typescript::Types) -> String,
    pub(crate) output: fn(&mut crate::typescript::Types) -> String,
}
