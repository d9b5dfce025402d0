//! What a directory holds at one moment, what one read of it certifies, and what can be changed in it.
//!
//! These are plain values: connectors produce them, the ledger keeps them, evidence prints them.

pub mod anchor;
pub mod attribute;
mod change;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use ts_rs::TS;

pub use change::{ApplyOutcome, Change, Presence, Target};

/// What an entry of a directory is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    User,
    Group,
    /// An application: it may be granted access, and its roles may be granted to others.
    ServicePrincipal,
    /// A role of the directory itself.
    DirectoryRole,
    /// A role at one scope of Azure; the scope is the attribute [`attribute::SCOPE`].
    AzureRole,
    /// An access package of this store: not read from the directory, but held by people like anything else.
    AccessPackage,
    /// Holds other entries. Kept because renaming one renames everything below it.
    Container,
}

impl Kind {
    /// The word used in the ledger.
    pub fn to_text(self) -> &'static str {
        match self {
            Kind::User => "user",
            Kind::Group => "group",
            Kind::ServicePrincipal => "servicePrincipal",
            Kind::DirectoryRole => "directoryRole",
            Kind::AzureRole => "azureRole",
            Kind::AccessPackage => "accessPackage",
            Kind::Container => "container",
        }
    }

    /// The kind a word of the ledger means.
    pub fn from_text(word: &str) -> Option<Kind> {
        let all = [
            Kind::User,
            Kind::Group,
            Kind::ServicePrincipal,
            Kind::DirectoryRole,
            Kind::AzureRole,
            Kind::AccessPackage,
            Kind::Container,
        ];
        all.into_iter().find(|kind| kind.to_text() == word)
    }
}

/// Whether a user belongs to the organization or was invited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum UserType {
    Member,
    Guest,
}

impl UserType {
    /// The word used in the ledger.
    pub fn to_text(self) -> &'static str {
        match self {
            UserType::Member => "member",
            UserType::Guest => "guest",
        }
    }
}

/// 128 bits of the SHA-256 of a normalised name: two spellings of one name give one mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Mark(pub [u8; 16]);

impl Mark {
    /// The mark of a name that is already normalised.
    pub fn of(normalised: &str) -> Mark {
        let digest = Sha256::digest(normalised.as_bytes());
        let mut mark = [0; 16];
        mark.copy_from_slice(&digest[..16]);
        Mark(mark)
    }

    /// The mark of an object of a domain by its `objectGUID`, in its usual writing and in lower case.
    pub fn of_guid(guid: &str) -> Mark {
        Mark::of(&format!("guid:{guid}"))
    }

    /// The mark of an object of a domain by its security identity, as `S-1-5-…`.
    pub fn of_sid(sid: &str) -> Mark {
        Mark::of(&format!("sid:{sid}"))
    }
}

/// How one entry names another: as written, and as compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    pub text: String,
    pub mark: Mark,
}

/// Somebody holds an entitlement on a resource beyond being its member or owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// The role as the directory names it: an application role, [`DEFAULT_ACCESS`], [`ELIGIBLE`] or [`ACTIVE`].
    pub entitlement: String,
    pub principal: Reference,
}

/// Access to an application without a role of it.
pub const DEFAULT_ACCESS: &str = "default access";
/// A role that must be activated before it works.
pub const ELIGIBLE: &str = "eligible";
/// A role that works now.
pub const ACTIVE: &str = "active";
/// An access package that was delivered.
pub const ASSIGNED: &str = "assigned";

/// A user, group, application, role or container as one read of a directory returned it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The identity that survives renaming (`entryUUID`), in lower case.
    pub key: String,
    /// Where it stands, as the directory writes it.
    pub dn: String,
    /// Every mark under which other entries may refer to it; the first one is that of its `dn`.
    pub marks: Vec<Mark>,
    /// The mark of the entry directly above.
    pub parent: Option<Mark>,
    pub kind: Kind,
    pub display_name: String,
    pub user_name: Option<String>,
    pub mail: Option<String>,
    pub user_type: Option<UserType>,
    /// `None` where the directory does not say.
    pub enabled: Option<bool>,
    pub department: Option<String>,
    pub title: Option<String>,
    pub employee_id: Option<String>,
    pub manager: Option<Reference>,
    pub owners: Vec<Reference>,
    pub members: Vec<Reference>,
    /// Who holds which entitlement on this resource, beyond its members and owners.
    pub holdings: Vec<Holding>,
    /// Groups this entry says it belongs to while the group does not list it (a primary group).
    pub member_of: Vec<Reference>,
    pub created_at: Option<DateTime<Utc>>,
    pub last_sign_in_at: Option<DateTime<Utc>>,
    /// The attribute the sign-in was taken from.
    pub last_sign_in_field: Option<String>,
    /// What else was asked for, by attribute name, in the directory's order; the names in [`attribute`]
    /// mean the same in every directory.
    pub attributes: Vec<(String, Vec<String>)>,
}

/// One thing a read tells about a directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    Entry(Box<Entry>),
    /// The entry with this key is still there, unchanged.
    Present(String),
    /// The entry with this key is gone.
    Gone(String),
}

/// How a snapshot was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ReadMode {
    Full,
    Incremental,
}

/// What a connector says about one read of a directory; with the merge it becomes the certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadReport {
    pub server: String,
    pub url: String,
    pub account: String,
    pub base: String,
    pub filter: String,
    pub attributes: Vec<String>,
    pub mode: ReadMode,
    pub full_because: Option<String>,
    pub started_at: DateTime<Utc>,
    pub ended_at: DateTime<Utc>,
    pub pages: u64,
    pub entries_returned: u64,
    pub entries_loaded: u64,
    pub excluded: Vec<Exclusion>,
    pub adjusted: Vec<Exclusion>,
    pub server_reported_count: Option<u64>,
    pub watermark_before: Option<String>,
    pub watermark_after: Option<String>,
    /// Where the next incremental read begins; opaque to everyone but the connector.
    pub cursor: Option<String>,
    /// The read named everything that is still there, so what it did not name is gone.
    pub names_all_present: bool,
    /// The files that were read, where the directory is made of files.
    pub files: Vec<FileRead>,
}

/// One file of a directory that is made of files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FileRead {
    pub name: String,
    /// Bytes.
    #[ts(type = "number")]
    pub size: u64,
    /// Of its bytes, as lower-case hex.
    pub sha256: String,
    /// Rows below the headings, or entries of LDIF.
    #[ts(type = "number")]
    pub rows: u64,
    #[ts(type = "number")]
    pub loaded: u64,
    /// Each field with the heading it was taken from.
    pub columns: Vec<String>,
}

/// Entries left out or changed on the way in, and why. The count is exact, the examples are a few.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Exclusion {
    pub reason: String,
    #[ts(type = "number")]
    pub count: u64,
    pub examples: Vec<String>,
}

/// How many principals of each kind a snapshot holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct KindCount {
    #[ts(type = "number")]
    pub user: u64,
    #[ts(type = "number")]
    pub guest: u64,
    #[ts(type = "number")]
    pub group: u64,
    #[ts(type = "number")]
    pub service_principal: u64,
    #[ts(type = "number")]
    pub container: u64,
    /// Direct memberships of a principal in a group.
    #[ts(type = "number")]
    pub membership: u64,
    /// Ownerships of a resource.
    #[ts(type = "number")]
    pub ownership: u64,
    #[serde(default)]
    #[ts(type = "number")]
    pub directory_role: u64,
    #[serde(default)]
    #[ts(type = "number")]
    pub azure_role: u64,
    /// Direct assignments to applications and roles.
    #[serde(default)]
    #[ts(type = "number")]
    pub holding: u64,
}

/// What one read of a directory covered, so that an auditor can judge whether the population is whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PopulationCertificate {
    /// Product and version, as far as the server says.
    pub server: String,
    pub url: String,
    /// The account the directory says it was read with.
    pub account: String,
    pub base: String,
    pub filter: String,
    pub attributes: Vec<String>,
    pub mode: ReadMode,
    /// Why a full read was made although an incremental one was asked for.
    pub full_because: Option<String>,
    pub started_at: DateTime<Utc>,
    pub ended_at: DateTime<Utc>,
    #[ts(type = "number")]
    pub pages: u64,
    /// Entries the server sent in this read.
    #[ts(type = "number")]
    pub entries_returned: u64,
    /// Entries of this read that were taken in.
    #[ts(type = "number")]
    pub entries_loaded: u64,
    /// Entries left out: `entriesReturned` = `entriesLoaded` + the counts here.
    pub excluded: Vec<Exclusion>,
    /// Entries taken in with something put right: a name cleaned, a missing name replaced.
    pub adjusted: Vec<Exclusion>,
    /// Entries in the base and filter by the server's own count, where it keeps one.
    #[ts(type = "number | null")]
    pub server_reported_count: Option<u64>,
    /// References to nothing that was loaded; each is listed in the snapshot.
    #[ts(type = "number")]
    pub orphans: u64,
    /// Principals removed by this snapshot.
    #[ts(type = "number")]
    pub removed: u64,
    /// What the whole snapshot holds, not only what this read brought.
    pub population: KindCount,
    /// The files that were read, where the directory is made of files.
    #[serde(default)]
    pub files: Vec<FileRead>,
    /// The server's state before and after the read, where it tells one.
    pub watermark_before: Option<String>,
    pub watermark_after: Option<String>,
    /// SHA-256 over all principals and grants, as lower-case hex (see the digest in the ledger).
    pub digest: String,
}
