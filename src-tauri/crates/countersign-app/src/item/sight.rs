//! What a reviewer sees of an item while the review is going on: earlier stages only where the settings
//! show them, recommendations only where the stage has them. Administrators see everything.

use countersign_store::item::{ItemDetail, ItemRow};
use countersign_store::review::{self, InstanceView};

use crate::Problem;
use crate::call::Read;

/// What is hidden from the acting person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sight {
    /// Earlier stages' decisions are not shown.
    hides_history: bool,
    hides_advice: bool,
    stage: i64,
}

impl Sight {
    pub(super) fn of(read: &Read<'_>, view: &InstanceView) -> Result<Self, Problem> {
        let mut sight = Self {
            hides_history: false,
            hides_advice: false,
            stage: view.stage,
        };
        if read.actor.administrator || view.status != "InProgress" {
            return Ok(sight);
        }
        let at = usize::try_from(view.stage - 1).unwrap_or(0);
        sight.hides_advice = view.stages.get(at).is_some_and(|stage| !stage.recommendations);
        if view.stage > 1 {
            let definition = review::definition(read.connection, view.instance)?.unwrap_or_default();
            sight.hides_history = definition["settings"]["decisionHistoriesForReviewersEnabled"] != true;
        }
        Ok(sight)
    }

    pub(super) fn row(self, row: &mut ItemRow) {
        if self.hides_history {
            row.standing = "notReviewed".into();
            if row.stage < self.stage {
                row.decision = "notReviewed".into();
                (row.justification, row.decided_by, row.decided_at, row.source) = (None, None, None, None);
            }
        }
        if self.hides_advice {
            row.recommendation = "noInfoAvailable".into();
        }
    }

    pub(super) fn detail(self, detail: &mut ItemDetail) {
        self.row(&mut detail.row);
        if self.hides_history {
            detail.events.retain(|event| event.stage >= self.stage);
        }
        if self.hides_advice {
            detail.recommendation_sentence.clear();
            detail.insights.clear();
        }
    }
}
