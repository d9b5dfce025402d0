//! Workstations from the command line.

use std::sync::Arc;

use countersign_app::Desk;
use serde_json::{Value, json};

use super::{Result, absolute, read_secret, review};
use crate::arguments::{Arguments, WorkstationVerb};
use crate::desk::{bare, call, opened, passphrase, store_folder, wait};

pub(super) fn workstation(arguments: &Arguments, verb: &WorkstationVerb) -> Result<Value> {
    match verb {
        WorkstationVerb::Follow { .. } => {
            // Before there is a store that could be open; where a copy is, its administrator acts.
            let is_here = store_folder(arguments)?.join("store.json").exists();
            let desk = if is_here { opened(arguments)? } else { bare(arguments)? };
            follow(&desk, arguments, verb)
        }
        WorkstationVerb::Receive { words } => {
            let path = absolute(&store_folder(arguments)?);
            let input = json!({ "path": path, "passphrase": passphrase(), "words": words });
            wait(&bare(arguments)?, "workstation.receive", input)
        }
        verb => with_store(&opened(arguments)?, verb),
    }
}

fn follow(desk: &Arc<Desk>, arguments: &Arguments, verb: &WorkstationVerb) -> Result<Value> {
    let WorkstationVerb::Follow {
        name,
        words,
        folder,
        settings,
        every,
        secret_stdin,
        out,
        practice,
        replace,
    } = verb
    else {
        return Ok(Value::Null);
    };
    let place = match (folder, settings) {
        (Some(folder), _) => json!({ "kind": "folder", "path": absolute(folder) }),
        (None, Some(file)) => review::json_file(file)?,
        (None, None) => Value::Null,
    };
    let secret = secret_stdin.then(read_secret).transpose()?;
    call(
        desk,
        "workstation.follow",
        json!({ "path": absolute(&store_folder(arguments)?), "name": name, "words": words, "place": place,
                "secret": secret.as_ref().map(|secret| secret.as_str()), "everyMinutes": every, "out": absolute(out),
                "practice": practice, "replace": replace }),
    )
}

fn with_store(desk: &Arc<Desk>, verb: &WorkstationVerb) -> Result<Value> {
    match verb {
        WorkstationVerb::Name { name, every } => {
            call(desk, "workstation.name", json!({ "name": name, "everyMinutes": every }))
        }
        WorkstationVerb::Accept { file, words } => call(
            desk,
            "workstation.accept",
            json!({ "path": absolute(file), "words": words }),
        ),
        WorkstationVerb::End { id, reason } => {
            call(desk, "workstation.end", json!({ "workstation": id, "reason": reason }))
        }
        WorkstationVerb::HandOver { to, reason } => call(
            desk,
            "workstation.handOver",
            json!({ "workstation": to, "reason": reason }),
        ),
        WorkstationVerb::TakeOver { reason } => call(desk, "workstation.takeOver", json!({ "reason": reason })),
        WorkstationVerb::Tail { page } => call(
            desk,
            "workstation.tail",
            json!({ "offset": page.offset, "limit": page.limit }),
        ),
        WorkstationVerb::Trust { words } => call(desk, "workstation.trust", json!({ "words": words })),
        WorkstationVerb::SetAside { reason } => call(desk, "workstation.setAside", json!({ "reason": reason })),
        WorkstationVerb::List | WorkstationVerb::Follow { .. } | WorkstationVerb::Receive { .. } => {
            call(desk, "workstation.list", json!({}))
        }
    }
}
