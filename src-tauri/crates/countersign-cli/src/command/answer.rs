//! Packets, answers and disputes from the command line.

use std::path::PathBuf;
use std::sync::Arc;

use countersign_app::Desk;
use serde_json::{Value, json};

use super::{Result, absolute, read_secret};
use crate::arguments::{AnswerVerb, DisputeVerb};
use crate::desk::{call, wait};

pub(super) fn packet(desk: &Arc<Desk>, verb: &AnswerVerb) -> Result<Value> {
    match verb {
        AnswerVerb::Open {
            path,
            accept,
            passphrase,
        } => {
            let secret = if *passphrase { Some(read_secret()?) } else { None };
            let secret = secret.as_ref().map(|text| text.as_str());
            let input = json!({ "path": absolute(path), "accept": accept, "passphrase": secret });
            wait(desk, "packet.open", input)
        }
        AnswerVerb::Opened { page } => call(
            desk,
            "packet.opened.list",
            json!({ "offset": page.offset, "limit": page.limit }),
        ),
        AnswerVerb::Answer {
            instance,
            folder,
            again,
        } => {
            let input = json!({ "instance": instance, "folder": absolute(folder), "again": again });
            wait(desk, "packet.answer", input)
        }
        AnswerVerb::Carry {
            instance,
            device,
            words,
            out,
        } => {
            let input =
                json!({ "instance": instance, "device": absolute(device), "words": words, "path": absolute(out) });
            wait(desk, "packet.carry", input)
        }
        AnswerVerb::TakeIn { paths, folder } => {
            let paths: Vec<PathBuf> = paths.iter().map(|path| absolute(path)).collect();
            let folder = folder.as_ref().map(|folder| absolute(folder));
            wait(desk, "packet.takeIn", json!({ "paths": paths, "folder": folder }))
        }
    }
}

pub(super) fn dispute(desk: &Arc<Desk>, verb: &DisputeVerb) -> Result<Value> {
    match verb {
        DisputeVerb::List {
            instance,
            settled,
            page,
        } => {
            let filter = json!({ "instance": instance, "settled": settled });
            let input = json!({ "filter": filter, "offset": page.offset, "limit": page.limit });
            call(desk, "dispute.list", input)
        }
        DisputeVerb::Settle {
            dispute,
            accept,
            turn_down: _,
            reason,
        } => call(
            desk,
            "dispute.settle",
            json!({ "dispute": dispute, "accept": accept, "reason": reason }),
        ),
    }
}
