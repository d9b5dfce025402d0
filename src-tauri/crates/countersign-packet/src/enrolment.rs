//! Who one is: a reviewer's installation to the organization, and the organization's store to the reviewer.
//! Both are signed by the key they show; what they are worth is decided by people who compare words.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::body::{Body, Kind, identity, short};
use crate::device::DeviceKey;

/// The keys of a reviewer's installation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Enrolment {
    pub key: DeviceKey,
    /// What the person calls the machine.
    pub device_name: String,
    pub person: Person,
    /// The key that this one replaces, by the word of this file alone.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub replaces: Option<String>,
    pub made_at: DateTime<Utc>,
}

/// Who somebody says they are, or is known to be.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Person {
    /// The directory's immutable key, where it is known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub key: Option<String>,
    pub display_name: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub user_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub mail: Option<String>,
}

impl Person {
    pub(crate) fn check(&self) -> Result<(), String> {
        short("the person's name", &self.display_name, 1_000)?;
        for one in [&self.key, &self.user_name, &self.mail].into_iter().flatten() {
            short("what is said of the person", one, 1_000)?;
        }
        Ok(())
    }
}

impl Body for Enrolment {
    const KIND: Kind = Kind::Enrolment;

    fn check(&self) -> Result<(), String> {
        if !self.key.is_sound() {
            return Err("its key is none to seal to".into());
        }
        short("the name of the device", &self.device_name, 200)?;
        if let Some(replaces) = &self.replaces {
            identity("the key it replaces", replaces)?;
        }
        self.person.check()
    }
}

/// The store of an organization, as a reviewer's installation knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Organization {
    /// The store's id.
    pub store: String,
    pub name: String,
    pub key: DeviceKey,
    /// A practice store; what comes of it counts nowhere.
    pub practice: bool,
}

impl Organization {
    pub(crate) fn check(&self) -> Result<(), String> {
        short("the store's id", &self.store, 100)?;
        short("the organization's name", &self.name, 1_000)?;
        if self.key.is_sound() {
            Ok(())
        } else {
            Err("the organization's key is none to seal to".into())
        }
    }
}

/// The organization's keys, for a reviewer to compare before the first packet comes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Introduction {
    pub organization: Organization,
    pub made_at: DateTime<Utc>,
}

impl Body for Introduction {
    const KIND: Kind = Kind::Introduction;

    fn check(&self) -> Result<(), String> {
        self.organization.check()
    }
}

/// Reads a file that shows keys, and holds it to the key that signed it.
fn shown<B: Body>(bytes: &[u8], key: impl Fn(&B) -> &DeviceKey) -> Result<crate::Opened<B>, crate::OpenError> {
    let any = crate::Expected {
        store: None,
        signers: crate::Signers::Any,
    };
    let opened = crate::read::<B>(bytes, &any)?;
    if key(&opened.body).sign == opened.header.from {
        Ok(opened)
    } else {
        Err(crate::OpenError::UnknownSigner(opened.header.from))
    }
}

impl Enrolment {
    /// Reads an enrolment that was signed by the key it shows.
    ///
    /// # Errors
    /// It is none, or somebody else signed it.
    pub fn open(bytes: &[u8]) -> Result<crate::Opened<Self>, crate::OpenError> {
        shown(bytes, |body: &Self| &body.key)
    }
}

impl Introduction {
    /// Reads an introduction that was signed by the key it shows.
    ///
    /// # Errors
    /// It is none, or somebody else signed it.
    pub fn open(bytes: &[u8]) -> Result<crate::Opened<Self>, crate::OpenError> {
        let opened = shown(bytes, |body: &Self| &body.organization.key)?;
        if opened.header.store == opened.body.organization.store {
            Ok(opened)
        } else {
            Err(crate::OpenError::WrongStore {
                expected: opened.header.store,
                found: opened.body.organization.store,
            })
        }
    }
}
