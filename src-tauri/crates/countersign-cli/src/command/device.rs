//! Devices and packets from the command line.

use std::sync::Arc;

use countersign_app::Desk;
use serde_json::{Value, json};

use super::{Result, absolute};
use crate::arguments::{DeviceVerb, PacketVerb};
use crate::desk::{call, principal, wait};

pub(super) fn device(desk: &Arc<Desk>, verb: &DeviceVerb) -> Result<Value> {
    let person = |reference: &String| principal(desk, reference, "user");
    match verb {
        DeviceVerb::Own => call(desk, "device.own", json!({})),
        DeviceVerb::Enrol {
            out,
            name,
            display_name,
            user_name,
            mail,
            renew,
            replace,
        } => call(
            desk,
            "device.enrol",
            json!({ "path": absolute(out), "deviceName": name, "displayName": display_name, "userName": user_name,
                    "mail": mail, "renew": renew, "replace": replace }),
        ),
        DeviceVerb::Introduce { out, replace } => call(
            desk,
            "device.introduce",
            json!({ "path": absolute(out), "replace": replace }),
        ),
        DeviceVerb::Offer { file } => call(desk, "device.offer", json!({ "path": absolute(file) })),
        DeviceVerb::Accept {
            device,
            principal: of,
            words,
        } => call(
            desk,
            "device.accept",
            json!({ "device": device, "principal": person(of)?, "words": words }),
        ),
        DeviceVerb::Replace { device, by, words } => call(
            desk,
            "device.replace",
            json!({ "device": device, "by": by, "words": words }),
        ),
        DeviceVerb::TurnDown { device, reason } => {
            call(desk, "device.turnDown", json!({ "device": device, "reason": reason }))
        }
        DeviceVerb::Revoke { device, reason } => {
            call(desk, "device.revoke", json!({ "device": device, "reason": reason }))
        }
        DeviceVerb::List {
            state,
            principal: of,
            page,
        } => call(
            desk,
            "device.list",
            json!({ "state": state, "principal": of.as_ref().map(person).transpose()?,
                    "offset": page.offset, "limit": page.limit }),
        ),
    }
}

pub(super) fn packet(desk: &Arc<Desk>, verb: &PacketVerb) -> Result<Value> {
    match verb {
        PacketVerb::Export {
            instance,
            out,
            reviewer,
        } => {
            let named = reviewer.iter().map(|one| principal(desk, one, "user"));
            let named: Vec<i64> = named.collect::<Result<_>>()?;
            let reviewers = (!named.is_empty()).then_some(named);
            wait(
                desk,
                "packet.make",
                json!({ "instance": instance, "folder": absolute(out), "reviewers": reviewers }),
            )
        }
        PacketVerb::List { instance, page } => call(
            desk,
            "packet.list",
            json!({ "instance": instance, "offset": page.offset, "limit": page.limit }),
        ),
        PacketVerb::Travel(verb) => super::answer::packet(desk, verb),
        PacketVerb::Passphrase { id } => call(desk, "packet.passphrase", json!({ "id": id })),
    }
}
