//! Who sits at the desk, and how they have shown it.

mod prove;
mod seat;
mod setting;

use std::sync::Arc;

use countersign_domain::actor::Actor;
use serde::Deserialize;
use serde_json::json;
use ts_rs::TS;

use crate::call::{Entry, Stop};
use crate::store::Nothing;
use crate::{Desk, Problem};

pub use prove::ProveInput;
pub(crate) use prove::{Tries, prove};
pub(crate) use seat::{Claim, actor_of, first, of_account, person_of, seats};
pub use setting::IdentitySetting;
pub(crate) use setting::{change, demand, four_eyes, identity, show};

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct ChooseInput {
    /// Acts as this person; reviewers do.
    pub principal: Option<i64>,
    /// The same by an account, a mail address, an immutable id or a DN.
    pub person: Option<String>,
    /// Also holds the administrator's role.
    pub administrator: bool,
}

/// Sets who acts from now on, and writes it into the log.
pub(crate) fn choose(desk: &Arc<Desk>, input: ChooseInput) -> Result<Actor, Problem> {
    let open = desk.opened()?;
    let actor = open
        .store
        .read(|connection| {
            let person = person_of(connection, input.principal, input.person.as_deref()).map_err(Stop)?;
            let claim = Claim {
                principal: person.map(|one| one.principal),
                administrator: input.administrator,
                shown: None,
            };
            actor_of(desk, &open, connection, &claim).map_err(Stop)
        })
        .map_err(|stop| stop.0)?;
    desk.write(&open, &actor, "actor.choose", |_| Ok(((), entry(desk, &actor))))?;
    open.seat(Some(actor.clone()));
    Ok(actor)
}

/// Who may sit down by the account of this machine alone.
pub(crate) fn offered(desk: &Arc<Desk>, _: Nothing) -> Result<Vec<Actor>, Problem> {
    seats(desk, &*desk.opened()?)
}

/// Leaves the place before the desk empty, for the next person.
pub(crate) fn leave(desk: &Arc<Desk>, _: Nothing) -> Result<Nothing, Problem> {
    let open = desk.opened()?;
    if let Some(actor) = open.actor() {
        desk.write(&open, &actor, "actor.leave", |_| {
            Ok(((), Entry::new(actor.label(), json!({}))))
        })?;
        open.seat(None);
    }
    Ok(Nothing {})
}

/// What the log keeps of somebody who sat down.
fn entry(desk: &Desk, actor: &Actor) -> Entry {
    let detail = json!({ "administrator": actor.administrator, "complianceOfficer": actor.compliance_officer,
                         "identities": actor.identities, "osAccount": desk.environment.system_account });
    Entry::new(actor.label(), detail)
}
