//! The file a person asked for: written beside its place, and moved there when it is whole.

use std::cell::Cell;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::unwritable;
use crate::Problem;

/// A file that is being written. Dropped before it is settled, nothing of it stays.
#[derive(Debug)]
pub(crate) struct Target {
    path: PathBuf,
    part: PathBuf,
    /// Something may lie there by now; before that it may be another's.
    begun: Cell<bool>,
}

impl Target {
    /// A file of that name is left alone unless it may be replaced.
    pub fn claim(path: &Path, replace: bool) -> Result<Self, Problem> {
        let Some(name) = path.file_name() else {
            return Err(Problem::new("Say the name of the file to write.").field("path"));
        };
        if path.is_dir() {
            return Err(Problem::new(format!("{} is a folder.", path.display())).field("path"));
        }
        if !replace && path.exists() {
            return Err(Problem::new(format!("{} is there already.", path.display()))
                .code("exists")
                .field("path"));
        }
        let mut part = name.to_owned();
        part.push(".part");
        Ok(Self {
            part: path.with_file_name(part),
            path: path.to_owned(),
            begun: Cell::new(false),
        })
    }

    /// Where it is written.
    pub fn part(&self) -> &Path {
        self.begun.set(true);
        &self.part
    }

    /// Writes the whole of it at once; it is on the disk when this returns.
    pub fn fill(self, bytes: &[u8]) -> Result<PathBuf, Problem> {
        let written = std::fs::File::create(self.part()).and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        });
        written.map_err(|error| unwritable(&self.path, &error))?;
        self.settle()
    }

    /// Moves what was written to its place.
    pub fn settle(self) -> Result<PathBuf, Problem> {
        std::fs::rename(&self.part, &self.path).map_err(|error| unwritable(&self.path, &error))?;
        Ok(self.path.clone())
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        if !self.begun.get() {
            return;
        }
        // After a settlement it is not there any more.
        let _ = std::fs::remove_file(&self.part);
    }
}
