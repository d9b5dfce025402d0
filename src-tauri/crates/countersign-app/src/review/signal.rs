//! How reviewers decided (E24): figures that show haste and habit, without judging.

use countersign_store::review::{self, Signal};

use super::{InstanceInput, one};
use crate::Problem;
use crate::call::Read;

pub(crate) fn signals(read: &Read<'_>, input: InstanceInput) -> Result<Vec<Signal>, Problem> {
    one(read.connection, input.instance)?;
    Ok(review::signals(read.connection, input.instance)?)
}
