//! Writes a PDF 1.7 file front to back, object by object, hashing each segment as it passes.

use std::io::Write;

use sha2::{Digest, Sha256};

use super::deflate::Deflater;
use super::seal::Segment;
use super::tail::{Before, Tail};
use crate::EvidenceError;
use crate::root::Hash;

/// Small objects share a compressed object stream in groups of this many.
const GROUP: usize = 200;

/// The first bytes of every file.
pub(crate) const HEADER: &[u8] = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n";

/// Where an object stands.
#[derive(Clone, Copy)]
pub(super) enum Place {
    Free,
    At(u64),
    Inside(u32, u16),
}

/// The file under construction.
pub(crate) struct FileWriter<'a> {
    out: &'a mut dyn Write,
    at: u64,
    places: Vec<Place>,
    group: Vec<(u32, Vec<u8>)>,
    segments: Vec<Segment>,
    segment_sha: Sha256,
    segment_at: u64,
    file_sha: Sha256,
    deflater: Deflater,
}

impl Write for FileWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.out.write_all(bytes)?;
        self.segment_sha.update(bytes);
        self.file_sha.update(bytes);
        self.at += bytes.len() as u64;
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}

impl<'a> FileWriter<'a> {
    pub(crate) fn new(out: &'a mut dyn Write) -> Result<Self, EvidenceError> {
        let mut writer = Self {
            out,
            at: 0,
            places: vec![Place::Free],
            group: Vec::new(),
            segments: Vec::new(),
            segment_sha: Sha256::new(),
            segment_at: 0,
            file_sha: Sha256::new(),
            deflater: Deflater::new(),
        };
        writer.write_all(HEADER)?;
        writer.segment("header");
        Ok(writer)
    }

    /// Ends the current segment and names it.
    pub(crate) fn segment(&mut self, name: impl Into<String>) {
        if self.at > self.segment_at {
            let hash = Some(self.segment_sha.finalize_reset().into());
            self.segments.push(Segment {
                name: name.into(),
                length: self.at - self.segment_at,
                hash,
            });
            self.segment_at = self.at;
        }
    }

    /// Reserves an object number.
    pub(crate) fn reserve(&mut self) -> u32 {
        self.places.push(Place::Free);
        (self.places.len() - 1) as u32
    }

    fn begin(&mut self, id: u32) -> Result<(), EvidenceError> {
        self.places[id as usize] = Place::At(self.at);
        writeln!(self, "{id} 0 obj")?;
        Ok(())
    }

    /// Writes a stream as it is; `dict` are further dictionary entries.
    pub(crate) fn stream_as_is(&mut self, id: u32, dict: &str, body: &[u8]) -> Result<(), EvidenceError> {
        self.begin(id)?;
        write!(self, "<<{dict}/Length {}>>\nstream\n", body.len())?;
        self.write_all(body)?;
        self.write_all(b"\nendstream\nendobj\n")?;
        Ok(())
    }

    /// Writes a stream compressed.
    pub(crate) fn stream(&mut self, id: u32, dict: &str, body: &[u8]) -> Result<(), EvidenceError> {
        let packed = self.deflater.whole(body)?;
        self.stream_as_is(id, &format!("{dict}/Filter/FlateDecode"), &packed)
    }

    /// Begins a compressed stream whose length is not known yet; `fill` writes its plain bytes.
    pub(crate) fn stream_open(&mut self, id: u32, dict: &str) -> Result<OpenStream, EvidenceError> {
        let length_id = self.reserve();
        self.begin(id)?;
        write!(self, "<<{dict}/Filter/FlateDecode/Length {length_id} 0 R>>\nstream\n")?;
        Ok(OpenStream {
            length_id,
            start: self.at,
            deflater: Deflater::new(),
        })
    }

    pub(crate) fn stream_close(&mut self, mut stream: OpenStream) -> Result<(), EvidenceError> {
        stream.deflater.finish(self)?;
        let length = self.at - stream.start;
        self.write_all(b"\nendstream\nendobj\n")?;
        self.begin(stream.length_id)?;
        write!(self, "{length}\nendobj\n")?;
        Ok(())
    }

    /// Adds a small object to the current group.
    pub(crate) fn object(&mut self, id: u32, body: impl Into<Vec<u8>>) -> Result<(), EvidenceError> {
        self.group.push((id, body.into()));
        if self.group.len() == GROUP {
            self.flush_group()
        } else {
            Ok(())
        }
    }

    fn flush_group(&mut self) -> Result<(), EvidenceError> {
        if self.group.is_empty() {
            return Ok(());
        }
        self.segment("structure");
        let id = self.reserve();
        let (mut index, mut bodies) = (String::new(), Vec::new());
        for (position, (object, body)) in std::mem::take(&mut self.group).into_iter().enumerate() {
            index.push_str(&format!("{object} {} ", bodies.len()));
            bodies.extend_from_slice(&body);
            bodies.push(b'\n');
            self.places[object as usize] = Place::Inside(id, position as u16);
        }
        let count = index.split(' ').count() / 2;
        let dict = format!("/Type/ObjStm/N {count}/First {}", index.len());
        self.stream(id, &dict, &[index.as_bytes(), &bodies].concat())?;
        self.segment("structure");
        Ok(())
    }

    /// Writes what stands at the end, and signs where somebody signs.
    pub(crate) fn finish(mut self, tail: &Tail<'_>) -> Result<(u64, Hash), EvidenceError> {
        self.flush_group()?;
        self.segment("structure");
        let table = self.reserve();
        let before = Before {
            at: self.at,
            segments: &self.segments,
            sha: &self.file_sha,
        };
        let bytes = tail.bytes(&before, table, &mut self.places, &mut self.deflater)?;
        self.write_all(&bytes)?;
        self.flush()?;
        Ok((self.at, self.file_sha.finalize().into()))
    }
}

/// A stream being filled.
pub(crate) struct OpenStream {
    length_id: u32,
    start: u64,
    deflater: Deflater,
}

/// An open stream together with the file it goes to.
pub(crate) struct Filling<'s, 'w, 'a>(pub(crate) &'s mut OpenStream, pub(crate) &'w mut FileWriter<'a>);

impl Write for Filling<'_, '_, '_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.deflater.write(bytes, self.1)?;
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
