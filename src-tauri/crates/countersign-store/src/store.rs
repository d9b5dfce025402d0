//! The open store: one writer, a small pool of readers.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};

use chrono::{DateTime, Utc};
use rusqlite::{Connection, Transaction, TransactionBehavior};

use zeroize::Zeroizing;

use crate::draft::Place;
use crate::header::PassphraseRule;
use crate::workstation::Seat;
use crate::{Draft, Header, KeyKeeping, StoreError, StoreKey, connection, migration};

const READERS: usize = 4;
pub(crate) const FILE: &str = "store.db";

/// What a new store is to be.
pub struct NewStore<'a> {
    pub organization: &'a str,
    pub practice: bool,
    /// A passphrase, or none: then a real store's key goes to the keyring and a practice store
    /// uses the published practice key.
    pub passphrase: Option<&'a str>,
    pub now: DateTime<Utc>,
}

/// An open store. Cheap to share behind an `Arc`.
pub struct Store {
    folder: PathBuf,
    header: Header,
    key: StoreKey,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
    seat: RwLock<Seat>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store")
            .field("folder", &self.folder)
            .finish_non_exhaustive()
    }
}

impl Store {
    /// Makes a store in a folder that holds none: a [`Store::draft`], settled at once.
    pub fn init(
        folder: &Path,
        new: &NewStore<'_>,
        keep: impl FnOnce(&Header, &StoreKey) -> Result<(), StoreError>,
    ) -> Result<Self, StoreError> {
        Self::draft(folder, new, keep)?.settle()
    }

    /// Begins a store in a folder that holds none. `keep` is called with the new random key when the
    /// key is to live in the keyring, before anything is written: no keyring, no store.
    pub fn draft(
        folder: &Path,
        new: &NewStore<'_>,
        keep: impl FnOnce(&Header, &StoreKey) -> Result<(), StoreError>,
    ) -> Result<Draft, StoreError> {
        let place = Place::take(folder)?;
        let built = (|| {
            let (keeping, key) = match (new.passphrase, new.practice) {
                (Some(passphrase), _) => {
                    let rule = PassphraseRule::recommended()?;
                    let key = StoreKey::from_passphrase(passphrase, &rule)?;
                    (KeyKeeping::Passphrase(rule), key)
                }
                (None, true) => {
                    let rule = PassphraseRule::published()?;
                    let key = KeyKeeping::practice_key(&rule)?;
                    (KeyKeeping::Practice(rule), key)
                }
                (None, false) => (KeyKeeping::Keyring, StoreKey::random()?),
            };
            let header = Header::new(new.organization, new.practice, keeping, new.now)?;
            if matches!(header.key, KeyKeeping::Keyring) {
                keep(&header, &key)?;
            }
            let path = place.part().join(FILE);
            let mut writer = connection::open(&path, &key, true)?;
            migration::run(&mut writer, &path, &key)?;
            header.write(place.part())?;
            Ok(Self::assemble(place.part(), header, key, writer))
        })();
        match built {
            Ok(store) => Ok(Draft::new(store, place)),
            Err(error) => {
                // Nothing stood here before, so nothing of the attempt may stay.
                place.abandon();
                Err(error)
            }
        }
    }

    /// Opens a store with its key, backing it up first if its schema is older than the program's.
    pub fn open(folder: &Path, header: Header, key: StoreKey) -> Result<Self, StoreError> {
        let path = folder.join(FILE);
        if !path.exists() {
            return Err(StoreError::Damaged(format!("{FILE} is missing beside store.json")));
        }
        let mut writer = connection::open(&path, &key, false)?;
        migration::run(&mut writer, &path, &key)?;
        let store = Self::assemble(folder, header, key, writer);
        store.remove_leftovers();
        Ok(store)
    }

    /// The key for a header that needs none from outside, or the one derived from a passphrase.
    pub fn derive_key(header: &Header, passphrase: Option<&str>) -> Result<Option<StoreKey>, StoreError> {
        match (&header.key, passphrase) {
            (KeyKeeping::Practice(rule), _) => KeyKeeping::practice_key(rule).map(Some),
            (KeyKeeping::Passphrase(rule), Some(passphrase)) => StoreKey::from_passphrase(passphrase, rule).map(Some),
            (KeyKeeping::Passphrase(_) | KeyKeeping::Keyring, _) => Ok(None),
        }
    }

    /// Whether the store is opened with this passphrase; a store whose key lies elsewhere has none. Slow on purpose.
    ///
    /// # Errors
    /// The parameters beside the store are out of range.
    pub fn is_passphrase(&self, passphrase: &str) -> Result<bool, StoreError> {
        let KeyKeeping::Passphrase(rule) = &self.header.key else {
            return Ok(false);
        };
        rule.check()?;
        Ok(StoreKey::from_passphrase(passphrase, rule)?.is_same(&self.key))
    }

    fn assemble(folder: &Path, header: Header, key: StoreKey, writer: Connection) -> Self {
        Self {
            folder: folder.to_owned(),
            header,
            key,
            writer: Mutex::new(writer),
            readers: Mutex::new(Vec::new()),
            seat: RwLock::default(),
        }
    }

    /// A killed sync leaves its staging file behind, and a program killed in the moment in which its store was made the
    /// place where it made it; they are worth nothing.
    fn remove_leftovers(&self) {
        crate::draft::clear_away(&self.folder);
        let Ok(entries) = std::fs::read_dir(&self.folder) else {
            return;
        };
        for entry in entries.flatten() {
            if entry.file_name().to_string_lossy().starts_with("staging-") {
                let _ = std::fs::remove_file(entry.path());
            }
        }
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub fn header(&self) -> &Header {
        &self.header
    }

    /// A secret as this store keeps it, under its name.
    ///
    /// # Errors
    /// The machine gives no random numbers.
    pub fn seal(&self, name: &str, secret: &str) -> Result<String, StoreError> {
        self.key.seal(name, secret)
    }

    /// What [`Self::seal`] made under this name; none: it is damaged, or of another store.
    pub fn unseal(&self, name: &str, sealed: &str) -> Option<Zeroizing<String>> {
        self.key.unseal(name, sealed)
    }

    pub(crate) fn key(&self) -> &StoreKey {
        &self.key
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.join(FILE)
    }

    /// The one door for changes: an immediate transaction, committed and on disk when this returns
    /// `Ok`, rolled back whole when `act` answers an error or panics. Refused where another workstation writes.
    pub fn write<T, E: From<StoreError>>(&self, act: impl FnOnce(&Transaction<'_>) -> Result<T, E>) -> Result<T, E> {
        self.write_as(true, act)
    }

    /// The same for the one act by which a workstation takes the store over; `act` asks itself whether it may.
    pub fn write_taking<T, E: From<StoreError>>(
        &self,
        act: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.write_as(false, act)
    }

    fn write_as<T, E: From<StoreError>>(
        &self,
        is_asked: bool,
        act: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut writer = locked(&self.writer);
        let transaction = writer
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(StoreError::from)?;
        // Asked inside the transaction: a hand-over that another program commits comes before it or after it.
        if is_asked {
            self.seat().may_write(&transaction)?;
        }
        let value = act(&transaction)?;
        transaction.commit().map_err(StoreError::from)?;
        Ok(value)
    }

    /// Says which workstation this is.
    pub fn sit(&self, seat: Seat) {
        *self.seat.write().unwrap_or_else(PoisonError::into_inner) = seat;
    }

    /// Which workstation this is.
    pub fn seat(&self) -> std::sync::RwLockReadGuard<'_, Seat> {
        self.seat.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether this workstation may write now.
    ///
    /// # Errors
    /// [`StoreError::Pen`], or the store cannot be read.
    pub fn may_write(&self) -> Result<(), StoreError> {
        self.read(|connection| self.seat().may_write(connection))
    }

    /// The same, as a reader sees the store.
    ///
    /// # Errors
    /// As [`Self::may_write`].
    pub fn may_write_in(&self, connection: &Connection) -> Result<(), StoreError> {
        self.seat().may_write(connection)
    }

    /// Opens another copy of this store, with the same key.
    ///
    /// # Errors
    /// It is none, or another key's.
    pub fn open_copy(&self, folder: &Path) -> Result<Self, StoreError> {
        Self::open(folder, Header::read(folder)?, self.key.clone())
    }

    /// Reads from one consistent moment: everything `look` asks sees the same store.
    pub fn read<T, E: From<StoreError>>(&self, look: impl FnOnce(&Connection) -> Result<T, E>) -> Result<T, E> {
        let pooled = locked(&self.readers).pop();
        let reader = match pooled {
            Some(reader) => reader,
            None => connection::open_reader(&self.path(), &self.key)?,
        };
        reader.execute_batch("BEGIN").map_err(StoreError::from)?;
        let value = look(&reader);
        // A reader that cannot end its transaction is not put back.
        if reader.execute_batch("COMMIT").is_ok() {
            let mut readers = locked(&self.readers);
            if readers.len() < READERS {
                readers.push(reader);
            }
        }
        value
    }

    /// Moves what stands in the write-ahead log into the file, as far as that can be done now: a disk that was full
    /// may have left half a page at its end.
    pub(crate) fn settle(&self) {
        // Where it cannot be done, the log keeps it, and whoever reads finds it there.
        let _ = locked(&self.writer).query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    }

    /// SQLite's mark that moves only when another program commits to this store. `None` while a
    /// write is going on: then nobody else can commit either.
    pub fn foreign_version(&self) -> Option<i64> {
        let writer = self.writer.try_lock().ok()?;
        writer.query_row("PRAGMA data_version", [], |row| row.get(0)).ok()
    }
}

/// A panic while a lock was held rolled its transaction back; the connection is sound.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
