//! How much somebody has to show for what they do.

use countersign_domain::actor::{Actor, Assurance, Binding, FourEyes, Identity, Permission};
use countersign_store::role::Role;
use countersign_store::rusqlite::{Connection, OptionalExtension, params};
use countersign_store::{StoreError, role};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use crate::Problem;
use crate::call::{Entry, Read, Stop, Write};
use crate::desk::Open;
use crate::store::Nothing;

const NAME: &str = "identity";
/// A day without a touch.
const LONGEST_IDLE: u32 = 24 * 60;

/// The least that shows who somebody is, by kind of act; and when the window locks itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct IdentitySetting {
    /// For deciding, asking and answering.
    pub decide: Assurance,
    /// For what administrators and compliance officers do.
    pub administer: Assurance,
    /// Of both people, where two sign.
    pub countersign: Assurance,
    /// Minutes without a touch until the window locks; 0 never.
    pub lock_after: u32,
}

impl IdentitySetting {
    /// What holds until somebody says otherwise.
    fn first(practice: bool) -> Self {
        let shown = if practice {
            Assurance::Stated
        } else {
            Assurance::OsAccount
        };
        Self {
            decide: Assurance::Stated,
            administer: shown,
            countersign: shown,
            lock_after: 15,
        }
    }
}

/// The setting as it stands.
pub(crate) fn identity(connection: &Connection, practice: bool) -> Result<IdentitySetting, Problem> {
    let found: Option<String> = connection
        .prepare_cached("SELECT value FROM setting WHERE name = ?1")
        .and_then(|mut statement| statement.query_row([NAME], |row| row.get(0)).optional())
        .map_err(StoreError::from)?;
    Ok(match found {
        Some(text) => serde_json::from_str(&text)?,
        None => IdentitySetting::first(practice),
    })
}

/// What is asked of two people who sign, and who is who.
pub(crate) fn four_eyes(write: &Write<'_>) -> Result<FourEyes, Problem> {
    Ok(FourEyes {
        bindings: role::bindings(write.transaction)?,
        demanded: identity(write.transaction, write.open.is_practice())?.countersign,
    })
}

/// The problem of somebody who has shown too little.
pub(super) fn unproven(name: &str, what: &str) -> Problem {
    Problem::new(format!("{name} has to show who they are before they {what}."))
        .code("proof")
        .hint("Show it with the password of the directory, or have the account of this computer bound to the person.")
}

fn holds(connection: &Connection, actor: &Actor) -> Result<bool, StoreError> {
    let wanted = if actor.administrator {
        Role::Administrator
    } else {
        Role::ComplianceOfficer
    };
    let roles = role::roles(connection)?;
    let own = |one: &role::RoleRow| !one.principal_gone && actor.identities.contains(&one.identity());
    Ok(roles.iter().any(|one| one.role == wanted && own(one)))
}

/// Whether the account by which a person sat down is still theirs.
fn is_bound(connection: &Connection, actor: &Actor) -> Result<bool, StoreError> {
    let (Some(principal), Assurance::OsAccount) = (actor.principal, actor.assurance) else {
        return Ok(true);
    };
    let bindings = role::bindings(connection)?;
    let own = |one: &&Binding| one.principal == principal;
    Ok(bindings
        .iter()
        .filter(own)
        .any(|one| actor.identities.contains(&Identity::of_account(&one.os_account))))
}

/// # Errors
/// The actor has shown less than the settings ask for what needs this permission.
pub(crate) fn demand(open: &Open, actor: &Actor, permission: Permission) -> Result<(), Problem> {
    let practice = open.is_practice();
    let (rule, stands) = open
        .store
        .read(|connection| {
            let rule = identity(connection, practice).map_err(Stop)?;
            // A role that was ended is lost at once, by whoever sits there with it.
            let stands = practice || (!actor.reads_all() || holds(connection, actor)?) && is_bound(connection, actor)?;
            Ok((rule, stands))
        })
        .map_err(|stop: Stop| stop.0)?;
    if !stands {
        let message = format!("{} does not hold the role or the account any more.", actor.display_name);
        return Err(Problem::new(message).code("permission").hint("Say again who you are."));
    }
    let demanded = if actor.reads_all() {
        rule.administer
    } else {
        rule.decide
    };
    let what = match permission {
        Permission::Administer | Permission::Audit => "do this",
        _ => "decide or change anything",
    };
    if actor.assurance < demanded {
        return Err(unproven(&actor.display_name, what));
    }
    Ok(())
}

pub(crate) fn show(read: &Read<'_>, _: Nothing) -> Result<IdentitySetting, Problem> {
    identity(read.connection, read.open.is_practice())
}

pub(crate) fn change(write: &Write<'_>, input: IdentitySetting) -> Result<(IdentitySetting, Entry), Problem> {
    let practice = write.open.is_practice();
    let before = identity(write.transaction, practice)?;
    let asked = [
        ("decide", input.decide),
        ("administer", input.administer),
        ("countersign", input.countersign),
    ];
    for (field, assurance) in asked {
        if assurance == Assurance::Program {
            return Err(Problem::new("A person cannot be asked to be the program.").field(field));
        }
        let stated_is_enough = field == "decide" || practice;
        if assurance == Assurance::Stated && !stated_is_enough {
            return Err(Problem::new(
                "Only in a practice store may somebody administer or sign by their own word alone.",
            )
            .field(field));
        }
    }
    if write.actor.assurance < input.administer {
        return Err(
            Problem::new("You yourself have not shown as much as you would ask for.")
                .field("administer")
                .hint("Show who you are in that way first, so that you do not shut yourself out."),
        );
    }
    if input.lock_after > LONGEST_IDLE {
        return Err(Problem::new("The window locks after at most a day.").field("lockAfter"));
    }
    write
        .transaction
        .execute(
            "INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)",
            params![NAME, serde_json::to_string(&input)?],
        )
        .map_err(StoreError::from)?;
    Ok((
        input,
        Entry::new("setting", json!({ "before": before, "after": input })),
    ))
}
