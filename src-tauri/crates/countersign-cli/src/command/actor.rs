//! Proof, bindings, roles, and how much proof is asked for.

use std::sync::Arc;

use countersign_app::Desk;
use serde_json::{Value, json};

use super::{Result, directory_of, read_secret};
use crate::arguments::{ActorVerb, IdentityVerb, RoleVerb};
use crate::desk::{call, principal, wait};

pub(super) fn actor(desk: &Arc<Desk>, verb: &ActorVerb) -> Result<Value> {
    match verb {
        ActorVerb::Prove {
            person,
            directory,
            secret_stdin: _,
            bind,
        } => {
            let directory = directory.as_deref().map(|name| directory_of(desk, name)).transpose()?;
            let password = read_secret()?;
            wait(
                desk,
                "actor.prove",
                json!({ "person": person, "directory": directory, "password": password.as_str(), "bind": bind }),
            )
        }
        ActorVerb::Bind { os_account, person } => call(
            desk,
            "actor.bind",
            json!({ "osAccount": os_account, "principal": principal(desk, person, "user")? }),
        ),
        ActorVerb::Unbind { id } => call(desk, "actor.unbind", json!({ "id": id })),
    }
}

pub(super) fn role(desk: &Arc<Desk>, verb: &RoleVerb) -> Result<Value> {
    match verb {
        RoleVerb::List => call(desk, "role.list", json!({})),
        RoleVerb::Give { role, to } => {
            let person = to.person.as_ref().map(|one| principal(desk, one, "user")).transpose()?;
            call(
                desk,
                "role.give",
                json!({ "role": role.word(), "principal": person, "osAccount": to.os_account }),
            )
        }
        RoleVerb::End { id } => call(desk, "role.end", json!({ "id": id })),
    }
}

pub(super) fn identity(desk: &Arc<Desk>, verb: &IdentityVerb) -> Result<Value> {
    let mut setting = call(desk, "identity.show", json!({}))?;
    let IdentityVerb::Change {
        decide,
        administer,
        countersign,
        lock_after,
    } = verb
    else {
        return Ok(setting);
    };
    let asked = [
        ("decide", decide),
        ("administer", administer),
        ("countersign", countersign),
    ];
    for (name, word) in asked {
        if let Some(word) = word {
            setting[name] = json!(word.word());
        }
    }
    if let Some(minutes) = lock_after {
        setting["lockAfter"] = json!(minutes);
    }
    call(desk, "identity.change", setting)
}
