//! The stages of an approval as they would be.

use countersign_domain::approval::ApproverKind;
use countersign_domain::policy::{Period, Policy, Subject};
use countersign_store::package::PackageRow;
use countersign_store::request;
use countersign_store::rusqlite::Connection;
use serde::Serialize;
use ts_rs::TS;

use crate::Problem;
use crate::approval::{About, alternates, first, name_of};

/// A stage as it would be.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StageForeseen {
    pub position: i64,
    pub approvers: Vec<ApproverForeseen>,
    /// Asked too after the escalation.
    pub alternates: Vec<ApproverForeseen>,
    /// Where the approvers depend on the person who asks: what they are to them.
    pub relative: Vec<String>,
    /// Why the fallback is asked, or nobody.
    pub why: Option<String>,
    pub time_out: Period,
    pub escalate_after: Option<Period>,
    pub justification: bool,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ApproverForeseen {
    pub principal: i64,
    pub display_name: String,
    pub kind: ApproverKind,
    pub reason: String,
}

/// The stages as they would be; without a person, the approvers that depend on one are told in words.
pub(super) fn stages(
    connection: &Connection,
    rules: &Policy,
    package: &PackageRow,
    of: Option<About>,
) -> Result<Vec<StageForeseen>, Problem> {
    if !rules.approval.for_add {
        return Ok(Vec::new());
    }
    let nobody = About {
        requestor: 0,
        target: 0,
        package: package.package,
    };
    let mut all = Vec::new();
    for (at, stage) in rules.approval.stages.iter().enumerate() {
        let mut relative = Vec::new();
        let mut known = |list: &[Subject]| -> Vec<Subject> {
            if of.is_some() {
                return list.to_vec();
            }
            relative.extend(list.iter().filter_map(in_words));
            list.iter().filter(|one| in_words(one).is_none()).cloned().collect()
        };
        let (primary, fallback) = (known(&stage.primary), known(&stage.fallback));
        let (escalation, behind) = (known(&stage.escalation), known(&stage.escalation_fallback));
        let about = of.unwrap_or(nobody);
        let asked = first(connection, about, &primary, &fallback)?;
        let later = alternates(connection, about, &escalation, &behind)?;
        let named = |list: Vec<request::NewApprover>| -> Result<Vec<ApproverForeseen>, Problem> {
            list.into_iter()
                .map(|one| {
                    Ok(ApproverForeseen {
                        principal: one.principal,
                        display_name: name_of(connection, one.principal)?,
                        kind: one.kind,
                        reason: one.reason,
                    })
                })
                .collect()
        };
        let approvers = named(asked.approvers)?;
        all.push(StageForeseen {
            position: i64::try_from(at + 1).unwrap_or(i64::MAX),
            alternates: if stage.escalate_after.is_some() {
                named(later.approvers)?
            } else {
                Vec::new()
            },
            // Who is to approve is not known yet, which is no want of approvers.
            why: asked.why.filter(|_| of.is_some() || relative.is_empty()),
            approvers,
            relative,
            time_out: stage.time_out,
            escalate_after: stage.escalate_after,
            justification: stage.justification,
        });
    }
    Ok(all)
}

/// An approver who depends on the person who asks.
fn in_words(subject: &Subject) -> Option<String> {
    Some(match subject {
        Subject::RequestorManager(1) => "the manager of the person who asks".into(),
        Subject::RequestorManager(level) => format!("the manager of the person who asks, at level {level}"),
        Subject::TargetManager(1) => "the manager of the person who is to have it".into(),
        Subject::TargetManager(level) => format!("the manager of the person who is to have it, at level {level}"),
        Subject::InternalSponsors => "the internal sponsors of the person's organization".into(),
        Subject::ExternalSponsors => "the external sponsors of the person's organization".into(),
        Subject::TargetSponsors => "the sponsors of the person".into(),
        _ => return None,
    })
}
