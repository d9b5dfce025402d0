//! Finds the seal, and checks every byte against it.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::VerifyReport;
use super::trace::{traces, without_seal};
use crate::EvidenceError;
use crate::pdf::deflate::Inflater;
use crate::pdf::seal::{ENDING_MAX, NO_HASH, SEAL_TITLE, Segment, ending, find_ending};
use crate::pdf::signature::{HOLE, HOLE_LENGTH};
use crate::root::{Hash, from_hex};

/// Largest seal that is read, in bytes: 600 000 pages.
const SEAL_MAX: u64 = 64 * 1024 * 1024;
/// No honest record compresses better; a file that does is made to exhaust.
pub(crate) const RATIO_MAX: u64 = 300;

/// Why a file is not read on whose seal can be used.
const GOES_ON: &str = "The file goes on behind its seal: another program saved or signed it again, or something was \
                       appended to it.";

/// The file as its seal describes it.
pub(crate) struct Layout {
    pub(crate) segments: Vec<Segment>,
    pub(crate) root: Hash,
    pub(crate) log: Option<Hash>,
    seal_at: u64,
    xref_at: u64,
    ending_at: u64,
    /// The length of what the seal is about, which is the whole file but where something was appended.
    pub(super) size: u64,
    /// Bytes that were appended.
    pub(super) behind: u64,
}

/// A stretch of the file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span {
    pub(crate) offset: u64,
    pub(crate) length: u64,
}

pub(super) fn io(path: &Path, source: std::io::Error) -> EvidenceError {
    EvidenceError::Io {
        what: "reading the evidence",
        path: path.to_owned(),
        source,
    }
}

/// Opens a file to be looked at. A pipe would wait for ever, and a device has no end.
pub(super) fn open(path: &Path) -> Result<File, EvidenceError> {
    let kind = std::fs::metadata(path).map_err(|source| io(path, source))?;
    if !kind.is_file() {
        return Err(EvidenceError::NotAFile { path: path.to_owned() });
    }
    File::open(path).map_err(|source| io(path, source))
}

impl Layout {
    /// Reads the seal. The inner error says why the file has none that can be used.
    pub(crate) fn read(path: &Path) -> Result<Result<Self, &'static str>, EvidenceError> {
        let whole = |layout: Self| if layout.behind == 0 { Ok(layout) } else { Err(GOES_ON) };
        Ok(Self::read_before(path)?.and_then(whole))
    }

    /// The same, where something may have been appended behind the seal.
    pub(super) fn read_before(path: &Path) -> Result<Result<Self, &'static str>, EvidenceError> {
        let mut file = open(path)?;
        let mut size = file.metadata().map_err(|source| io(path, source))?.len();
        let from = size.saturating_sub(ENDING_MAX);
        let last = read_at(&mut file, from, size - from).map_err(|source| io(path, source))?;
        let mut behind = 0;
        let (ending_at, seal_at, xref_at) = match find_ending(&last) {
            Some((at, seal_at, xref_at)) => (from + at as u64, seal_at, xref_at),
            None => {
                let traces = traces(&mut file).map_err(|source| io(path, source))?;
                let Some((at, seal_at, xref_at)) = traces.ending else {
                    return Ok(Err(without_seal(&last, &traces)));
                };
                let end = at + ending(seal_at, xref_at, &[0; 32]).len() as u64;
                (behind, size) = (size.saturating_sub(end), end.min(size));
                (at, seal_at, xref_at)
            }
        };
        if seal_at >= xref_at || xref_at >= ending_at || xref_at - seal_at > SEAL_MAX {
            return Ok(Err("The seal\u{2019}s last line points outside the file."));
        }
        let seal = read_at(&mut file, seal_at, xref_at - seal_at).map_err(|source| io(path, source))?;
        let Some((segments, root, log)) = parse_seal(&seal) else {
            return Ok(Err("The list of the seal is damaged."));
        };
        let mut covered = 0_u64;
        for segment in &segments {
            covered = covered.saturating_add(segment.length);
        }
        if covered != seal_at {
            return Ok(Err("The stretches listed in the seal do not add up to the file."));
        }
        let mut unsealed = segments.iter().filter(|segment| segment.hash.is_none());
        let hole = |segment: &Segment| segment.name == HOLE && segment.length == HOLE_LENGTH;
        if !unsealed.next().is_none_or(hole) || unsealed.next().is_some() {
            return Ok(Err(
                "The seal leaves out more of the file than the place of a signature.",
            ));
        }
        Ok(Ok(Self {
            segments,
            root,
            log,
            seal_at,
            xref_at,
            ending_at,
            size,
            behind,
        }))
    }

    /// Hashes the file once and notes each stretch that differs.
    pub(crate) fn check_bytes(&self, path: &Path, report: &mut VerifyReport) -> Result<(), EvidenceError> {
        let mut file = File::open(path).map_err(|source| io(path, source))?;
        let mut room = vec![0; 256 * 1024];
        let mut offset = 0;
        for segment in &self.segments {
            let hash = hash_next(&mut file, segment.length, &mut room).map_err(|source| io(path, source))?;
            // What is in the hole of a signature is checked with the signature.
            if segment.hash.is_some_and(|expected| hash != expected) {
                let end = offset + segment.length;
                report.error(segment.name.as_str(), format!("Bytes {offset} to {end} were changed."));
            }
            offset += segment.length;
        }
        let hash = hash_next(&mut file, self.ending_at - self.seal_at, &mut room).map_err(|source| io(path, source))?;
        let mut rest = Vec::new();
        // One byte more than there can be, so that what follows it shows.
        let most = if self.behind > 0 {
            self.size - self.ending_at
        } else {
            ENDING_MAX + 1
        };
        file.take(most)
            .read_to_end(&mut rest)
            .map_err(|source| io(path, source))?;
        if rest != ending(self.seal_at, self.xref_at, &hash).as_bytes() {
            report.error(
                "seal",
                "The seal, the cross-reference table or the end of the file was changed.",
            );
        }
        Ok(())
    }

    /// Where the signature stands, if the file has one.
    pub(crate) fn hole(&self) -> Option<Span> {
        self.segments
            .iter()
            .any(|segment| segment.hash.is_none())
            .then(|| self.span(HOLE))
            .flatten()
    }

    /// Where a named stretch lies.
    pub(crate) fn span(&self, name: &str) -> Option<Span> {
        let mut offset = 0;
        for segment in &self.segments {
            if segment.name == name {
                return Some(Span {
                    offset,
                    length: segment.length,
                });
            }
            offset += segment.length;
        }
        None
    }

    /// The name of the stretch a byte lies in.
    pub(crate) fn name_at(&self, byte: u64) -> &str {
        let mut end = 0;
        for segment in &self.segments {
            end += segment.length;
            if byte < end {
                return &segment.name;
            }
        }
        "seal"
    }
}

impl Span {
    /// The plain bytes of the stream object that fills this stretch.
    pub(crate) fn inflate(self, path: &Path) -> Result<impl Read + use<>, EvidenceError> {
        let mut file = File::open(path).map_err(|source| io(path, source))?;
        let head = read_at(&mut file, self.offset, self.length.min(1024)).map_err(|source| io(path, source))?;
        let start = head
            .windows(8)
            .position(|window| window == b"\nstream\n")
            .ok_or(EvidenceError::Layout {
                line: 0,
                what: "the attachment is not a stream",
            })?;
        let start = start as u64 + 8;
        file.seek(SeekFrom::Start(self.offset + start))
            .map_err(|source| io(path, source))?;
        let packed = self.length - start;
        Ok(Unpacked {
            inner: Inflater::new(file.take(packed)),
            left: packed.saturating_mul(RATIO_MAX) + (1 << 20),
        })
    }
}

/// A compressed part, as far as it may reach; beyond that it ends with an error and not as if it were over.
struct Unpacked<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let got = self.inner.read(out)?;
        match self.left.checked_sub(got as u64) {
            Some(left) => self.left = left,
            None => return Err(std::io::ErrorKind::FileTooLarge.into()),
        }
        Ok(got)
    }
}

pub(super) fn read_at(file: &mut File, offset: u64, length: u64) -> std::io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(offset))?;
    let mut out = Vec::new();
    file.take(length).read_to_end(&mut out)?;
    Ok(out)
}

fn hash_next(file: &mut File, length: u64, room: &mut [u8]) -> std::io::Result<Hash> {
    let mut sha = Sha256::new();
    hash_on(file, length, room, &mut sha)?;
    Ok(sha.finalize().into())
}

/// Hashes the next `length` bytes, or as many as there are.
pub(super) fn hash_on(file: &mut impl Read, length: u64, room: &mut [u8], sha: &mut Sha256) -> std::io::Result<()> {
    let mut left = length;
    while left > 0 {
        let want = room.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        let got = file.read(&mut room[..want])?;
        if got == 0 {
            break;
        }
        sha.update(&room[..got]);
        left -= got as u64;
    }
    Ok(())
}

type Seal = (Vec<Segment>, Hash, Option<Hash>);

fn parse_seal(object: &[u8]) -> Option<Seal> {
    let text = std::str::from_utf8(object).ok()?;
    let (_, text) = text.split_once("\nstream\n")?;
    let (text, _) = text.rsplit_once("\nendstream\nendobj\n")?;
    let mut lines = text.lines();
    if lines.next()? != SEAL_TITLE {
        return None;
    }
    let root = from_hex(lines.next()?.strip_prefix("root ")?)?;
    let log = match lines.next()?.strip_prefix("log ")? {
        "none" => None,
        hex => Some(from_hex(hex)?),
    };
    let count: usize = lines.next()?.strip_prefix("segments ")?.parse().ok()?;
    let mut segments = Vec::new();
    for line in lines {
        let mut words = line.splitn(3, ' ');
        let length = words.next()?.parse().ok()?;
        let hash = match words.next()? {
            NO_HASH => None,
            hex => Some(from_hex(hex)?),
        };
        segments.push(Segment {
            name: words.next()?.to_owned(),
            length,
            hash,
        });
    }
    (segments.len() == count).then_some((segments, root, log))
}
