//! The signed note around a checkpoint: text, an empty line, and a line for every signature.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{LONGEST, MOST_SIGNATURES, Refusal};

/// What a signature line begins with: an em dash and a space.
const MARK: &str = "\u{2014} ";

/// A text and who signed it; nothing of it is checked yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// With its last line feed, without the empty line after it.
    pub text: String,
    pub signatures: Vec<Signature>,
}

/// One signature line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    pub name: String,
    /// The first four bytes of a hash over name and key, by which keys of one name are told apart.
    pub key_id: [u8; 4],
    /// As long as its algorithm makes it; 64 bytes for Ed25519.
    pub signature: Vec<u8>,
}

/// Whether this can name a key.
pub(super) fn is_name(name: &str) -> bool {
    !name.is_empty()
        && !name
            .chars()
            .any(|one| one.is_whitespace() || one.is_control() || one == '+')
}

impl Note {
    /// Reads a signed note, strictly. Line feeds of Windows and empty lines at the end are forgiven, because a pasted
    /// text has them; they are not signed.
    ///
    /// # Errors
    /// It is none.
    pub fn parse(note: &str) -> Result<Self, Refusal> {
        if note.len() > LONGEST {
            return Err(Refusal::TooLong);
        }
        let note = note.replace("\r\n", "\n");
        let note = format!("{}\n", note.trim_end_matches([' ', '\n']));
        if note.chars().any(|one| one < ' ' && one != '\n') || note.len() == 1 {
            return Err(Refusal::Character);
        }
        let at = note.rfind("\n\n").ok_or(Refusal::Parts)?;
        let (text, rest) = (&note[..=at], &note[at + 2..]);
        let before = text.lines().count() + 1;
        let mut signatures = Vec::new();
        for (line, number) in rest.lines().zip(before + 1..) {
            if signatures.len() == MOST_SIGNATURES {
                return Err(Refusal::TooManySignatures);
            }
            signatures.push(Signature::parse(line).ok_or(Refusal::Line {
                line: number,
                expected: "a signature",
            })?);
        }
        Ok(Self {
            text: text.to_owned(),
            signatures,
        })
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        for one in &self.signatures {
            let bytes = [one.key_id.as_slice(), &one.signature].concat();
            writeln!(f, "{MARK}{} {}", one.name, STANDARD.encode(bytes))?;
        }
        Ok(())
    }
}

impl Signature {
    fn parse(line: &str) -> Option<Self> {
        let (name, encoded) = line.strip_prefix(MARK)?.split_once(' ')?;
        let bytes = STANDARD.decode(encoded).ok()?;
        let (key_id, signature) = bytes.split_first_chunk::<4>()?;
        (is_name(name) && !signature.is_empty()).then(|| Self {
            name: name.to_owned(),
            key_id: *key_id,
            signature: signature.to_vec(),
        })
    }
}
