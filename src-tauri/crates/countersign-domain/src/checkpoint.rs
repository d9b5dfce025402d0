//! Checkpoints of the log: its size and root, signed, as a few lines of text that can be printed and pasted.
//!
//! The form is C2SP's `tlog-checkpoint` within a `signed-note`, with Ed25519: programs nobody here wrote can check it.
//! <https://c2sp.org/tlog-checkpoint>, <https://c2sp.org/signed-note>

mod key;
mod note;
#[cfg(test)]
mod tests;

pub use key::{SigningKey, VerifyingKey};
pub use note::{Note, Signature};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::merkle::Hash;

/// The longest note that is read, in bytes.
pub const LONGEST: usize = 16_384;
/// Most signatures that are read of one note.
pub const MOST_SIGNATURES: usize = 16;

/// What a checkpoint says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log it is of.
    pub origin: String,
    /// How many entries the log had.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
    /// Further lines, none of them empty.
    pub extensions: Vec<String>,
}

/// Why a text is no checkpoint, or no signed one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("This is no checkpoint: it is longer than {LONGEST} bytes.")]
    TooLong,
    #[error("This is no checkpoint: it holds a control character, or no text at all.")]
    Character,
    #[error("This is no checkpoint: an empty line must part its text from its signatures.")]
    Parts,
    #[error("This is no checkpoint: line {line} is not {expected}.")]
    Line { line: usize, expected: &'static str },
    #[error("This is no checkpoint: it has more than {MOST_SIGNATURES} signatures.")]
    TooManySignatures,
    #[error("“{0}” cannot name a key: a name has no space, no plus sign and no control character.")]
    Name(String),
    #[error("This is no public key of a log.")]
    Key,
    #[error("The checkpoint is not signed by the key “{0}”.")]
    NotSigned(String),
    #[error("The signature of the key “{0}” on the checkpoint is false.")]
    False(String),
}

impl Checkpoint {
    /// The text that is signed.
    ///
    /// # Errors
    /// The origin or an extension cannot be a line of it.
    pub fn to_text(&self) -> Result<String, Refusal> {
        let mut text = String::new();
        let root = STANDARD.encode(self.root);
        let size = self.size.to_string();
        let own = [self.origin.as_str(), &size, &root];
        for (number, line) in (1..).zip(own.into_iter().chain(self.extensions.iter().map(String::as_str))) {
            if line.is_empty() || line.chars().any(|one| one < ' ') {
                return Err(Refusal::Line {
                    line: number,
                    expected: "a line of text",
                });
            }
            text.push_str(line);
            text.push('\n');
        }
        if text.len() > LONGEST / 2 {
            return Err(Refusal::TooLong);
        }
        Ok(text)
    }

    /// Reads the text of a note.
    ///
    /// # Errors
    /// It is not a checkpoint, to the byte as [`Self::to_text`] would write it.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let lines: Vec<&str> = text.strip_suffix('\n').unwrap_or(text).split('\n').collect();
        let line = |number: usize, expected: &'static str| {
            lines
                .get(number - 1)
                .copied()
                .filter(|line| !line.is_empty())
                .ok_or(Refusal::Line { line: number, expected })
        };
        let origin = line(1, "the name of a log")?.to_owned();
        let expected = "a number of entries";
        let size = line(2, expected)?;
        let size = size
            .parse::<u64>()
            .ok()
            .filter(|parsed| parsed.to_string() == size)
            .ok_or(Refusal::Line { line: 2, expected })?;
        let expected = "a root in base64";
        let root = line(3, expected)?;
        let root = STANDARD
            .decode(root)
            .ok()
            .and_then(|bytes| Hash::try_from(bytes).ok())
            .ok_or(Refusal::Line { line: 3, expected })?;
        let mut extensions = Vec::new();
        for number in 4..=lines.len() {
            extensions.push(line(number, "a line of text")?.to_owned());
        }
        Ok(Self {
            origin,
            size,
            root,
            extensions,
        })
    }

    /// The signed note.
    ///
    /// # Errors
    /// As [`Self::to_text`].
    pub fn sign(&self, key: &SigningKey) -> Result<String, Refusal> {
        let text = self.to_text()?;
        let signature = key.sign(&text);
        Ok(Note {
            text,
            signatures: vec![signature],
        }
        .to_string())
    }

    /// Reads a note and checks the signature of `key` on it.
    ///
    /// # Errors
    /// It is no checkpoint, not signed by this key, or falsely.
    pub fn open(note: &str, key: &VerifyingKey) -> Result<Self, Refusal> {
        let note = Note::parse(note)?;
        let checkpoint = Self::parse(&note.text)?;
        key.verify(&note)?;
        Ok(checkpoint)
    }
}
