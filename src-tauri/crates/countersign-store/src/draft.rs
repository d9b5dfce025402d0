//! A store in the making: built whole in a folder of its own, then moved into place. A program killed
//! before its end leaves a folder that the next attempt clears away, and never half a store.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::store::FILE;
use crate::{Store, StoreError, header};

/// Where a store is built, inside the folder it is made for.
const FOLDER: &str = "store.part";
const LOCK: &str = "lock";

/// The place of a store in the making. Held by one program at a time.
pub(crate) struct Place {
    folder: PathBuf,
    part: PathBuf,
    // Given back by the operating system when the program ends, however it ends.
    lock: File,
}

impl Place {
    /// Takes the place in a folder that holds no store, clearing away what a killed program left there.
    pub(crate) fn take(folder: &Path) -> Result<Self, StoreError> {
        let part = folder.join(FOLDER);
        let leftover = part.is_dir();
        let header_there = folder.join(header::FILE).exists();
        // A database without its description is a killed program's only while its place still stands:
        // the description is the last to leave it.
        if header_there || (folder.join(FILE).exists() && !leftover) {
            return Err(StoreError::Exists(folder.to_owned()));
        }
        fs::create_dir_all(&part).map_err(|source| file("Cannot make the folder", &part, source))?;
        let lock = File::create(part.join(LOCK)).map_err(|source| file("Cannot write into", &part, source))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StoreError::Busy),
            Err(TryLockError::Error(source)) => return Err(file("Cannot lock", &part, source)),
        }
        let place = Self {
            folder: folder.to_owned(),
            part,
            lock,
        };
        // Asked again now that nobody else is at it.
        if folder.join(header::FILE).exists() {
            return Err(StoreError::Exists(folder.to_owned()));
        }
        place.clear()?;
        Ok(place)
    }

    pub(crate) fn part(&self) -> &Path {
        &self.part
    }

    /// Removes what an earlier attempt left, in the place and, moved already, beside it.
    fn clear(&self) -> Result<(), StoreError> {
        let remove = |path: PathBuf| match fs::remove_file(&path) {
            Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
                Err(file("Cannot remove a leftover", &path, source))
            }
            _ => Ok(()),
        };
        for name in [FILE, "store.db-wal", "store.db-shm"] {
            remove(self.folder.join(name))?;
        }
        for name in self.names()? {
            remove(self.part.join(name))?;
        }
        Ok(())
    }

    fn names(&self) -> Result<Vec<std::ffi::OsString>, StoreError> {
        let read = || -> std::io::Result<Vec<_>> {
            fs::read_dir(&self.part)?
                .map(|entry| entry.map(|entry| entry.file_name()))
                .filter(|name| !name.as_ref().is_ok_and(|name| name == LOCK))
                .collect()
        };
        read().map_err(|source| file("Cannot read", &self.part, source))
    }

    /// Moves the finished store out, its description last: with it the folder is a store.
    pub(crate) fn settle(self) -> Result<(), StoreError> {
        let mut names = self.names()?;
        names.sort_by_key(|name| name == header::FILE);
        for name in names {
            let last = name == header::FILE;
            if last {
                flush(&self.folder);
            }
            fs::rename(self.part.join(&name), self.folder.join(&name))
                .map_err(|source| file("Cannot move into place", &self.folder.join(&name), source))?;
        }
        flush(&self.folder);
        self.leave();
        Ok(())
    }

    /// Gives the place up, with everything in it.
    pub(crate) fn abandon(self) {
        let _ = self.clear();
        self.leave();
    }

    fn leave(self) {
        let _ = fs::remove_file(self.part.join(LOCK));
        drop(self.lock);
        let _ = fs::remove_dir(&self.part);
    }
}

/// Removes the place where a store was made, left by a program that was killed after it had moved all of it out. One that
/// is still held stays, and so does whatever does not lie empty.
pub(crate) fn clear_away(folder: &Path) {
    let part = folder.join(FOLDER);
    let Ok(lock) = File::open(part.join(LOCK)) else {
        // Without its lock it holds nothing, or nothing that was made here.
        let _ = fs::remove_dir(&part);
        return;
    };
    let place = Place {
        folder: folder.to_owned(),
        part,
        lock,
    };
    let is_left = place.lock.try_lock().is_ok() && place.names().is_ok_and(|names| names.is_empty());
    if is_left {
        place.leave();
    }
}

/// Puts names on the disk. Where folders cannot be flushed, the file system orders renames itself.
fn flush(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

fn file(what: &'static str, path: &Path, source: std::io::Error) -> StoreError {
    StoreError::File {
        what,
        path: path.to_owned(),
        source,
    }
}

/// A new store that nobody can open yet: whoever makes it fills it first, and then settles it.
pub struct Draft {
    store: Arc<Store>,
    place: Place,
}

impl Draft {
    pub(crate) fn new(store: Store, place: Place) -> Self {
        Self {
            store: Arc::new(store),
            place,
        }
    }

    pub fn store(&self) -> Arc<Store> {
        Arc::clone(&self.store)
    }

    /// Makes it a store, and opens it.
    ///
    /// # Errors
    /// Somebody holds the draft's store still, or the disk refuses; then there is no store.
    pub fn settle(self) -> Result<Store, StoreError> {
        let Self { store, place } = self;
        let Some(store) = Arc::into_inner(store) else {
            place.abandon();
            return Err(StoreError::Busy);
        };
        let (header, key) = (store.header().clone(), store.key().clone());
        // Closing the last connection folds the write-ahead log into the file.
        drop(store);
        let folder = place.folder.clone();
        place.settle()?;
        Store::open(&folder, header, key)
    }

    /// Gives it up; nothing of it stays.
    pub fn abandon(self) {
        let Self { store, place } = self;
        drop(store);
        place.abandon();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Header, NewStore};

    fn new() -> NewStore<'static> {
        NewStore {
            organization: "Example",
            practice: true,
            passphrase: None,
            now: chrono::DateTime::UNIX_EPOCH,
        }
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .expect("a folder")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_store_without_its_description_is_never_taken_for_a_leftover() {
        let folder = tempfile::tempdir().expect("a folder");
        drop(Store::init(folder.path(), &new(), |_, _| Ok(())).expect("a store"));
        assert_eq!(names(folder.path()), ["store.db", "store.json"]);
        fs::remove_file(folder.path().join("store.json")).expect("the description is lost");
        let again = Store::init(folder.path(), &new(), |_, _| Ok(()));
        assert!(matches!(again, Err(StoreError::Exists(_))), "{again:?}");
        assert_eq!(names(folder.path()), ["store.db"]);
    }

    #[test]
    fn a_draft_dropped_at_any_moment_is_cleared_away_by_the_next() {
        let folder = tempfile::tempdir().expect("a folder");
        // While it is being built …
        drop(Store::draft(folder.path(), &new(), |_, _| Ok(())).expect("a draft"));
        assert!(matches!(Header::read(folder.path()), Err(StoreError::NotAStore(_))));
        // … and between the moves of the database and of the description.
        drop(Store::draft(folder.path(), &new(), |_, _| Ok(())).expect("a second draft"));
        fs::rename(
            folder.path().join("store.part/store.db"),
            folder.path().join("store.db"),
        )
        .expect("moved");
        assert!(matches!(Header::read(folder.path()), Err(StoreError::NotAStore(_))));
        drop(Store::init(folder.path(), &new(), |_, _| Ok(())).expect("a store"));
        assert_eq!(names(folder.path()), ["store.db", "store.json"]);
        let header = Header::read(folder.path()).expect("a description");
        let key = Store::derive_key(&header, None)
            .expect("a key")
            .expect("the published one");
        Store::open(folder.path(), header, key).expect("it opens");
    }

    #[test]
    fn what_a_program_left_that_was_killed_when_its_store_was_made_goes_with_the_first_opening() {
        let folder = tempfile::tempdir().expect("a folder");
        drop(Store::init(folder.path(), &new(), |_, _| Ok(())).expect("a store"));
        let open = || {
            let header = Header::read(folder.path()).expect("a description");
            let key = Store::derive_key(&header, None)
                .expect("a key")
                .expect("the published one");
            drop(Store::open(folder.path(), header, key).expect("it opens"));
            names(folder.path())
        };
        let part = folder.path().join(FOLDER);
        for files in [&[LOCK][..], &[]] {
            fs::create_dir(&part).expect("a folder");
            for name in files {
                fs::write(part.join(name), b"").expect("a file");
            }
            assert_eq!(open(), ["store.db", "store.json"], "left: {files:?}");
        }
        // While the program that made it lives, and where something lies in it that it never moved, it stays.
        fs::create_dir(&part).expect("a folder");
        let held = File::create(part.join(LOCK)).expect("a lock");
        held.lock().expect("it is held");
        assert_eq!(open(), ["store.db", "store.json", "store.part"]);
        fs::write(part.join("notes.txt"), b"somebody's").expect("a file");
        drop(held);
        assert_eq!(open(), ["store.db", "store.json", "store.part"]);
    }

    #[test]
    fn two_programs_do_not_make_a_store_in_one_folder() {
        let folder = tempfile::tempdir().expect("a folder");
        let first = Store::draft(folder.path(), &new(), |_, _| Ok(())).expect("a draft");
        let second = Store::draft(folder.path(), &new(), |_, _| Ok(()));
        assert!(matches!(second, Err(StoreError::Busy)));
        drop(first.settle().expect("the first is made"));
        assert_eq!(names(folder.path()), ["store.db", "store.json"]);
    }

    #[test]
    fn an_abandoned_draft_leaves_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let draft = Store::draft(folder.path(), &new(), |_, _| Ok(())).expect("a draft");
        draft.abandon();
        assert!(names(folder.path()).is_empty());
    }
}
