//! Writes a PDF 1.7 file front to back, object by object, hashing each segment as it passes.

use std::io::Write;

use sha2::{Digest, Sha256};

use super::deflate::Deflater;
use super::seal::{Segment, ending, seal_text};
use crate::EvidenceError;
use crate::root::{Hash, to_hex};

/// Small objects share a compressed object stream in groups of this many.
const GROUP: usize = 200;

#[derive(Clone, Copy)]
enum Place {
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
        writer.write_all(b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")?;
        writer.segment("header");
        Ok(writer)
    }

    /// Ends the current segment and names it.
    pub(crate) fn segment(&mut self, name: impl Into<String>) {
        if self.at > self.segment_at {
            let hash = self.segment_sha.finalize_reset().into();
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

    /// Writes the seal, the cross-reference stream and the ending. `seal` was reserved before.
    pub(crate) fn finish(
        mut self,
        seal: u32,
        catalog: u32,
        file_id: &Hash,
        root: &Hash,
        log: &str,
    ) -> Result<(u64, Hash), EvidenceError> {
        self.flush_group()?;
        self.segment("structure");
        let seal_at = self.at;
        let text = seal_text(&self.segments, root, log);
        self.stream_as_is(seal, "/Type/CountersignSeal", text.as_bytes())?;
        let xref_at = self.at;
        let id = self.reserve();
        self.places[id as usize] = Place::At(xref_at);
        let size = self.places.len();
        let rows = self.xref_rows();
        let half = to_hex(&file_id[..16]);
        let dict = format!(
            "/Type/XRef/Size {size}/W[1 5 2]/Root {catalog} 0 R/ID[<{half}><{half}>]\
             /DecodeParms<</Predictor 12/Columns 8>>"
        );
        self.stream(id, &dict, &rows)?;
        let hash: Hash = self.segment_sha.finalize_reset().into();
        self.write_all(ending(seal_at, xref_at, &hash).as_bytes())?;
        self.flush()?;
        Ok((self.at, self.file_sha.finalize().into()))
    }

    /// Rows of the cross-reference stream behind PNG's "up" predictor.
    fn xref_rows(&self) -> Vec<u8> {
        let mut above = [0_u8; 8];
        let mut out = Vec::with_capacity(self.places.len() * 9);
        for place in &self.places {
            let mut row = [0_u8; 8];
            match *place {
                Place::Free => row[6..].copy_from_slice(&[0xFF, 0xFF]),
                Place::At(offset) => {
                    row[0] = 1;
                    row[1..6].copy_from_slice(&offset.to_be_bytes()[3..]);
                }
                Place::Inside(stream, position) => {
                    row[0] = 2;
                    row[2..6].copy_from_slice(&stream.to_be_bytes());
                    row[6..].copy_from_slice(&position.to_be_bytes());
                }
            }
            out.push(2);
            out.extend(row.iter().zip(above).map(|(now, up)| now.wrapping_sub(up)));
            above = row;
        }
        out
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
