//! Showing one's keys: a reviewer's installation to the organization, and the organization's store to reviewers.

use std::path::PathBuf;

use countersign_packet::enrolment::{Organization, Person};
use countersign_packet::{Cover, DeviceKey, DeviceSecret, Enrolment, Introduction, Sealed, introduce as sign};
use countersign_store::device as kept;
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use super::key;
use crate::Problem;
use crate::call::{Entry, Write};
use crate::sheet::Target;

const LONGEST_NAME: usize = 200;

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
#[ts(rename = "DeviceEnrolInput")]
pub struct EnrolInput {
    /// Where the file is written that the organization's administrator gets.
    #[ts(type = "string")]
    pub path: PathBuf,
    /// What the person calls this machine; its own name where none is said.
    pub device_name: Option<String>,
    /// The organization knows people by these: whoever sits here, where nothing is said.
    pub display_name: Option<String>,
    pub user_name: Option<String>,
    pub mail: Option<String>,
    /// New keys in the place of those there are.
    #[serde(default)]
    #[ts(optional = nullable, as = "Option<bool>")]
    pub renew: bool,
    #[serde(default)]
    #[ts(optional = nullable, as = "Option<bool>")]
    pub replace: bool,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
#[ts(rename = "DeviceIntroduceInput")]
pub struct IntroduceInput {
    #[ts(type = "string")]
    pub path: PathBuf,
    #[serde(default)]
    #[ts(optional = nullable, as = "Option<bool>")]
    pub replace: bool,
}

/// A file that shows keys, and the words by which two people compare them.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "DeviceEnrolled")]
pub struct Enrolled {
    #[ts(type = "string")]
    pub path: PathBuf,
    pub key_id: String,
    pub words: String,
}

/// `device.enrol`
pub(crate) fn enrol(write: &Write<'_>, input: EnrolInput) -> Result<(Enrolled, Entry), Problem> {
    let before = kept::own(write.transaction)?.map(|key| key.key_id);
    let own = if input.renew {
        key::fresh(write)?
    } else {
        key::own(write)?
    };
    let device_name = match input.device_name.as_deref().map(str::trim) {
        Some(name) if !name.is_empty() => name.to_owned(),
        _ => write.desk.environment.device.clone(),
    };
    if device_name.chars().count() > LONGEST_NAME {
        return Err(
            Problem::new(format!("A device has a name of at most {LONGEST_NAME} characters.")).field("deviceName"),
        );
    }
    let body = Enrolment {
        key: own.secret.public(),
        device_name,
        person: Person {
            key: None,
            display_name: input.display_name.unwrap_or_else(|| write.actor.display_name.clone()),
            user_name: input.user_name,
            mail: input.mail,
        },
        replaces: before.filter(|_| input.renew),
        made_at: write.now,
    };
    let cover = Cover {
        store: "",
        made_at: write.now,
    };
    let signed = sign(&body, &cover, &own.secret.sign)?;
    let enrolled = save(&signed, &own.secret, input.path, input.replace)?;
    let detail = json!({
        "key": enrolled.key_id, "words": enrolled.words, "name": body.device_name, "replaces": body.replaces,
    });
    Ok((enrolled, Entry::new("ownKey", detail)))
}

/// The organization as its packets name it.
pub(crate) fn organization(header: &countersign_store::Header, key: DeviceKey) -> Organization {
    Organization {
        store: header.id.clone(),
        name: header.organization.clone(),
        key,
        practice: header.practice,
    }
}

/// `device.introduce`
pub(crate) fn introduce(write: &Write<'_>, input: IntroduceInput) -> Result<(Enrolled, Entry), Problem> {
    let own = key::own(write)?;
    let header = write.open.store.header();
    let body = Introduction {
        organization: organization(header, own.secret.public()),
        made_at: write.now,
    };
    let cover = Cover {
        store: &header.id,
        made_at: write.now,
    };
    let signed = sign(&body, &cover, &own.secret.sign)?;
    let enrolled = save(&signed, &own.secret, input.path, input.replace)?;
    let detail = json!({ "key": enrolled.key_id, "words": enrolled.words });
    Ok((enrolled, Entry::new("ownKey", detail)))
}

fn save(signed: &Sealed, secret: &DeviceSecret, path: PathBuf, replace: bool) -> Result<Enrolled, Problem> {
    let target = Target::claim(&path, replace)?;
    std::fs::write(target.part(), &signed.bytes).map_err(|error| crate::sheet::unwritable(&path, &error))?;
    let key = secret.public();
    Ok(Enrolled {
        path: target.settle()?,
        key_id: key.id(),
        words: key.words(),
    })
}
