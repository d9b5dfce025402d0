//! What waits to be sent is part of a backup: its row says that it goes out, so its file has to be there.

use std::path::Path;

use countersign_exchange::FileId;
use countersign_store::Store;
use countersign_store::exchange::waiting_files;

use super::{outgoing_folder, unusable};
use crate::Problem;

/// Copies the files that wait, or that nobody acknowledged, into a backup.
pub(crate) fn keep_waiting(store: &Store, backup: &Path) -> Result<(), Problem> {
    copy(store, &outgoing_folder(store), &backup.join("exchange").join("out"))
}

/// Takes them out of a backup again. One that is not whole there is left out; its row tells so when it is to be sent.
pub(crate) fn bring_waiting(store: &Store, backup: &Path) -> Result<(), Problem> {
    copy(store, &backup.join("exchange").join("out"), &outgoing_folder(store))
}

fn copy(store: &Store, from: &Path, to: &Path) -> Result<(), Problem> {
    for file in store.read(waiting_files)? {
        let name = format!("{file}.sealed");
        let Ok(bytes) = std::fs::read(from.join(&name)) else {
            continue;
        };
        if FileId::of(&bytes).to_string() != file {
            continue;
        }
        let place = to.join(&name);
        let put = || {
            std::fs::create_dir_all(to)?;
            std::fs::write(&place, &bytes)?;
            std::fs::File::open(&place)?.sync_all()
        };
        put().map_err(|error| unusable(&place, &error))?;
    }
    Ok(())
}
