//! The practice directory as it lies in its file.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use countersign_domain::snapshot::{Entry, Holding, Kind, Mark, Reference, UserType, attribute};
use serde::{Deserialize, Serialize};

use crate::dn;

pub(crate) const BASE: &str = "dc=sample,dc=example";

/// Everything in a practice directory.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tree {
    pub nodes: Vec<Node>,
}

/// One person, group, application, role or place. Others are named by their keys.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Node {
    pub key: String,
    pub dn: String,
    pub kind: Kind,
    pub display_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_type: Option<UserType>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employee_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manager: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub owners: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holdings: Vec<Held>,
    /// Facts beyond the fields, without the description.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, Vec<String>>,
    pub created_at: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_sign_in_at: Option<DateTime<Utc>>,
}

/// A principal holds a role of a node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Held {
    pub entitlement: String,
    pub principal: String,
}

impl Node {
    /// The node as a read returns it. A key nobody has is a reference to nothing.
    pub(crate) fn to_entry(&self) -> Entry {
        let by_key = |key: &String| Reference {
            text: key.clone(),
            mark: to_mark(key),
        };
        let normalised = dn::normalise(&self.dn).unwrap_or_else(|| self.dn.clone());
        Entry {
            key: self.key.clone(),
            dn: self.dn.clone(),
            marks: vec![Mark::of(&normalised), to_mark(&self.key)],
            parent: dn::parent(&normalised).map(Mark::of),
            kind: self.kind,
            display_name: self.display_name.clone(),
            user_name: self.user_name.clone(),
            mail: self.mail.clone(),
            user_type: self.user_type,
            enabled: self.enabled,
            department: self.department.clone(),
            title: self.title.clone(),
            employee_id: self.employee_id.clone(),
            manager: self.manager.as_ref().map(by_key),
            owners: self.owners.iter().map(by_key).collect(),
            members: self.members.iter().map(by_key).collect(),
            holdings: self
                .holdings
                .iter()
                .map(|held| Holding {
                    entitlement: held.entitlement.clone(),
                    principal: by_key(&held.principal),
                })
                .collect(),
            member_of: Vec::new(),
            created_at: Some(self.created_at),
            last_sign_in_at: self.last_sign_in_at,
            last_sign_in_field: self.last_sign_in_at.map(|_| "lastSignInAt".to_owned()),
            attributes: self
                .description
                .iter()
                .map(|text| (attribute::DESCRIPTION.to_owned(), vec![text.clone()]))
                .chain(self.attributes.clone())
                .collect(),
        }
    }
}

fn to_mark(key: &str) -> Mark {
    Mark::of(&format!("key:{key}"))
}
