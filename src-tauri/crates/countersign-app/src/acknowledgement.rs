//! Signed acts over a result: sign-offs and the acknowledgement of management (E32, E33).

mod nominee;
mod offer;
mod sign;

pub use nominee::{NomineeDismissInput, NomineeListInput, NomineeNameInput, NomineePage};
pub(crate) use nominee::{dismiss, name, nominees};
pub use offer::{Offer, Waiting};
pub(crate) use offer::{mine, offers};
pub use sign::{AcknowledgementSignInput, AcknowledgementWithdrawInput};
pub(crate) use sign::{sign, withdraw};

use countersign_domain::acknowledgement::Refusal;
use countersign_domain::actor::Actor;
use countersign_domain::catalog::Task;
use countersign_store::StoreError;
use countersign_store::acknowledgement::{self as ledger, AcknowledgementRow, Of};
use countersign_store::rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::call::Read;
use crate::principal::page;
use crate::{Problem, authority, review};

/// The run of a review, or the access package, that is signed: one of the two.
#[derive(Debug, Clone, Copy, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct AcknowledgementOfInput {
    pub instance: Option<i64>,
    pub package: Option<i64>,
}

#[derive(Debug, Clone, Copy, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct AcknowledgementListInput {
    pub instance: Option<i64>,
    pub package: Option<i64>,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AcknowledgementPage {
    pub rows: Vec<AcknowledgementRow>,
    pub total: i64,
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let problem = Self::new(refusal.to_string());
        match refusal {
            Refusal::Undecided(_) | Refusal::GoingOn | Refusal::Already | Refusal::Withdrawn => problem.code("state"),
            Refusal::Changed => problem.code("stale").hint("Read it again, and sign what stands now."),
            Refusal::NotReviewer | Refusal::NotYours => problem.code("permission"),
            Refusal::NotOwner | Refusal::NotManagement => problem
                .code("permission")
                .hint("An administrator names who signs, on the page of the review or of the package."),
            Refusal::Statement => problem.field("statement"),
            Refusal::Role => problem.field("role"),
        }
    }
}

/// What is signed, with its name.
pub(crate) struct Subject {
    pub of: Of,
    pub name: String,
    /// The review that a run belongs to.
    pub review: Option<i64>,
    pub package: Option<i64>,
    /// There is a result to sign.
    pub has_result: bool,
}

impl Subject {
    /// # Errors
    /// It is not there, or not one of the two was said.
    pub fn of(connection: &Connection, input: AcknowledgementOfInput) -> Result<Self, Problem> {
        match (input.instance, input.package) {
            (Some(instance), None) => {
                let view = review::one(connection, instance)?;
                Ok(Self {
                    of: Of::Instance(instance),
                    review: Some(view.review),
                    package: None,
                    has_result: review::status(&view)?.has_ended(),
                    name: view.display_name,
                })
            }
            (None, Some(package)) => {
                let name: Option<String> = connection
                    .query_row("SELECT display_name FROM package WHERE id = ?1", [package], |row| {
                        row.get(0)
                    })
                    .optional()
                    .map_err(StoreError::from)?;
                Ok(Self {
                    of: Of::Package(package),
                    review: None,
                    package: Some(package),
                    has_result: true,
                    name: name.ok_or_else(|| Problem::missing("access package", package))?,
                })
            }
            _ => Err(Problem::new("Say the run of a review, or the access package.").code("input")),
        }
    }

    pub fn target(&self) -> (Option<i64>, Option<i64>) {
        (self.review, self.package)
    }
}

/// Everybody's acts for whoever oversees the review or the package; else one's own.
pub(crate) fn list(read: &Read<'_>, input: AcknowledgementListInput) -> Result<AcknowledgementPage, Problem> {
    let of = AcknowledgementOfInput {
        instance: input.instance,
        package: input.package,
    };
    let subject = Subject::of(read.connection, of)?;
    let (offset, limit) = page(input.offset, input.limit);
    let label = read.actor.label();
    let own = (!oversees(read.connection, &read.actor, &subject)?).then_some(label.as_str());
    let (rows, total) = ledger::list(read.connection, subject.of, own, offset, limit)?;
    Ok(AcknowledgementPage { rows, total })
}

fn oversees(connection: &Connection, actor: &Actor, subject: &Subject) -> Result<bool, Problem> {
    if actor.administrator || actor.compliance_officer {
        return Ok(true);
    }
    if let Some(package) = subject.package {
        let catalog = crate::job::export::package::catalog_of(connection, package)?;
        if authority::may(connection, actor, Task::ViewAssignment, Some(catalog))? {
            return Ok(true);
        }
    }
    let Some(person) = actor.principal else {
        return Ok(false);
    };
    for kind in countersign_domain::acknowledgement::Kind::ALL {
        if ledger::is_named(connection, kind, subject.target(), person.0)? {
            return Ok(true);
        }
    }
    Ok(false)
}
