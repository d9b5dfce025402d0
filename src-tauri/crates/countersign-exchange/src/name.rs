//! How inboxes and files are called: hashes, so that a name tells nothing, and lower-case digits, so that every file
//! system keeps it as it is.

use std::fmt;
use std::str::FromStr;

use ring::digest::{Context, SHA256, digest};
use serde::{Deserialize, Serialize};

const ROOT: &str = "countersign-exchange/1";
const INBOX: &[u8] = b"countersign exchange 1 inbox\0";
pub(crate) const ENDING: &str = ".sealed";

/// Where files for one recipient lie. Whoever does not know the recipient's key learns nothing from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Inbox([u8; 16]);

impl Inbox {
    /// The inbox of whoever has this public key.
    pub fn of(key: &[u8]) -> Self {
        let mut context = Context::new(&SHA256);
        context.update(INBOX);
        context.update(key);
        let mut short = [0; 16];
        short.copy_from_slice(&context.finish().as_ref()[..16]);
        Self(short)
    }

    pub(crate) fn files(&self) -> String {
        format!("{ROOT}/in/{self}")
    }

    pub(crate) fn part(&self, id: &FileId, part: u32, parts: u32) -> String {
        let hex = id.to_string();
        format!("{ROOT}/in/{self}/{}/{hex}-{part}-{parts}{ENDING}", &hex[..2])
    }

    pub(crate) fn acknowledgement(&self, id: &FileId) -> String {
        let hex = id.to_string();
        format!("{ROOT}/ack/{self}/{}/{hex}", &hex[..2])
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for Inbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        hex(f, &self.0)
    }
}

impl FromStr for Inbox {
    type Err = NotHex;

    fn from_str(text: &str) -> Result<Self, NotHex> {
        from_hex(text).map(Self)
    }
}

/// A file, by the SHA-256 of all its bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct FileId([u8; 32]);

impl FileId {
    pub(crate) fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The name of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(sha256(bytes))
    }

    /// The hash itself.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for FileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        hex(f, &self.0)
    }
}

impl fmt::Debug for FileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<FileId> for String {
    fn from(id: FileId) -> Self {
        id.to_string()
    }
}

impl TryFrom<String> for FileId {
    type Error = NotHex;

    fn try_from(text: String) -> Result<Self, NotHex> {
        text.parse()
    }
}

impl FromStr for FileId {
    type Err = NotHex;

    fn from_str(text: &str) -> Result<Self, NotHex> {
        from_hex(text).map(Self)
    }
}

/// A text that is no name of the exchange.
#[derive(Debug, thiserror::Error)]
#[error("this is no name of a file or an inbox of the exchange")]
pub struct NotHex;

pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest(&SHA256, bytes).as_ref());
    hash
}

/// What the name of a part says: the file, which part, of how many.
pub(crate) fn read_part(name: &str) -> Option<(FileId, u32, u32)> {
    let mut words = name.strip_suffix(ENDING)?.split('-');
    let id = words.next()?.parse().ok()?;
    let (part, parts) = (number(words.next()?)?, number(words.next()?)?);
    (words.next().is_none() && part < parts).then_some((id, part, parts))
}

fn number(word: &str) -> Option<u32> {
    let plain = !word.is_empty() && word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| word.parse().ok()).flatten()
}

fn hex(f: &mut fmt::Formatter<'_>, bytes: &[u8]) -> fmt::Result {
    bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
}

fn from_hex<const N: usize>(text: &str) -> Result<[u8; N], NotHex> {
    let mut out = [0; N];
    let digits = text.as_bytes();
    if digits.len() != 2 * N {
        return Err(NotHex);
    }
    let value = |digit: u8| match digit {
        b'0'..=b'9' => Ok(digit - b'0'),
        b'a'..=b'f' => Ok(digit - b'a' + 10),
        _ => Err(NotHex),
    };
    for (byte, pair) in out.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = value(pair[0])? << 4 | value(pair[1])?;
    }
    Ok(out)
}
