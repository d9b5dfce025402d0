//! A copy takes the place of the one before. Killed at any moment, there is the one or the other, whole.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use countersign_packet::{Opened, StoreCopy, hex};
use countersign_store::{Header, KeyKeeping, Store, StoreError, StoreKey};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::key;
use super::station::Station;
use crate::desk::{Event, Open};
use crate::{Desk, Problem};

const NEXT: &str = "next";
const ASIDE: &str = "set-aside";

pub(super) fn unusable(path: &Path, error: &io::Error) -> Problem {
    if error.kind() == io::ErrorKind::StorageFull {
        return StoreError::Full.into();
    }
    Problem::new(format!("{} cannot be used: {error}.", path.display()))
}

/// The files of a copy that is looked at.
pub(super) struct Files(PathBuf);

impl Files {
    pub fn new(home: &Path) -> Result<Self, Problem> {
        let files = Self(home.join("copy").join(NEXT));
        files.clear();
        fs::create_dir_all(&files.0).map_err(|error| unusable(&files.0, &error))?;
        Ok(files)
    }

    pub fn folder(&self) -> &Path {
        &self.0
    }

    pub fn clear(&self) {
        let _ = fs::remove_dir_all(&self.0);
    }

    /// Writes what came, each file held to its length and hash.
    pub fn write(&self, said: &StoreCopy, mut data: impl Read) -> Result<(), Problem> {
        let damaged = || Problem::new("A copy was cut off or changed on its way.").code("damaged");
        let mut room = vec![0; 1 << 20];
        for one in &said.files {
            let path = self.0.join(&one.name);
            let at = |error: io::Error| unusable(&path, &error);
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder).map_err(at)?;
            }
            let (mut file, mut sha, mut left) = (File::create(&path).map_err(at)?, Sha256::new(), one.bytes);
            while left > 0 {
                let most = room.len().min(usize::try_from(left).unwrap_or(usize::MAX));
                let many = data.read(&mut room[..most]).map_err(|_| damaged())?;
                if many == 0 {
                    return Err(damaged());
                }
                file.write_all(&room[..many]).map_err(at)?;
                sha.update(&room[..many]);
                left -= many as u64;
            }
            if <[u8; 32]>::from(sha.finalize()) != one.sha256 {
                return Err(damaged());
            }
            file.sync_all().map_err(at)?;
        }
        if data.read(&mut room).map_err(|_| damaged())? > 0 {
            return Err(damaged());
        }
        let path = self.0.join("store.json");
        fs::write(&path, &said.description).map_err(|error| unusable(&path, &error))
    }
}

/// The key of a store of which there is no copy yet: it came with the copy, or follows from a passphrase.
fn key_of(
    desk: &Desk,
    said: &StoreCopy,
    header: &Header,
    passphrase: Option<&Zeroizing<String>>,
) -> Result<StoreKey, Problem> {
    if let Some(key) = Store::derive_key(header, passphrase.map(|text| text.as_str()))? {
        return Ok(key);
    }
    match (&header.key, &said.key) {
        (KeyKeeping::Keyring, Some(key)) => Ok(StoreKey::from_hex(key)?),
        (KeyKeeping::Keyring, None) => Ok(StoreKey::from_hex(&desk.get_key(&header.id)?)?),
        _ => Err(Problem::new("This store opens with a passphrase.")
            .code("passphrase")
            .field("passphrase")),
    }
}

pub(super) fn open_first(
    desk: &Desk,
    said: &StoreCopy,
    folder: &Path,
    passphrase: Option<&Zeroizing<String>>,
) -> Result<Store, Problem> {
    let header = Header::read(folder)?;
    let key = key_of(desk, said, &header, passphrase)?;
    Ok(Store::open(folder, header, key)?)
}

pub(super) struct Install<'a> {
    pub desk: &'a Arc<Desk>,
    pub home: &'a Path,
    pub said: &'a Opened<StoreCopy>,
    /// What was there has entries that the copy has not: it is kept beside it.
    pub keeps: bool,
}

impl Install<'_> {
    /// Answers the store as it is open now, if one was.
    pub fn run(
        &self,
        files: Files,
        open: Option<Arc<Open>>,
        passphrase: Option<&Zeroizing<String>>,
    ) -> Result<Option<Arc<Open>>, Problem> {
        let said = &self.said.body;
        let header = Header::read(files.folder())?;
        self.keep_secrets(&header)?;
        let description = self.home.join("store.json");
        if !description.exists() {
            fs::write(&description, &said.description).map_err(|error| unusable(&description, &error))?;
        }
        let name = format!("{:010}-{}", said.entries, &hex::to_hex(&said.root)[..16]);
        let place = self.home.join("copy").join(&name);
        let _ = fs::remove_dir_all(&place);
        fs::rename(files.folder(), &place).map_err(|error| unusable(&place, &error))?;
        let store = match &open {
            Some(open) => open.store.open_copy(&place)?,
            None => open_first(self.desk, said, &place, passphrase)?,
        };
        let seen = Station::change(self.home, |station| {
            station.keep = self.keeps.then(|| station.current.clone().unwrap_or_default());
            station.current = Some(name);
            station.as_of = Some(self.said.header.made_at);
            station.from = Some(said.made_by.clone());
            station.fork = None;
            station.over = None;
            station.trusts = None;
            station.clone()
        })?;
        // What others showed stays written down: whoever has the store before this copy open still must not write.
        key::sit(self.desk, &store, self.home, Some(&seen));
        let opened = match open {
            Some(before) => {
                let open = reseat(self.desk, &before, store, self.home)?;
                if self.keeps {
                    // Somebody said why: from here on this history is the one that is remembered.
                    self.desk.remember_now(&open)?;
                    *open.rollback.write().unwrap_or_else(std::sync::PoisonError::into_inner) = None;
                }
                Some(open)
            }
            None => None,
        };
        sweep(self.home)?;
        Ok(opened)
    }

    /// What of the store lay in the other's keyring lies in this one's from now on.
    fn keep_secrets(&self, header: &Header) -> Result<(), Problem> {
        let said = &self.said.body;
        if let Some(key) = &said.key {
            self.desk.put_key(&header.id, key)?;
        }
        let keeper = &self.desk.environment.keeper;
        if keeper.unavailable().is_some() {
            return Ok(());
        }
        for (name, secret) in &said.secrets {
            let no = |reason: String| {
                Problem::new(format!("The keyring of this machine is not usable: {reason}.")).code("noKeyring")
            };
            keeper.put(&format!("{}/{name}", header.id), secret).map_err(no)?;
        }
        Ok(())
    }
}

/// Puts the new copy on the desk, with whoever sat before the old one, as far as the new one lets them.
fn reseat(desk: &Arc<Desk>, before: &Arc<Open>, store: Store, home: &Path) -> Result<Arc<Open>, Problem> {
    let open = Open::at(Arc::new(store), home.to_owned());
    let first = crate::actor::first(desk, &open)?;
    let actor = before.actor().filter(|actor| {
        let held = first.as_ref();
        !(actor.administrator || actor.compliance_officer)
            || held.is_some_and(|held| {
                held.administrator == actor.administrator && held.compliance_officer == actor.compliance_officer
            })
    });
    open.seat(actor.or(first));
    let lock = std::mem::take(&mut *before.lock.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
    *open.lock.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = lock;
    let is_on_desk = desk.open_now().is_some_and(|now| Arc::ptr_eq(&now, before));
    if is_on_desk {
        desk.put_open(Some(open));
        desk.tell(&Event::Replaced);
        return desk.opened();
    }
    Ok(Arc::new(open))
}

/// Takes away copies that do not count any more, and puts aside the one that has entries of its own.
pub(super) fn sweep(home: &Path) -> Result<(), Problem> {
    let Some(station) = Station::read(home)? else {
        return Ok(());
    };
    let Some(current) = &station.current else { return Ok(()) };
    let aside = |name: &str| -> Result<PathBuf, Problem> {
        let place = home.join(ASIDE).join(name);
        fs::create_dir_all(place.parent().unwrap_or(home)).map_err(|error| unusable(&place, &error))?;
        Ok(place)
    };
    let copies = home.join("copy");
    for entry in fs::read_dir(&copies).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name == *current || name == NEXT {
            continue;
        }
        if station.keep.as_deref() == Some(&name) {
            let place = aside(&name)?;
            fs::rename(entry.path(), &place).map_err(|error| unusable(&place, &error))?;
        } else {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
    // The store that lay here before this workstation followed another.
    if home.join("store.db").exists() {
        let place = aside("own")?;
        for name in ["store.db-wal", "store.db-shm", "store.db"] {
            let from = home.join(name);
            if station.keep.as_deref() == Some("") && from.exists() {
                fs::create_dir_all(&place).map_err(|error| unusable(&place, &error))?;
                let _ = fs::copy(home.join("store.json"), place.join("store.json"));
                fs::rename(&from, place.join(name)).map_err(|error| unusable(&from, &error))?;
            } else {
                let _ = fs::remove_file(&from);
            }
        }
    }
    if station.keep.is_some() {
        Station::change(home, |station| station.keep = None)?;
    }
    Ok(())
}
