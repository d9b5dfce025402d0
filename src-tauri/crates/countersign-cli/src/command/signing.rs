//! The signature of evidence.

use std::sync::Arc;

use countersign_app::Desk;
use serde_json::{Value, json};

use super::{Result, absolute, read_secret};
use crate::arguments::SigningVerb;
use crate::desk::call;

pub(super) fn signing(desk: &Arc<Desk>, verb: &SigningVerb) -> Result<Value> {
    match verb {
        SigningVerb::Show => call(desk, "signing.show", json!({})),
        SigningVerb::Create => call(desk, "signing.create", json!({})),
        SigningVerb::Import { file, secret_stdin } => {
            let secret = secret_stdin.then(read_secret).transpose()?;
            call(
                desk,
                "signing.import",
                json!({ "path": absolute(file), "secret": secret.as_deref() }),
            )
        }
        SigningVerb::Remove => call(desk, "signing.remove", json!({})),
    }
}
