//! Fetching: every part is looked at before it counts, and the file is there under its name or not at all.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::frame::{HEAD, PART, unwrap};
use crate::poll::Found;
use crate::send::name;
use crate::{Control, Exchange, ExchangeProblem, FileId};

impl Exchange {
    /// Fetches a file into a folder of this machine, and answers where it lies. Parts that were fetched before are not
    /// fetched again. The caller takes the file away when it has no more use for it.
    ///
    /// # Errors
    /// [`ExchangeProblem::Incomplete`] and [`ExchangeProblem::Damaged`] where it has not arrived as it was sent; the
    /// place, this machine's disk, or a wish to stop.
    pub async fn fetch(&self, found: &Found, into: &Path, control: &Control) -> Result<PathBuf, ExchangeProblem> {
        let whole = into.join(format!("{}.sealed", found.id));
        if is_file(&whole, &found.id) {
            return Ok(whole);
        }
        if !found.is_whole() {
            return Err(ExchangeProblem::Incomplete {
                id: found.id,
                have: found.have(),
                of: found.parts,
            });
        }
        let mut kept = Vec::new();
        for (&part, places) in &found.at {
            control.report("fetching", u64::from(part), Some(u64::from(found.parts)));
            let own = into.join(format!("{}.{part}", found.id));
            let is_there = fs::read(&own).is_ok_and(|bytes| unwrap(&bytes, &found.id, part).is_ok());
            if !is_there {
                let bytes = self.fetch_part(found, part, places, control).await?;
                put(&own, &bytes)?;
            }
            kept.push(own);
        }
        join(&found.id, &kept, &whole)?;
        for own in kept {
            let _ = fs::remove_file(own);
        }
        Ok(whole)
    }

    async fn fetch_part(
        &self,
        found: &Found,
        part: u32,
        places: &[String],
        control: &Control,
    ) -> Result<Vec<u8>, ExchangeProblem> {
        let mut wrong = None;
        for path in places {
            let bytes = match self.get(path, HEAD + PART + 1, control).await {
                Ok(Some(bytes)) => bytes,
                Ok(None) => continue,
                Err(ExchangeProblem::Refused { reason, .. }) => {
                    wrong = Some(format!("may not be read: {reason}"));
                    continue;
                }
                Err(problem) => return Err(problem),
            };
            match unwrap(&bytes, &found.id, part) {
                Ok((head, _)) if head.parts == found.parts => return Ok(bytes),
                Ok(_) => wrong = Some("belongs to another number of parts".to_owned()),
                Err(reason) => wrong = Some(reason),
            }
        }
        Err(ExchangeProblem::Damaged {
            id: found.id,
            part,
            reason: wrong.unwrap_or_else(|| "was taken away meanwhile".into()),
        })
    }
}

fn is_file(path: &Path, id: &FileId) -> bool {
    let named = File::open(path).and_then(|mut file| name(&mut file));
    named.is_ok_and(|(named, _)| named == *id)
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), ExchangeProblem> {
    fs::write(path, bytes).map_err(|source| ExchangeProblem::File {
        path: path.to_owned(),
        source,
    })
}

fn join(id: &FileId, parts: &[PathBuf], whole: &Path) -> Result<(), ExchangeProblem> {
    let staged = whole.with_extension("joined");
    let act = || -> std::io::Result<FileId> {
        let mut out = File::create(&staged)?;
        for path in parts {
            let bytes = fs::read(path)?;
            out.write_all(bytes.get(HEAD..).unwrap_or_default())?;
        }
        out.sync_all()?;
        let (named, _) = name(&mut File::open(&staged)?)?;
        if named == *id {
            fs::rename(&staged, whole)?;
        }
        Ok(named)
    };
    let named = act().map_err(|source| ExchangeProblem::File {
        path: whole.to_owned(),
        source,
    });
    match named {
        Ok(named) if named == *id => Ok(()),
        other => {
            for path in parts.iter().chain([&staged]) {
                let _ = fs::remove_file(path);
            }
            other?;
            Err(ExchangeProblem::Damaged {
                id: *id,
                part: 0,
                reason: "and the others are whole, and not the file that its name says".into(),
            })
        }
    }
}
