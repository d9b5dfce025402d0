//! Sending: a file is cut into parts, each put there whole; what lies there already is looked at, not put again.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use ring::digest::{Context, SHA256};

use crate::frame::{HEAD, MOST_BYTES, PART, parts_of, unwrap, wrap};
use crate::{Control, Exchange, ExchangeProblem, FileId, Inbox};

/// What a sending came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sent {
    pub id: FileId,
    pub bytes: u64,
    pub parts: u32,
    /// Parts that were put there by this call; the others lay there whole.
    pub put: u32,
}

impl Exchange {
    /// Puts a sealed file into an inbox. Called again, it goes on where it was cut off, and mends what the place lost.
    ///
    /// # Errors
    /// The place, the file, or a wish to stop; parts that were put stay there for the next call.
    pub async fn send(&self, to: &Inbox, path: &Path, control: &Control) -> Result<Sent, ExchangeProblem> {
        let fault = |source| ExchangeProblem::File {
            path: path.to_owned(),
            source,
        };
        let mut file = File::open(path).map_err(fault)?;
        let (id, length) = name(&mut file).map_err(fault)?;
        if length > MOST_BYTES {
            return Err(ExchangeProblem::TooLarge {
                path: path.to_owned(),
                bytes: length,
                most: MOST_BYTES,
            });
        }
        file.seek(SeekFrom::Start(0)).map_err(fault)?;
        let parts = parts_of(length);
        let mut sent = Sent {
            id,
            bytes: length,
            parts,
            put: 0,
        };
        let mut done = 0;
        for part in 0..parts {
            control.report("sending", done, Some(length));
            let mut bytes = Vec::new();
            file.by_ref().take(PART as u64).read_to_end(&mut bytes).map_err(fault)?;
            done += bytes.len() as u64;
            let at = to.part(&id, part, parts);
            let is_there = |found: Option<Vec<u8>>| found.is_some_and(|found| unwrap(&found, &id, part).is_ok());
            if is_there(self.get(&at, HEAD + PART + 1, control).await?) {
                continue;
            }
            self.put(&at, &wrap(id, length, part, &bytes), control).await?;
            if !is_there(self.get(&at, HEAD + PART + 1, control).await?) {
                return Err(ExchangeProblem::NotKept {
                    place: self.shown.clone(),
                    reason: "what is read there is not what was written".into(),
                });
            }
            sent.put += 1;
        }
        control.report("sending", length, Some(length));
        Ok(sent)
    }
}

/// The name of a file, and its length.
pub(crate) fn name(file: &mut File) -> io::Result<(FileId, u64)> {
    let (mut context, mut length) = (Context::new(&SHA256), 0);
    let mut chunk = vec![0; 1 << 16];
    loop {
        let count = file.read(&mut chunk)?;
        if count == 0 {
            break;
        }
        context.update(&chunk[..count]);
        length += count as u64;
    }
    let mut hash = [0; 32];
    hash.copy_from_slice(context.finish().as_ref());
    Ok((FileId::from_bytes(hash), length))
}
