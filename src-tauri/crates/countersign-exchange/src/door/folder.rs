//! A folder. Not by the storage library: that one hides names it does not like and ends a list at one it cannot read,
//! and a folder that others keep in step holds both. What is written here is staged beside, synced, and renamed.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::{First, Lying};
use crate::ExchangeProblem;

const STAGE: &str = "countersign-exchange/stage";

#[derive(Debug, Clone)]
pub(crate) struct Folder {
    root: PathBuf,
}

impl Folder {
    pub fn new(root: PathBuf) -> Self {
        Self { root }
    }

    pub async fn put(self, path: String, bytes: Vec<u8>) -> Result<(), ExchangeProblem> {
        self.work("write", move |folder| folder.write(&path, &bytes)).await
    }

    pub async fn get(self, path: String, most: usize) -> Result<Option<Vec<u8>>, ExchangeProblem> {
        self.work("read", move |folder| folder.read(&path, most)).await
    }

    pub async fn delete(self, path: String) -> Result<(), ExchangeProblem> {
        self.work("take files away", move |folder| {
            match fs::remove_file(folder.root.join(&path)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                _ => Ok(()),
            }
        })
        .await
    }

    pub async fn list(
        self,
        tree: String,
        after: Option<String>,
        limit: usize,
    ) -> Result<(Vec<Lying>, bool), ExchangeProblem> {
        self.work("list", move |folder| folder.look(&tree, after.as_deref(), limit))
            .await
    }

    async fn work<T: Send + 'static>(
        self,
        what: &'static str,
        act: impl FnOnce(&Self) -> io::Result<T> + Send + 'static,
    ) -> Result<T, ExchangeProblem> {
        let place = format!("The folder {}", self.root.display());
        let told = place.clone();
        let done = tokio::task::spawn_blocking(move || {
            // A stick that is not plugged in must not be made anew on the disk below it.
            match fs::metadata(&self.root) {
                Ok(found) if found.is_dir() => {}
                Ok(_) => return Err((true, io::Error::from(io::ErrorKind::NotADirectory))),
                Err(error) => return Err((true, error)),
            }
            act(&self).map_err(|error| (false, error))
        })
        .await;
        match done {
            Ok(Ok(value)) => Ok(value),
            Ok(Err((true, error))) => Err(ExchangeProblem::Away {
                place,
                reason: error.to_string(),
            }),
            Ok(Err((false, error))) => Err(problem(place, what, &error)),
            Err(error) => Err(ExchangeProblem::Unclear {
                place: told,
                reason: error.to_string(),
            }),
        }
    }

    fn write(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let to = self.root.join(path);
        let stage = self.root.join(STAGE);
        fs::create_dir_all(&stage)?;
        if let Some(parent) = to.parent() {
            fs::create_dir_all(parent)?;
        }
        let mut chance = [0; 16];
        getrandom::fill(&mut chance).map_err(io::Error::other)?;
        let staged = stage.join(format!("{:032x}", u128::from_be_bytes(chance)));
        let put = || -> io::Result<()> {
            let mut file = File::create_new(&staged)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            drop(file);
            fs::rename(&staged, &to)
        };
        if let Err(error) = put() {
            let _ = fs::remove_file(&staged);
            return Err(error);
        }
        // Not every file system lets a folder be synced; the file itself was.
        if let Some(folder) = to.parent().and_then(|parent| File::open(parent).ok()) {
            let _ = folder.sync_all();
        }
        Ok(())
    }

    fn read(&self, path: &str, most: usize) -> io::Result<Option<Vec<u8>>> {
        let path = self.root.join(path);
        // A link could lead anywhere on this machine.
        match fs::symlink_metadata(&path) {
            Ok(found) if found.is_file() => {}
            Ok(_) => return Ok(None),
            Err(error) if is_absent(&error) => return Ok(None),
            Err(error) => return Err(error),
        }
        let file = match File::open(&path) {
            Err(error) if is_absent(&error) => return Ok(None),
            other => other?,
        };
        let mut bytes = Vec::new();
        file.take(u64::try_from(most).unwrap_or(u64::MAX))
            .read_to_end(&mut bytes)?;
        Ok(Some(bytes))
    }

    fn look(&self, tree: &str, after: Option<&str>, limit: usize) -> io::Result<(Vec<Lying>, bool)> {
        let mut shards = Vec::new();
        for entry in entries(&self.root.join(tree))? {
            let name = entry?.file_name();
            // Only two digits are a shard; so at most 256 are looked into.
            if let Some(name) = name.to_str().filter(|name| is_shard(name)) {
                shards.push(name.to_owned());
            }
        }
        shards.sort_unstable();
        let begin = after.and_then(|after| after.strip_prefix(tree)?.strip_prefix('/')?.get(..2));
        let mut first = First::of(limit);
        for shard in shards
            .iter()
            .filter(|shard| begin.is_none_or(|begin| shard.as_str() >= begin))
        {
            if first.more || first.kept.len() >= limit {
                first.more |= self.has_file(&self.root.join(tree).join(shard))?;
                if first.more {
                    break;
                }
                continue;
            }
            for entry in entries(&self.root.join(tree).join(shard))? {
                let entry = entry?;
                // A name that is not text is none of ours.
                let Ok(name) = entry.file_name().into_string() else {
                    continue;
                };
                let path = format!("{tree}/{shard}/{name}");
                if after.is_some_and(|after| path.as_str() <= after) {
                    continue;
                }
                let Ok(found) = entry.metadata() else { continue };
                if found.is_file() {
                    let put_at = found.modified().ok().map(DateTime::<Utc>::from);
                    let bytes = found.len();
                    first.offer(Lying { path, bytes, put_at });
                }
            }
        }
        let more = first.more;
        Ok((first.kept.into_iter().collect(), more))
    }

    fn has_file(&self, shard: &Path) -> io::Result<bool> {
        Ok(entries(shard)?.next().is_some())
    }
}

/// What a folder holds; nothing where it is not there.
fn entries(folder: &Path) -> io::Result<Box<dyn Iterator<Item = io::Result<fs::DirEntry>>>> {
    match fs::read_dir(folder) {
        Ok(entries) => Ok(Box::new(entries)),
        Err(error) if is_absent(&error) => Ok(Box::new(std::iter::empty())),
        Err(error) => Err(error),
    }
}

pub(super) fn is_shard(name: &str) -> bool {
    name.len() == 2 && name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

fn problem(place: String, what: &'static str, error: &io::Error) -> ExchangeProblem {
    let reason = error.to_string();
    match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            ExchangeProblem::Refused { place, what, reason }
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            ExchangeProblem::NotKept { place, reason }
        }
        _ => ExchangeProblem::Unreachable { place, reason },
    }
}
