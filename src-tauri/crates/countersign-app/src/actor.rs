//! Who sits at the desk.

use std::sync::Arc;

use countersign_domain::actor::Actor;
use countersign_domain::id::PrincipalId;
use countersign_store::StoreError;
use countersign_store::rusqlite::OptionalExtension;
use serde::Deserialize;
use ts_rs::TS;

use crate::call::Entry;
use crate::{Desk, Problem, store};

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct ChooseInput {
    /// Acts as this person; reviewers do.
    pub principal: Option<i64>,
    /// Also holds the administrator's role.
    pub administrator: bool,
}

/// Sets who acts from now on, and writes it into the log.
pub(crate) fn choose(desk: &Arc<Desk>, input: ChooseInput) -> Result<Actor, Problem> {
    let open = desk.opened()?;
    let actor = match input.principal {
        None if input.administrator => store::administrator(desk),
        None => {
            return Err(
                Problem::new("Say who you are: a person of the directory, or the administrator.").field("principal"),
            );
        }
        Some(principal) => {
            let found: Option<(String, String, Option<bool>)> = open.store.read(|connection| {
                connection
                    .query_row(
                        "SELECT display_name, kind, enabled FROM principal WHERE id = ?1 AND removed_snapshot_id IS NULL",
                        [principal],
                        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
                    )
                    .optional()
                    .map_err(StoreError::from)
            })?;
            match found {
                Some((display_name, kind, enabled)) if kind == "user" => {
                    if enabled == Some(false) {
                        return Err(
                            Problem::new(format!("The account of {display_name} is disabled.")).field("principal")
                        );
                    }
                    Actor {
                        principal: Some(PrincipalId(principal)),
                        display_name,
                        administrator: input.administrator,
                        ..Actor::default()
                    }
                }
                _ => return Err(Problem::missing("person", principal).field("principal")),
            }
        }
    };
    desk.write(&open, &actor, "actor.choose", |_| {
        let detail =
            serde_json::json!({ "administrator": actor.administrator, "osAccount": desk.environment.os_account });
        Ok(((), Entry::new(actor.label(), detail)))
    })?;
    *open.actor.write().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(actor.clone());
    Ok(actor)
}
