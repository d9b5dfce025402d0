//! What a reviewer sees of an item while the review is going on: earlier stages only where the settings
//! show them, recommendations only where the stage has them; and the same of what is counted, filtered and
//! ordered. Administrators and compliance officers see everything.

use countersign_domain::actor::Actor;
use countersign_store::item::{Filter, Hidden, ItemDetail, ItemRow};
use countersign_store::review::{self, InstanceView};
use countersign_store::rusqlite::Connection;

use crate::Problem;
use crate::call::{Read, Write};

/// What is hidden from the acting person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sight {
    hidden: Hidden,
    stage: i64,
    /// Only the items of this person; none: all.
    only: Option<i64>,
}

impl Sight {
    pub(crate) fn of(read: &Read<'_>, view: &InstanceView) -> Result<Self, Problem> {
        Self::of_actor(read.connection, &read.actor, view)
    }

    pub(super) fn of_writer(write: &Write<'_>, view: &InstanceView) -> Result<Self, Problem> {
        Self::of_actor(write.transaction, &write.actor, view)
    }

    fn of_actor(connection: &Connection, actor: &Actor, view: &InstanceView) -> Result<Self, Problem> {
        let mut hidden = Hidden::default();
        if !actor.reads_all() && view.status == "InProgress" {
            hidden.advice = advice_is_hidden(view);
            if view.stage > 1 {
                let definition = review::definition(connection, view.instance)?.unwrap_or_default();
                hidden.history = definition["settings"]["decisionHistoriesForReviewersEnabled"] != true;
            }
        }
        Ok(Self {
            hidden,
            stage: view.stage,
            only: crate::sight::only_own(actor),
        })
    }

    pub(crate) fn hidden(self) -> Hidden {
        self.hidden
    }

    /// The filter of this person: by what is hidden nothing can be found, and what is another's is not there.
    pub(crate) fn filter(self, filter: Filter) -> Filter {
        Filter {
            hidden: self.hidden,
            reviewer: self.only.or(filter.reviewer),
            ..filter
        }
    }

    pub(super) fn row(self, row: &mut ItemRow) {
        if self.hidden.history {
            row.standing = "notReviewed".into();
            if row.stage < self.stage {
                row.decision = "notReviewed".into();
                (row.justification, row.decided_by, row.decided_at, row.source) = (None, None, None, None);
            }
        }
        if self.hidden.advice {
            row.recommendation = "noInfoAvailable".into();
        }
    }

    /// A row as this person sees it.
    pub(crate) fn shown(self, row: &mut ItemRow) {
        self.row(row);
    }

    pub(super) fn detail(self, detail: &mut ItemDetail) {
        self.row(&mut detail.row);
        if self.hidden.history {
            detail.events.retain(|event| event.stage >= self.stage);
        }
        if self.hidden.advice {
            detail.recommendation_sentence.clear();
            detail.insights.clear();
        }
    }
}

/// Whether the stage that is going on shows no recommendations to its reviewers.
pub(super) fn advice_is_hidden(view: &InstanceView) -> bool {
    let at = usize::try_from(view.stage - 1).unwrap_or(0);
    view.stages.get(at).is_some_and(|stage| !stage.recommendations)
}
