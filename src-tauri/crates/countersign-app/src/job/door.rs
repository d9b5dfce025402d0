//! The connectors of one plan: to its own directory, and to the domains in which some of its changes are made.

use std::collections::BTreeMap;

use countersign_directory::Connector;
use countersign_store::plan;

use crate::call::Start;
use crate::{Problem, directory};

/// Connectors to the other directories that a plan changes.
pub(crate) type Elsewhere = BTreeMap<i64, Box<dyn Connector>>;

/// Opens no connection.
///
/// # Errors
/// A directory whose settings or secret are not usable: then nothing of the plan is begun.
pub(crate) fn elsewhere(start: &Start, plan: i64) -> Result<Elsewhere, Problem> {
    let others = start.open.store.read(|connection| plan::elsewhere(connection, plan))?;
    let connect = |one| Ok((one, directory::connector(start, one)?.1));
    others.into_iter().map(connect).collect()
}

/// Where each change of a plan is made.
#[derive(Clone, Copy)]
pub(crate) struct Doors<'a> {
    /// To the plan's own directory.
    pub home: &'a dyn Connector,
    pub elsewhere: &'a Elsewhere,
}

impl<'a> Doors<'a> {
    /// The connector for a change: to the directory it names, or to the plan's.
    pub(crate) fn of(&self, directory: Option<i64>) -> Result<&'a dyn Connector, Problem> {
        match directory {
            None => Ok(self.home),
            Some(other) => match self.elsewhere.get(&other) {
                Some(connector) => Ok(&**connector),
                None => Err(Problem::missing("directory", other)),
            },
        }
    }
}
