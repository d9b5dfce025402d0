//! What stands at the end of the file: the signature's place, the seal, the cross-reference stream.
//!
//! It is made in memory, because the numbers at its beginning count bytes at its end, and the
//! signature covers both.

use sha2::{Digest, Sha256};

use super::deflate::Deflater;
use super::seal::{Segment, ending, seal_text};
use super::signature::{FOOT, HEAD, HOLE, HOLE_LENGTH, Signing, fill, head, hole};
use super::writer::Place;
use crate::EvidenceError;
use crate::root::{Hash, to_hex};

/// What it is made from.
pub(crate) struct Tail<'t> {
    pub(crate) seal: u32,
    pub(crate) catalog: u32,
    pub(crate) file_id: Hash,
    pub(crate) root: &'t Hash,
    pub(crate) log: &'t str,
    /// Object number of the signature, if there is one.
    pub(crate) signature: Option<u32>,
    pub(crate) signing: Signing<'t>,
    /// The moment of export, as PDF writes it.
    pub(crate) modified: String,
}

/// The file so far.
pub(super) struct Before<'b> {
    pub(super) at: u64,
    pub(super) segments: &'b [Segment],
    pub(super) sha: &'b Sha256,
}

impl Tail<'_> {
    /// All of it, signed.
    pub(super) fn bytes(
        &self,
        before: &Before<'_>,
        table: u32,
        places: &mut [Place],
        deflater: &mut Deflater,
    ) -> Result<Vec<u8>, EvidenceError> {
        let (mut out, from) = self.unsigned(before, table, places, deflater, 0)?;
        let Some(from) = from else {
            return Ok(out);
        };
        let to = from + HOLE_LENGTH as usize;
        // The number of bytes behind the hole has a fixed width, so it is the same the second time.
        let behind = (out.len() - to) as u64;
        (out, _) = self.unsigned(before, table, places, deflater, behind)?;
        if let Signing::By(signer) = self.signing {
            let sha = before.sha.clone().chain_update(&out[..from]);
            let digest: Hash = sha.chain_update(&out[to..]).finalize().into();
            fill(&mut out[from..to], signer, &digest)?;
        }
        Ok(out)
    }

    /// All of it with an empty hole, and where in it the hole begins.
    fn unsigned(
        &self,
        before: &Before<'_>,
        table: u32,
        places: &mut [Place],
        deflater: &mut Deflater,
        behind: u64,
    ) -> Result<(Vec<u8>, Option<usize>), EvidenceError> {
        let mut segments = before.segments.to_vec();
        let (mut out, mut from) = (Vec::new(), None);
        if let Some(id) = self.signature {
            places[id as usize] = Place::At(before.at);
            out = head(id, &self.modified, before.at, behind);
            segments.push(sealed(HEAD, &out));
            segments.push(Segment {
                name: HOLE.into(),
                length: HOLE_LENGTH,
                hash: None,
            });
            segments.push(sealed("structure", FOOT));
            from = Some(out.len());
            out.extend(hole());
            out.extend_from_slice(FOOT);
        }
        let seal_from = out.len();
        let seal_at = before.at + seal_from as u64;
        places[self.seal as usize] = Place::At(seal_at);
        let text = seal_text(&segments, self.root, self.log);
        stream(&mut out, self.seal, "/Type/CountersignSeal", text.as_bytes());
        let xref_at = before.at + out.len() as u64;
        places[table as usize] = Place::At(xref_at);
        let half = to_hex(&self.file_id[..16]);
        let dict = format!(
            "/Type/XRef/Size {}/W[1 5 2]/Root {} 0 R/ID[<{half}><{half}>]\
             /DecodeParms<</Predictor 12/Columns 8>>/Filter/FlateDecode",
            places.len(),
            self.catalog
        );
        stream(&mut out, table, &dict, &deflater.whole(&xref_rows(places))?);
        let hash: Hash = Sha256::digest(&out[seal_from..]).into();
        out.extend_from_slice(ending(seal_at, xref_at, &hash).as_bytes());
        Ok((out, from))
    }
}

fn sealed(name: &str, bytes: &[u8]) -> Segment {
    Segment {
        name: name.into(),
        length: bytes.len() as u64,
        hash: Some(Sha256::digest(bytes).into()),
    }
}

fn stream(out: &mut Vec<u8>, id: u32, dict: &str, body: &[u8]) {
    out.extend_from_slice(format!("{id} 0 obj\n<<{dict}/Length {}>>\nstream\n", body.len()).as_bytes());
    out.extend_from_slice(body);
    out.extend_from_slice(b"\nendstream\nendobj\n");
}

/// Rows of the cross-reference stream behind PNG's "up" predictor.
fn xref_rows(places: &[Place]) -> Vec<u8> {
    let mut above = [0_u8; 8];
    let mut out = Vec::with_capacity(places.len() * 9);
    for place in places {
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
