//! The person's own machine: something is asked for without a network, changed, or taken back.

use chrono::{DateTime, Utc};
use countersign_domain::policy::Answer;
use countersign_domain::request::RequestKind;
use countersign_packet::request::Offer;
use countersign_store::offer::{self as kept, OfferRow};
use serde::Deserialize;
use serde_json::json;
use ts_rs::TS;

use super::terms::Wish;
use crate::Problem;
use crate::call::{Entry, Write};

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
#[ts(rename = "RequestWriteInput")]
pub struct WriteInput {
    /// As `request.offer.list` numbers it.
    pub offer: i64,
    /// `userAdd` where nothing is said; `userUpdate` and `userRemove` for what is held.
    pub kind: Option<RequestKind>,
    /// Needed where there are several.
    pub policy: Option<i64>,
    pub justification: Option<String>,
    #[serde(default)]
    #[ts(optional = nullable, as = "Option<Vec<Answer>>")]
    pub answers: Vec<Answer>,
    pub starts_at: Option<DateTime<Utc>>,
    pub ends_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "RequestWithdrawInput")]
pub struct WithdrawInput {
    pub offer: i64,
}

/// Who may ask for it here.
fn theirs(write: &Write<'_>, offer: i64) -> Result<OfferRow, Problem> {
    let row = kept::offer(write.transaction, offer)?.ok_or_else(|| Problem::missing("offer", offer))?;
    if write.actor.principal.map(|one| one.0) != Some(row.person) {
        return Err(Problem::new(format!("{} asks for this.", row.person_name)).code("permission"));
    }
    Ok(row)
}

/// `request.write`: kept here until it is returned; whether it is granted is found where the package is.
pub(crate) fn write(write: &Write<'_>, input: WriteInput) -> Result<(OfferRow, Entry), Problem> {
    let row = theirs(write, input.offer)?;
    if row.gone {
        return Err(Problem::new("A newer packet does not offer this any more.").code("state"));
    }
    if row.returned && !row.withdrawn {
        return Err(Problem::new("This request was returned already.")
            .code("returned")
            .hint("Take it back first, and ask again."));
    }
    if let Some(due) = row.due_at.filter(|due| *due <= write.now) {
        let until = due.format("%Y-%m-%d %H:%M UTC");
        return Err(
            Problem::new(format!("What this packet offers could be asked for until {until}."))
                .code("late")
                .hint("Ask the organization for a newer packet."),
        );
    }
    let offer: Offer = serde_json::from_value(row.content.clone())?;
    let wish = serde_json::to_value(Wish::of(&offer, &input, write.now)?)?;
    kept::write(write.transaction, &row, &wish, write.now)?;
    let detail = json!({ "packet": row.packet, "package": row.package, "packageName": row.package_name, "of": wish });
    done(write, input.offer, detail)
}

/// `request.withdraw`: what was not returned yet is gone; what was returned is taken back by the next return.
pub(crate) fn withdraw(write: &Write<'_>, input: WithdrawInput) -> Result<(OfferRow, Entry), Problem> {
    let row = theirs(write, input.offer)?;
    if row.own.is_none() {
        return Err(Problem::new("Nothing was asked for here.").code("state"));
    }
    if row.withdrawn {
        return Err(Problem::new("This was taken back already.").code("state"));
    }
    match row.returned {
        true => kept::withdraw(write.transaction, &row, write.now)?,
        false => kept::remove(write.transaction, &row)?,
    }
    let detail = json!({ "packet": row.packet, "package": row.package, "packageName": row.package_name,
                         "of": row.asked, "returned": row.returned });
    done(write, input.offer, detail)
}

fn done(write: &Write<'_>, offer: i64, detail: serde_json::Value) -> Result<(OfferRow, Entry), Problem> {
    let row = kept::offer(write.transaction, offer)?.ok_or_else(|| Problem::missing("offer", offer))?;
    Ok((row, Entry::new(format!("openedOffer:{offer}"), detail)))
}
