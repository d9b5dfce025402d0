//! A copy of the store for another workstation: a backup, with what waits to be sent, sealed to that workstation alone.

use std::collections::VecDeque;
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use countersign_packet::{Copied, Cover, DeviceSecret, StoreCopy, hex, seal_copy};
use countersign_store::rusqlite::Connection;
use countersign_store::workstation::{self as kept, WorkstationRow};
use countersign_store::{KeyKeeping, StoreError, audit, checkpoint, device, exchange};
use sha2::{Digest, Sha256};

use super::station::{SentCopy, Station};
use crate::desk::Open;
use crate::exchange::outgoing_folder;
use crate::{Desk, Problem};

/// Where copies wait to be sent.
pub(super) fn folder(home: &Path) -> PathBuf {
    home.join("copy-out")
}

fn unusable(path: &Path, error: &io::Error) -> Problem {
    if error.kind() == io::ErrorKind::StorageFull {
        return StoreError::Full.into();
    }
    Problem::new(format!("{} cannot be used: {error}.", path.display()))
}

/// Makes it, and writes down that it waits.
pub(super) fn make(
    desk: &Desk,
    open: &Open,
    station: &Station,
    secret: &DeviceSecret,
    to: &WorkstationRow,
) -> Result<SentCopy, Problem> {
    let folder = folder(&open.home);
    let backup = folder.join(format!("{}.backup", to.key_id));
    let part = folder.join(format!("{}.part", to.key_id));
    let _ = fs::remove_dir_all(&backup);
    fs::create_dir_all(&folder).map_err(|error| unusable(&folder, &error))?;
    let made = build(desk, open, station, secret, to, (&backup, &part));
    let _ = fs::remove_dir_all(&backup);
    let mut sent = made?;
    let file = finger(&part)?;
    sent.file = hex::to_hex(&file.sha256);
    sent.bytes = file.bytes;
    let path = folder.join(format!("{}.sealed", sent.file));
    fs::rename(&part, &path).map_err(|error| unusable(&path, &error))?;
    Station::change(&open.home, |station| station.sent.push(sent.clone()))?;
    Ok(sent)
}

fn build(
    desk: &Desk,
    open: &Open,
    station: &Station,
    secret: &DeviceSecret,
    to: &WorkstationRow,
    (backup, part): (&Path, &Path),
) -> Result<SentCopy, Problem> {
    open.store.backup(backup)?;
    let out = outgoing_folder(&open.store);
    let (entries, root, term, waiting) = {
        let copy = open.store.open_copy(backup)?;
        copy.read(|connection| {
            let entries = audit::head(connection)?.entries;
            let root = audit::root_at(connection, u64::try_from(entries).unwrap_or_default())?;
            let term = kept::last_term(connection)?.map_or(0, |term| term.number);
            Ok::<_, StoreError>((entries, root, term, exchange::waiting_files(connection)?))
        })?
    };
    let mut files = vec![(String::from("store.db"), backup.join("store.db"))];
    for file in waiting {
        let name = format!("{file}.sealed");
        let path = out.join(&name);
        if path.is_file() {
            files.push((format!("exchange/out/{name}"), path));
        }
    }
    let described = backup.join("store.json");
    let description = fs::read_to_string(&described).map_err(|error| unusable(&described, &error))?;
    let mut said = Vec::with_capacity(files.len());
    for (name, path) in &files {
        let found = finger(path)?;
        said.push(Copied {
            name: name.clone(),
            ..found
        });
    }
    let (key, secrets) = secrets(desk, open)?;
    let body = StoreCopy {
        description,
        made_by: station.name.clone(),
        made_with: station.key.clone(),
        entries: u64::try_from(entries).unwrap_or_default(),
        root,
        files: said,
        key,
        secrets,
    };
    let made_at = desk.clock().now();
    let cover = Cover {
        store: &open.store.header().id,
        made_at,
    };
    let data = Files {
        waiting: files.into_iter().map(|(_, path)| path).collect(),
        current: None,
    };
    let sealed = File::create(part).map_err(|error| unusable(part, &error))?;
    let mut sealed = BufWriter::new(sealed);
    let header = seal_copy(&body, &cover, &secret.sign, &to.seal, data, &mut sealed)?;
    sealed
        .flush()
        .and_then(|()| sealed.get_ref().sync_all())
        .map_err(|error| unusable(part, &error))?;
    Ok(SentCopy {
        to: to.key_id.clone(),
        seal: to.seal.clone(),
        file: String::new(),
        content: header.hash(),
        bytes: 0,
        entries,
        term,
        made_at,
        sent_at: None,
        has_at: None,
    })
}

/// The length and hash of a file.
pub(super) fn finger(path: &Path) -> Result<Copied, Problem> {
    let read = || -> io::Result<Copied> {
        let (mut file, mut sha, mut bytes) = (File::open(path)?, Sha256::new(), 0);
        let mut room = vec![0; 1 << 20];
        loop {
            let many = file.read(&mut room)?;
            if many == 0 {
                break;
            }
            sha.update(&room[..many]);
            bytes += many as u64;
        }
        Ok(Copied {
            name: String::new(),
            bytes,
            sha256: sha.finalize().into(),
        })
    };
    read().map_err(|error| unusable(path, &error))
}

fn directories(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare("SELECT name FROM directory ORDER BY id")?;
    Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

type Secrets = (Option<String>, Vec<(String, String)>);

/// What of the store lies in the keyring of this machine: whoever takes the store over works with it. What the store
/// keeps itself is in the copy anyway.
fn secrets(desk: &Desk, open: &Open) -> Result<Secrets, Problem> {
    let header = open.store.header();
    let keeper = &desk.environment.keeper;
    if keeper.unavailable().is_some() {
        return Ok((None, Vec::new()));
    }
    let key = match header.key {
        KeyKeeping::Keyring => Some(desk.get_key(&header.id)?.to_string()),
        _ => None,
    };
    let named: Vec<String> = open.store.read(|connection| {
        let mut named = vec![crate::mail::MAIL.to_owned(), crate::exchange::EXCHANGE.to_owned()];
        named.extend(
            device::own_keys(connection)?
                .into_iter()
                .map(|key| format!("ownKey/{}", key.key_id)),
        );
        named.extend(
            checkpoint::keys(connection)?
                .into_iter()
                .map(|key| format!("logKey/{}", hex::to_hex(&key.public))),
        );
        named.extend(
            directories(connection)?
                .into_iter()
                .map(|name| format!("directory/{name}")),
        );
        Ok::<_, StoreError>(named)
    })?;
    let mut secrets = Vec::new();
    let signing = crate::signing::secret_names(open)?;
    for name in named.into_iter().chain(signing) {
        if let Ok(Some(secret)) = keeper.get(&format!("{}/{name}", header.id)) {
            secrets.push((name, secret.to_string()));
        }
    }
    Ok((key, secrets))
}

/// One file after the other, none open before its turn.
struct Files {
    waiting: VecDeque<PathBuf>,
    current: Option<File>,
}

impl Read for Files {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Some(file) = &mut self.current {
                let many = file.read(room)?;
                if many > 0 || room.is_empty() {
                    return Ok(many);
                }
                self.current = None;
            }
            match self.waiting.pop_front() {
                Some(path) => self.current = Some(File::open(path)?),
                None => return Ok(0),
            }
        }
    }
}
