//! How reviewers decided (E24): figures that show haste and habit, without judging.

use countersign_domain::recommendation::quality::Quality;
use countersign_store::review::{self, Signal};
use serde::Serialize;
use ts_rs::TS;

use super::{InstanceInput, ReviewInput, one};
use crate::Problem;
use crate::call::Read;

pub(crate) fn signals(read: &Read<'_>, input: InstanceInput) -> Result<Vec<Signal>, Problem> {
    one(read.connection, input.instance)?;
    Ok(review::signals(read.connection, input.instance)?)
}

/// How good the advice to deny was in the runs of a review that have ended: against what people decided.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AdviceQuality {
    pub quality: Quality,
    /// Shares of 1; none where nothing was advised, or nothing was to be found.
    pub precision: Option<f64>,
    pub recall: Option<f64>,
}

pub(crate) fn quality(read: &Read<'_>, input: ReviewInput) -> Result<AdviceQuality, Problem> {
    super::show(read, ReviewInput { review: input.review })?;
    let pairs = review::advice_and_decision(read.connection, input.review)?;
    let quality = Quality::of(
        pairs
            .into_iter()
            .flat_map(|(advice, decision, count)| std::iter::repeat_n((advice, decision), count)),
    );
    Ok(AdviceQuality {
        precision: quality.precision(),
        recall: quality.recall(),
        quality,
    })
}
