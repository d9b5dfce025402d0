//! Notices and the mail server.

use std::sync::Arc;

use countersign_app::Desk;
use serde_json::{Value, json};

use super::{Result, absolute, read_secret};
use crate::arguments::{MailVerb, NoticeVerb, SecurityWord};
use crate::desk::{call, wait};

pub(super) fn notice(desk: &Arc<Desk>, verb: &NoticeVerb) -> Result<Value> {
    match verb {
        NoticeVerb::List { instance, page } => call(
            desk,
            "notice.list",
            json!({ "instance": instance, "offset": page.offset, "limit": page.limit }),
        ),
        NoticeVerb::Send { instance } => wait(desk, "notice.send", json!({ "instance": instance })),
        NoticeVerb::Draft { instance, folder, from } => wait(
            desk,
            "notice.draft",
            json!({ "instance": instance, "folder": absolute(folder), "from": from }),
        ),
        NoticeVerb::Requeue { notice } => call(desk, "notice.requeue", json!({ "notice": notice })),
    }
}

pub(super) fn mail(desk: &Arc<Desk>, verb: &MailVerb) -> Result<Value> {
    match verb {
        MailVerb::Show => call(desk, "mail.show", json!({})),
        MailVerb::Configure {
            host,
            port,
            security,
            user,
            from,
            ca_file,
            administrator_address,
            secret_stdin,
        } => {
            let secret = secret_stdin.then(read_secret).transpose()?;
            let security = match security {
                SecurityWord::Tls => "tls",
                SecurityWord::StartTls => "startTls",
            };
            call(
                desk,
                "mail.configure",
                json!({ "host": host, "port": port, "security": security, "user": user, "from": from,
                        "caFile": ca_file.as_deref().map(absolute), "administrator": administrator_address, "secret": secret.as_ref().map(|secret| secret.as_str()) }),
            )
        }
    }
}
