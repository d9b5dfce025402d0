//! The exchange.

use std::sync::Arc;

use countersign_app::Desk;
use serde_json::{Value, json};

use super::{Result, absolute, read_secret, review};
use crate::arguments::{ExchangeVerb, Page};
use crate::desk::{call, wait};

pub(super) fn exchange(desk: &Arc<Desk>, verb: &ExchangeVerb) -> Result<Value> {
    let page = |page: &Page| json!({ "offset": page.offset, "limit": page.limit });
    match verb {
        ExchangeVerb::Show => call(desk, "exchange.show", json!({})),
        ExchangeVerb::Set {
            folder,
            settings,
            none: _,
            every,
            secret_stdin,
        } => {
            let place = match (folder, settings) {
                (Some(folder), _) => json!({ "kind": "folder", "path": absolute(folder) }),
                (None, Some(file)) => review::json_file(file)?,
                (None, None) => Value::Null,
            };
            let secret = secret_stdin.then(read_secret).transpose()?;
            call(
                desk,
                "exchange.set",
                json!({ "place": place, "everyMinutes": every, "secret": secret.as_ref().map(|secret| secret.as_str()) }),
            )
        }
        ExchangeVerb::Probe => wait(desk, "exchange.probe", json!({})),
        ExchangeVerb::Run => wait(desk, "exchange.run", json!({})),
        ExchangeVerb::Status => call(desk, "exchange.status", json!({})),
        ExchangeVerb::Put {
            file,
            to,
            recipient,
            subject,
        } => call(
            desk,
            "exchange.put",
            json!({ "path": absolute(file), "inbox": to, "recipient": recipient, "subject": subject }),
        ),
        ExchangeVerb::Withdraw { id } => call(desk, "exchange.withdraw", json!({ "id": id })),
        ExchangeVerb::Outbox { page: of } => call(desk, "exchange.outbox", page(of)),
        ExchangeVerb::Arrivals { page: of } => call(desk, "exchange.arrivals", page(of)),
    }
}
