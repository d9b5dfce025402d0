//! Making, opening, checking and keeping stores.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use countersign_domain::actor::{Actor, Identity};
use countersign_store::role::{self, Role};
use countersign_store::rusqlite::OptionalExtension;
use countersign_store::{CheckReport, Header, KeyKeeping, NewStore, Store, StoreError, StoreKey};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use zeroize::Zeroizing;

use crate::call::Entry;
use crate::checkpoint::Rollback;
use crate::desk::Open;
use crate::recent::{self, RecentStore};
use crate::workstation::station::Station;
use crate::{Desk, Problem};

/// An input or output with nothing in it.
#[derive(Debug, Default, Serialize, Deserialize, TS)]
#[ts(type = "Record<string, never>")]
pub struct Nothing {}

/// What is open, and what could be.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Status {
    pub open: Option<StoreView>,
    pub recent: Vec<RecentStore>,
    pub keyring: KeyringView,
    pub os_account: String,
    pub version: String,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct KeyringView {
    pub available: bool,
    pub reason: Option<String>,
}

/// An open store.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StoreView {
    pub path: String,
    pub id: String,
    pub organization: String,
    pub practice: bool,
    pub actor: Option<Actor>,
    /// The account of the operating system, as this store takes it.
    pub os_account: String,
    /// Nothing is answered until the person has shown again who they are.
    pub locked: bool,
    pub now: DateTime<Utc>,
    /// Where it is one of several workstations: whether it writes, and what it knows of those that do.
    pub workstation: Option<crate::workstation::Standing>,
    /// Its log is not the one that is remembered of it: it was put back to an older state, or rewritten.
    pub rollback: Option<Rollback>,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct InitInput {
    pub path: PathBuf,
    pub organization: String,
    #[serde(default)]
    #[ts(optional = nullable, as = "Option<bool>")]
    pub practice: bool,
    /// None puts a real store's key into the keyring.
    pub passphrase: Option<String>,
    /// Adds the sample organization as a directory.
    #[serde(default)]
    #[ts(optional = nullable, as = "Option<bool>")]
    pub sample: bool,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct OpenInput {
    pub path: PathBuf,
    pub passphrase: Option<String>,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PathInput {
    pub path: PathBuf,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct RestoreInput {
    pub from: PathBuf,
    pub path: PathBuf,
    pub passphrase: Option<String>,
}

/// What a check of the store found.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CheckView {
    pub sound: bool,
    pub pages: i64,
    pub audit_entries: i64,
    pub findings: Vec<String>,
}

pub(crate) fn status(desk: &Arc<Desk>, _: Nothing) -> Result<Status, Problem> {
    let reason = desk.environment.keeper.unavailable();
    Ok(Status {
        open: desk.open_now().map(|open| view(desk, &open)),
        recent: recent::list(&desk.environment),
        keyring: KeyringView {
            available: reason.is_none(),
            reason,
        },
        os_account: desk.environment.os_account.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    })
}

fn view(desk: &Desk, open: &Open) -> StoreView {
    let header = open.store.header();
    StoreView {
        path: open.home.to_string_lossy().into_owned(),
        id: header.id.clone(),
        organization: header.organization.clone(),
        practice: header.practice,
        actor: open.actor(),
        os_account: desk.environment.account(header.practice).to_owned(),
        locked: crate::lock::is_locked(open),
        now: desk.clock().now(),
        workstation: crate::workstation::standing(open).unwrap_or_default(),
        rollback: open.rollback(),
    }
}

pub(crate) fn init(desk: &Arc<Desk>, input: InitInput) -> Result<StoreView, Problem> {
    let passphrase = input.passphrase.map(Zeroizing::new).filter(|text| !text.is_empty());
    if input.organization.trim().is_empty() {
        return Err(Problem::new("The store needs the name of an organization.").field("organization"));
    }
    if passphrase.as_ref().is_some_and(|text| text.chars().count() < 8) {
        return Err(Problem::new("A passphrase has at least 8 characters.").field("passphrase"));
    }
    refuse_a_moved_clock(desk, input.practice)?;
    let new = NewStore {
        organization: input.organization.trim(),
        practice: input.practice,
        passphrase: passphrase.as_ref().map(|text| text.as_str()),
        now: desk.clock().now(),
    };
    let mut kept = None;
    let draft = Store::draft(&input.path, &new, |header, key| {
        desk.put_key(&header.id, &key.to_hex()).map_err(|problem| {
            let message = problem.message.clone();
            kept = Some(problem);
            StoreError::Key(message)
        })
    });
    let draft = match (draft, kept) {
        (Err(_), Some(problem)) => return Err(problem),
        (draft, _) => draft?,
    };
    // Everything a new store begins with is in it before it is one: killed at any moment, there is a
    // whole store or none.
    let filled = fill(desk, Open::new(draft.store()), input.sample);
    if let Err(problem) = filled {
        draft.abandon();
        return Err(problem);
    }
    seat(desk, draft.settle()?, &input.path)?;
    Ok(view(desk, &*desk.opened()?))
}

/// Whether the store's own first entry says that it is no practice store, whatever `store.json` says: that file lies
/// in clear, and whoever edits it must not become administrator by it.
pub(crate) fn was_made_real(store: &Store) -> bool {
    let made: Result<Option<bool>, StoreError> = store.read(|connection| {
        let sql = "SELECT entry ->> '$.detail.practice' FROM audit WHERE seq = 1";
        let found = connection.query_row(sql, [], |row| row.get(0)).optional()?;
        Ok(found.flatten())
    });
    matches!(made, Ok(Some(false)))
}

/// The first entries of a new store's log.
fn fill(desk: &Arc<Desk>, open: Open, sample: bool) -> Result<(), Problem> {
    let administrator = founder(desk, open.is_practice());
    desk.write(&open, &administrator, "store.init", |write| {
        let header = open.store.header();
        // The first administrator: the account that makes the store.
        let account = Identity::of_account(&administrator.display_name);
        role::give(
            write.transaction,
            Role::Administrator,
            &account,
            &administrator.label(),
            write.now,
        )?;
        let detail = serde_json::json!({ "organization": header.organization, "practice": header.practice });
        Ok(((), Entry::new(format!("store:{}", header.id), detail)))
    })?;
    if sample {
        let input = crate::directory::sample(desk.clock().now());
        desk.write(&open, &administrator, "directory.add", |write| {
            crate::directory::add(write, input)
        })?;
    }
    Ok(())
}

/// Only a practice store lives at another time than the machine.
fn refuse_a_moved_clock(desk: &Desk, practice: bool) -> Result<(), Problem> {
    if desk.clock().is_fixed() && !practice {
        return Err(
            Problem::new("Only a practice store accepts another time than the machine's.").code("practiceOnly"),
        );
    }
    Ok(())
}

fn key_of(desk: &Desk, header: &Header, passphrase: Option<String>) -> Result<StoreKey, Problem> {
    let passphrase = passphrase.map(Zeroizing::new);
    if let Some(key) = Store::derive_key(header, passphrase.as_ref().map(|text| text.as_str()))? {
        return Ok(key);
    }
    match header.key {
        KeyKeeping::Keyring => Ok(StoreKey::from_hex(&desk.get_key(&header.id)?)?),
        _ => Err(Problem::new("This store opens with a passphrase.")
            .code("passphrase")
            .field("passphrase")),
    }
}

pub(crate) fn open(desk: &Arc<Desk>, input: OpenInput) -> Result<StoreView, Problem> {
    let station = Station::read(&input.path)?;
    let folder = station
        .as_ref()
        .map_or_else(|| input.path.clone(), |one| one.store(&input.path));
    if station.is_some() && folder == input.path && !folder.join("store.db").exists() {
        return Err(Problem::new("No copy of the store that is followed has come yet.")
            .code("noCopy")
            .hint("Look again once it was accepted and sent: “workstation receive”."));
    }
    let header = Header::read(&folder)?;
    refuse_a_moved_clock(desk, header.practice)?;
    let key = key_of(desk, &header, input.passphrase)?;
    let store = Store::open(&folder, header, key)?;
    crate::workstation::key::sit(desk, &store, &input.path, station.as_ref());
    seat(desk, store, &input.path)?;
    let open = desk.opened()?;
    desk.notice_rollback(&open)?;
    Ok(view(desk, &open))
}

/// Puts a store on the desk, with whoever this machine's account is there before it: an administrator, a compliance
/// officer, the one person it is bound to, or nobody yet.
fn seat(desk: &Arc<Desk>, store: Store, home: &Path) -> Result<(), Problem> {
    let header = store.header();
    let recent = RecentStore {
        path: absolute(home),
        organization: header.organization.clone(),
        practice: header.practice,
    };
    let open = Open::at(Arc::new(store), home.to_owned());
    open.seat(crate::actor::first(desk, &open)?);
    crate::lock::begin(desk, &open)?;
    desk.put_open(Some(open));
    recent::remember(&desk.environment, recent);
    Ok(())
}

fn absolute(path: &Path) -> String {
    std::path::absolute(path)
        .unwrap_or_else(|_| path.to_owned())
        .to_string_lossy()
        .into_owned()
}

/// The account that makes a store, or puts it back from a backup.
fn founder(desk: &Desk, practice: bool) -> Actor {
    let account = desk.environment.account(practice);
    Actor {
        display_name: account.to_owned(),
        administrator: true,
        assurance: crate::actor::of_account(desk, practice),
        identities: vec![Identity::of_account(account)],
        ..Actor::default()
    }
}

pub(crate) fn close(desk: &Arc<Desk>, _: Nothing) -> Result<Nothing, Problem> {
    if desk.jobs().values().any(|job| job.is_running()) {
        return Err(Problem::new("Work is still going on in this store.").hint("Wait for it or cancel it."));
    }
    desk.put_open(None);
    Ok(Nothing {})
}

pub(crate) fn check(desk: &Arc<Desk>, _: Nothing) -> Result<CheckView, Problem> {
    let open = desk.opened()?;
    let CheckReport {
        pages,
        audit_entries,
        findings,
    } = open.store.check()?;
    Ok(CheckView {
        sound: findings.is_empty(),
        pages,
        audit_entries,
        findings: findings
            .into_iter()
            .map(|one| format!("{}: {}", one.kind, one.message))
            .collect(),
    })
}

pub(crate) fn backup(desk: &Arc<Desk>, input: PathInput) -> Result<Nothing, Problem> {
    let open = desk.opened()?;
    let actor = open
        .actor()
        .ok_or_else(|| Problem::new("Say first who you are.").code("actor"))?;
    // Recorded first, so that the backup holds the entry of its own making.
    desk.write(&open, &actor, "store.backup", |_| {
        let detail =
            serde_json::json!({ "folder": input.path.file_name().map(|name| name.to_string_lossy().into_owned()) });
        Ok(((), Entry::new("store", detail)))
    })?;
    open.store.backup(&input.path)?;
    crate::exchange::keep_waiting(&open.store, &input.path)?;
    Ok(Nothing {})
}

pub(crate) fn restore(desk: &Arc<Desk>, input: RestoreInput) -> Result<StoreView, Problem> {
    let header = Header::read(&input.from)?;
    let key = key_of(desk, &header, input.passphrase)?;
    let store = Store::restore(&input.from, &input.path, key)?;
    crate::exchange::bring_waiting(&store, &input.from)?;
    seat(desk, store, &input.path)?;
    let open = desk.opened()?;
    let actor = open.actor().unwrap_or_else(|| Actor {
        // Holds the key, and no role.
        administrator: false,
        ..founder(desk, open.is_practice())
    });
    // This entry explains a log that is shorter than the one remembered.
    desk.write_taking(&open, &actor, "store.restore", |write| {
        let term = crate::workstation::restored(write)?;
        let detail =
            serde_json::json!({ "entries": write.audit_seq - 1, "remembered": desk.recall(&open), "term": term });
        Ok(((), Entry::new("store", detail)))
    })?;
    desk.remember_now(&open)?;
    Ok(view(desk, &open))
}
