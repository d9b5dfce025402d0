//! How reviewers decided (E24): figures that show haste and habit, without judging.

use countersign_domain::recommendation::quality::Quality;
use countersign_store::item::Hidden;
use countersign_store::review::{self, Signal};
use serde::Serialize;
use ts_rs::TS;

use super::{InstanceInput, ReviewInput, one};
use crate::Problem;
use crate::call::Read;
use crate::item::Sight;

pub(crate) fn signals(read: &Read<'_>, input: InstanceInput) -> Result<Vec<Signal>, Problem> {
    let hidden = Sight::of(read, &one(read.connection, input.instance)?)?.hidden();
    let mut signals = review::signals(read.connection, input.instance)?;
    if hidden != Hidden::default() {
        // How others decided, or followed the advice, says what is hidden.
        let own = read.actor.principal.map(|id| id.0);
        signals.retain(|one| Some(one.principal) == own);
    }
    if hidden.advice {
        signals.iter_mut().for_each(|one| one.followed_percent = None);
    }
    Ok(signals)
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
