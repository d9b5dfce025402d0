//! Prints the record again and compares byte for byte.

use std::fs::File;
use std::io::{BufReader, Read, Write};
use std::path::Path;

use super::VerifyReport;
use super::layout::Layout;
use crate::EvidenceError;
use crate::export::print_to;
use crate::pdf::signature::Signing;
use crate::record::{
    Embedded, EmbeddedPackage, EmbeddedRecord, EmbeddedReport, Evidence, Kind, OfPackage, OfReport, OfReview,
};

/// Takes what is printed and holds it against the file.
struct Comparison {
    file: BufReader<File>,
    at: u64,
    differs_at: Option<u64>,
    room: Vec<u8>,
    /// The place of the signature, which is not printed again.
    hole: std::ops::Range<u64>,
}

impl Comparison {
    /// Lets what lies in the hole pass.
    fn mask(&mut self, bytes: &[u8]) {
        let end = self.at + bytes.len() as u64;
        let (from, to) = (self.hole.start.clamp(self.at, end), self.hole.end.clamp(self.at, end));
        let (from, to) = ((from - self.at) as usize, (to - self.at) as usize);
        if let (Some(found), Some(printed)) = (self.room.get_mut(from..to), bytes.get(from..to)) {
            found.copy_from_slice(printed);
        }
    }
}

impl Write for Comparison {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.room.clear();
        (&mut self.file).take(bytes.len() as u64).read_to_end(&mut self.room)?;
        self.mask(bytes);
        if self.room != bytes {
            let same = self
                .room
                .iter()
                .zip(bytes)
                .take_while(|(left, right)| left == right)
                .count();
            self.differs_at = Some(self.at + same as u64);
            return Err(std::io::Error::other("the file differs from its record"));
        }
        self.at += bytes.len() as u64;
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Notes the first place where the file is not what its record prints.
pub(super) fn check(path: &Path, layout: &Layout, report: &mut VerifyReport) -> Result<(), EvidenceError> {
    let result = Embedded::open(path, false).and_then(|embedded| match embedded.kind() {
        Kind::AccessReview => compare(path, layout, &OfReview(&EmbeddedRecord::open(path)?), report),
        Kind::AccessPackage => compare(path, layout, &OfPackage(&EmbeddedPackage::open(path)?), report),
        Kind::Exception | Kind::Period | Kind::Sample => {
            compare(path, layout, &OfReport(&EmbeddedReport::open(path)?), report)
        }
    });
    match result {
        Err(problem @ EvidenceError::Io { .. }) => Err(problem),
        Err(problem) => {
            report.error("attachment evidence.json", format!("{problem}."));
            Ok(())
        }
        Ok(()) => Ok(()),
    }
}

fn compare(
    path: &Path,
    layout: &Layout,
    evidence: &dyn Evidence,
    report: &mut VerifyReport,
) -> Result<(), EvidenceError> {
    let version = evidence.document().product_version.clone();
    let file = File::open(path).map_err(|source| EvidenceError::Io {
        what: "reading the evidence",
        path: path.to_owned(),
        source,
    })?;
    let hole = layout.hole();
    let mut out = Comparison {
        file: BufReader::with_capacity(256 * 1024, file),
        at: 0,
        differs_at: None,
        room: Vec::new(),
        hole: hole.map_or(0..0, |hole| hole.offset..hole.offset + hole.length),
    };
    let signing = hole.map_or(Signing::None, |_| Signing::Reserved);
    let result = print_to(evidence, &mut out, signing, &mut |_| true);
    match (result, out.differs_at) {
        (_, Some(byte)) => report.error(
            layout.name_at(byte),
            format!(
                "From byte {byte} on the file is not what its record prints; it was changed, or written by another \
                 version of the program (it says {version})."
            ),
        ),
        (Ok(_), None) => {
            let mut more = [0];
            if matches!(out.file.read(&mut more), Ok(1)) {
                report.error("end of the file", "The file goes on behind what its record prints.");
            } else {
                report.checked.push("every page, by printing the record again".into());
            }
        }
        (Err(problem), None) => report.error("evidence.json", format!("{problem}.")),
    }
    Ok(())
}
