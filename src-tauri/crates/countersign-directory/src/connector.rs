//! The one trait behind which every directory stands.

use std::future::Future;
use std::path::Path;
use std::pin::Pin;

use countersign_domain::snapshot::{ApplyOutcome, Change, Presence, ReadReport, Record, Target};
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;
use zeroize::Zeroizing;

use crate::{Control, DirectoryProblem, active_directory, entra, file, ldap, sample};

/// Where a read puts what it finds, in batches. Bounded, so the reader sets the pace.
pub type Sink = mpsc::Sender<Vec<Record>>;

/// An answer that arrives later; boxed so that the trait can be used as an object.
pub type Later<'a, T> = Pin<Box<dyn Future<Output = Result<T, DirectoryProblem>> + Send + 'a>>;

/// What an incremental read came to.
#[derive(Debug)]
pub enum Changes {
    Read(Box<ReadReport>),
    /// The directory cannot say what changed; a full read is needed, for this reason.
    FullNeeded {
        because: String,
    },
    /// The same, and what answers has not taken over yet all that was read before: it may show what is over.
    Behind {
        because: String,
    },
}

/// What a directory says about itself and about the account, before anything is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProbeReport {
    pub server: String,
    pub account: String,
    pub naming_contexts: Vec<String>,
    /// Object identifiers of the controls the server offers.
    pub controls: Vec<String>,
    /// Whether incremental reads are possible.
    pub incremental: bool,
    /// For each thing a review wants to know, how many of the first entries show it.
    pub readable: Vec<Readable>,
    /// What the account may change, in plain words.
    #[serde(default)]
    pub writable: Vec<String>,
    /// What it would need besides, and what is not done without it.
    #[serde(default)]
    pub missing: Vec<Missing>,
    /// What a person should know before the first sync.
    pub remarks: Vec<String>,
}

/// A right that the account does not have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Missing {
    /// As the directory calls it.
    pub permission: String,
    /// The sentence that says what is not done without it.
    pub without: String,
}

/// How often an attribute was seen among the first entries of a kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Readable {
    pub attribute: String,
    pub seen: u64,
    pub of: u64,
}

/// A directory that can be read, changed, and read again to see that the change took effect.
pub trait Connector: Send + Sync {
    /// Asks who we are and what can be read; changes nothing.
    fn probe<'a>(&'a self, control: &'a Control) -> Later<'a, ProbeReport>;

    /// Reads everything. The report is only given when the read was whole.
    fn read_full<'a>(&'a self, sink: Sink, control: &'a Control) -> Later<'a, ReadReport>;

    /// Reads what changed since `cursor`, which an earlier report gave.
    fn read_changes<'a>(&'a self, cursor: &'a str, sink: Sink, control: &'a Control) -> Later<'a, Changes>;

    /// Reads the entries with these keys again. Keys that are no longer there are left out.
    /// Answers how many entries were read.
    fn read_some<'a>(&'a self, keys: &'a [String], sink: Sink, control: &'a Control) -> Later<'a, u64>;

    /// Carries changes out; one outcome for each change, in order. Changes of one group are joined
    /// where the directory allows. Repeating them is harmless: what is so already is `alreadySo`.
    fn apply<'a>(&'a self, changes: &'a [Change], control: &'a Control) -> Later<'a, Vec<ApplyOutcome>>;

    /// Looks freshly whether `group` lists each of `members` directly.
    fn confirm<'a>(
        &'a self,
        group: &'a Target,
        members: &'a [Target],
        control: &'a Control,
    ) -> Later<'a, Vec<Presence>>;

    /// Asks the directory whether `secret` is the password of `person`, and changes nothing. An empty one proves
    /// nothing and is not sent: servers take it for an anonymous sign-in (RFC 4513 §5.1.2). Somebody who is not
    /// there has none.
    ///
    /// # Errors
    /// Whatever hinders the question.
    fn prove<'a>(&'a self, person: &'a Target, secret: &'a Zeroizing<String>, control: &'a Control) -> Later<'a, bool>;
}

/// Lets a directory stand behind the trait by its own methods of the same names with `_now`.
macro_rules! connector {
    ($kind:ty) => {
        impl $crate::connector::Connector for $kind {
            fn probe<'a>(
                &'a self,
                control: &'a $crate::Control,
            ) -> $crate::connector::Later<'a, $crate::connector::ProbeReport> {
                Box::pin(self.probe_now(control))
            }

            fn read_full<'a>(
                &'a self,
                sink: $crate::connector::Sink,
                control: &'a $crate::Control,
            ) -> $crate::connector::Later<'a, countersign_domain::snapshot::ReadReport> {
                Box::pin(self.read_full_now(sink, control))
            }

            fn read_changes<'a>(
                &'a self,
                cursor: &'a str,
                sink: $crate::connector::Sink,
                control: &'a $crate::Control,
            ) -> $crate::connector::Later<'a, $crate::connector::Changes> {
                Box::pin(self.read_changes_now(cursor, sink, control))
            }

            fn read_some<'a>(
                &'a self,
                keys: &'a [String],
                sink: $crate::connector::Sink,
                control: &'a $crate::Control,
            ) -> $crate::connector::Later<'a, u64> {
                Box::pin(self.read_some_now(keys, sink, control))
            }

            fn apply<'a>(
                &'a self,
                changes: &'a [countersign_domain::snapshot::Change],
                control: &'a $crate::Control,
            ) -> $crate::connector::Later<'a, Vec<countersign_domain::snapshot::ApplyOutcome>> {
                Box::pin(self.apply_now(changes, control))
            }

            fn confirm<'a>(
                &'a self,
                group: &'a countersign_domain::snapshot::Target,
                members: &'a [countersign_domain::snapshot::Target],
                control: &'a $crate::Control,
            ) -> $crate::connector::Later<'a, Vec<countersign_domain::snapshot::Presence>> {
                Box::pin(self.confirm_now(group, members, control))
            }

            fn prove<'a>(
                &'a self,
                person: &'a countersign_domain::snapshot::Target,
                secret: &'a zeroize::Zeroizing<String>,
                control: &'a $crate::Control,
            ) -> $crate::connector::Later<'a, bool> {
                Box::pin(self.prove_now(person, secret, control))
            }
        }
    };
}
pub(crate) use connector;

/// Makes the connector for a kind (`ldap`, `ad`, `entra`, `files` or `sample`) from its settings. Opens no connection.
/// Relative paths in the settings are taken from `folder`, the folder of the store.
///
/// # Errors
/// Unknown kind, or settings that cannot be right.
pub fn connect(
    kind: &str,
    settings: &serde_json::Value,
    secret: Option<Zeroizing<String>>,
    folder: &Path,
) -> Result<Box<dyn Connector>, DirectoryProblem> {
    connect_keeping(kind, settings, secret, folder, None)
}

/// The same; `keep` is told when the directory gives another secret in the place of the one it was shown.
///
/// # Errors
/// Unknown kind, or settings that cannot be right.
pub fn connect_keeping(
    kind: &str,
    settings: &serde_json::Value,
    secret: Option<Zeroizing<String>>,
    folder: &Path,
    keep: Option<entra::Keep>,
) -> Result<Box<dyn Connector>, DirectoryProblem> {
    match kind {
        "ldap" => Ok(Box::new(ldap::Ldap::new(settings, secret, folder)?)),
        "ad" => Ok(Box::new(active_directory::ActiveDirectory::new(
            settings, secret, folder,
        )?)),
        "entra" => Ok(Box::new(entra::Entra::new(settings, secret, folder, keep)?)),
        "files" => Ok(Box::new(file::Files::new(settings, folder)?)),
        "sample" => Ok(Box::new(sample::Sample::new(settings, folder)?)),
        other => Err(DirectoryProblem::Setting(format!(
            "there is no directory of the kind \"{}\"; the kinds are ldap, ad, entra, files and sample",
            other.escape_debug()
        ))),
    }
}
