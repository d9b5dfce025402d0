//! To sign, and to take a signature back.

use countersign_domain::acknowledgement::{self as rule, Kind, Refusal};
use countersign_store::acknowledgement::{self as ledger, AcknowledgementRow, New};
use serde::Deserialize;
use serde_json::json;
use ts_rs::TS;

use super::offer::{standing, state};
use super::{AcknowledgementOfInput, Subject};
use crate::Problem;
use crate::call::{Entry, Write};

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct AcknowledgementSignInput {
    pub kind: Kind,
    pub instance: Option<i64>,
    pub package: Option<i64>,
    /// The role or title signed in; the act's own where nothing is said.
    pub role: Option<String>,
    /// What is signed, as it was shown.
    pub statement: String,
    /// The digest it was shown with; another one by now refuses the signature.
    pub digest: String,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AcknowledgementWithdrawInput {
    pub acknowledgement: i64,
    pub reason: String,
}

pub(crate) fn sign(write: &Write<'_>, input: AcknowledgementSignInput) -> Result<(AcknowledgementRow, Entry), Problem> {
    let of = AcknowledgementOfInput {
        instance: input.instance,
        package: input.package,
    };
    let subject = Subject::of(write.transaction, of)?;
    rule::may_sign(
        input.kind,
        &standing(write.transaction, &subject, input.kind, &write.actor)?,
    )?;
    let statement = rule::statement(&input.statement)?;
    let role = rule::role(input.kind, input.role.as_deref())?;
    let store = &write.open.store.header().id;
    let signed = state(write.transaction, store, &subject, input.kind, &write.actor)?;
    let digest = signed.digest();
    if input.digest != digest {
        return Err(Refusal::Changed.into());
    }
    let id = ledger::sign(
        write.transaction,
        &New {
            kind: input.kind,
            of: subject.of,
            principal: write.actor.principal.map(|principal| principal.0),
            signer: &write.actor.label(),
            role: &role,
            statement: &statement,
            at: write.now,
            assurance: write.actor.assurance.word(),
            device: &write.desk.environment.device,
            signed: &signed,
            audit_seq: write.audit_seq,
        },
    )?;
    let row = one(write, id)?;
    let detail = json!({ "kind": input.kind, "role": role, "statement": statement, "digest": digest, "state": signed });
    Ok((row, entry(id, of, detail)))
}

pub(crate) fn withdraw(
    write: &Write<'_>,
    input: AcknowledgementWithdrawInput,
) -> Result<(AcknowledgementRow, Entry), Problem> {
    let reason = countersign_domain::retention::reason(&input.reason)
        .map_err(|refusal| Problem::new(refusal.to_string()).field("reason"))?;
    let before = one(write, input.acknowledgement)?;
    let by = write.actor.label();
    if before.by != by && !write.actor.administrator {
        return Err(Refusal::NotYours.into());
    }
    if before.withdrawn_at.is_some() {
        return Err(Refusal::Withdrawn.into());
    }
    ledger::withdraw(write.transaction, input.acknowledgement, write.now, &by, &reason)?;
    let of = AcknowledgementOfInput {
        instance: before.instance,
        package: before.package,
    };
    let detail = json!({ "kind": before.kind, "by": before.by, "digest": before.digest, "reason": reason });
    Ok((
        one(write, input.acknowledgement)?,
        entry(input.acknowledgement, of, detail),
    ))
}

fn one(write: &Write<'_>, id: i64) -> Result<AcknowledgementRow, Problem> {
    ledger::one(write.transaction, id)?.ok_or_else(|| Problem::missing("acknowledgement", id))
}

fn entry(id: i64, of: AcknowledgementOfInput, detail: serde_json::Value) -> Entry {
    Entry::new(format!("acknowledgement:{id}"), detail)
        .of(of.instance)
        .of_package(of.package)
}
