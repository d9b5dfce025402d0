//! What is signed: one line of JSON about the content, a signature over that line, and the content, deflated.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::body::{Body, Kind};
use crate::hex;
use crate::key::{PublicKey, SignSecret};
use crate::problem::{OpenError, SealError};

/// The one version of the envelope.
pub const ENVELOPE_VERSION: u64 = 1;
const FORMAT: &str = "countersign-envelope";

/// Bytes of a body before it is deflated.
pub const LARGEST_BODY: usize = 128 << 20;
/// Bytes of a file.
pub const LARGEST_FILE: usize = 64 << 20;
const LARGEST_HEADER: usize = 16 << 10;
pub(crate) const MOST_RECIPIENTS: usize = 16;
/// How hard the bytes are pressed: beyond this level packets get 2 % smaller and take twice the time.
const LEVEL: u8 = 6;

/// The line before the signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Header {
    format: String,
    version: u64,
    kind: String,
    kind_version: u64,
    /// The id of the organization's store that this is about; empty where none is known yet.
    pub store: String,
    pub from: PublicKey,
    /// The recipients; empty where it travels in clear or under a passphrase.
    pub to: Vec<String>,
    pub made_at: DateTime<Utc>,
    /// Bytes of the body, and SHA-256 of them: the hash by which a packet or an answer is known.
    pub length: u64,
    #[serde(with = "hex::bytes")]
    pub body: [u8; 32],
    /// The same of the deflated body.
    pub packed_length: u64,
    #[serde(with = "hex::bytes")]
    pub packed: [u8; 32],
}

impl Header {
    /// What it holds. Only headers of a known kind are ever read.
    pub fn kind(&self) -> Kind {
        Kind::from_word(&self.kind).unwrap_or(Kind::Packet)
    }

    /// The hash of the body, in digits.
    pub fn hash(&self) -> String {
        hex::to_hex(&self.body)
    }
}

/// What is said about the content.
#[derive(Debug, Clone, Copy)]
pub struct Cover<'a> {
    /// The id of the organization's store.
    pub store: &'a str,
    pub made_at: DateTime<Utc>,
}

/// Which signatures are good.
#[derive(Debug, Clone, Copy)]
pub enum Signers<'a> {
    /// Only these keys.
    Known(&'a [PublicKey]),
    /// Any: whoever calls compares the key, or its words, before anything else is done.
    Any,
}

/// What the opener wants to have in hand.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// The store it must be about; none: any.
    pub store: Option<&'a str>,
    pub signers: Signers<'a>,
}

/// What was inside, of whatever kind: signed, addressed to the opener, unpacked.
#[derive(Debug, Clone)]
pub struct Unsealed {
    pub header: Header,
    pub body: Vec<u8>,
}

/// What was inside, read.
#[derive(Debug, Clone)]
pub struct Opened<B> {
    pub header: Header,
    pub body: B,
}

fn message(kind: Kind, header: &[u8]) -> Vec<u8> {
    let mut message = format!("{FORMAT}/{ENVELOPE_VERSION}\n{}/{}\n", kind.word(), kind.version()).into_bytes();
    message.extend_from_slice(header);
    message
}

/// The signed bytes, not sealed yet, and the header.
pub(crate) fn sign(
    kind: Kind,
    body: &[u8],
    cover: &Cover<'_>,
    to: Vec<String>,
    by: &SignSecret,
) -> Result<(Vec<u8>, Header), SealError> {
    if body.len() > LARGEST_BODY {
        return Err(SealError::TooLarge(body.len()));
    }
    let packed = miniz_oxide::deflate::compress_to_vec(body, LEVEL);
    if packed.len() > LARGEST_FILE - (LARGEST_FILE >> 8) {
        return Err(SealError::TooLarge(body.len()));
    }
    let header = Header {
        format: FORMAT.into(),
        version: ENVELOPE_VERSION,
        kind: kind.word().into(),
        kind_version: u64::from(kind.version()),
        store: cover.store.into(),
        from: by.public(),
        to,
        made_at: cover.made_at,
        length: body.len() as u64,
        body: Sha256::digest(body).into(),
        packed_length: packed.len() as u64,
        packed: Sha256::digest(&packed).into(),
    };
    let line = serde_json::to_vec(&header).map_err(|error| SealError::Body(error.to_string()))?;
    if line.len() > LARGEST_HEADER {
        return Err(SealError::Body("the line about it is too long".into()));
    }
    let signature = by.sign(&message(kind, &line));
    let mut bytes = Vec::with_capacity(line.len() + 65 + packed.len());
    bytes.extend_from_slice(&line);
    bytes.push(b'\n');
    bytes.extend_from_slice(&signature);
    bytes.extend_from_slice(&packed);
    Ok((bytes, header))
}

/// What is read of a header before anything is known of it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct First {
    format: String,
    version: u64,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    kind_version: u64,
}

fn header(line: &[u8]) -> Result<(Header, Kind), OpenError> {
    let first: First = serde_json::from_slice(line).map_err(|_| OpenError::Strange)?;
    if first.format != FORMAT {
        return Err(OpenError::Strange);
    }
    if first.version != ENVELOPE_VERSION {
        return Err(OpenError::UnknownVersion(first.version));
    }
    let kind =
        Kind::from_word(&first.kind).ok_or_else(|| OpenError::UnknownKind(first.kind.chars().take(40).collect()))?;
    if first.kind_version != u64::from(kind.version()) {
        return Err(OpenError::UnknownKindVersion {
            kind: first.kind,
            found: first.kind_version,
            known: u64::from(kind.version()),
        });
    }
    let header: Header = serde_json::from_slice(line).map_err(|error| OpenError::Body(error.to_string()))?;
    if serde_json::to_vec(&header).ok().as_deref() != Some(line) {
        return Err(OpenError::Body("the line about it is not in its one spelling".into()));
    }
    Ok((header, kind))
}

/// The signed bytes taken apart and checked, in an order in which nothing is unpacked that nobody signed for.
pub(crate) fn verify(bytes: &[u8], expected: &Expected<'_>) -> Result<Unsealed, OpenError> {
    let scope = &bytes[..bytes.len().min(LARGEST_HEADER + 1)];
    let Some(end) = scope.iter().position(|byte| *byte == b'\n') else {
        return Err(if bytes.first() == Some(&b'{') && bytes.len() <= LARGEST_HEADER {
            OpenError::Truncated
        } else {
            OpenError::Strange
        });
    };
    let (header, kind) = header(&bytes[..end])?;
    let rest = &bytes[end + 1..];
    let (signature, packed) = rest.split_first_chunk::<64>().ok_or(OpenError::Truncated)?;
    if !header.from.verifies(&message(kind, &bytes[..end]), signature) {
        return Err(OpenError::Signature);
    }
    if let Signers::Known(known) = expected.signers
        && !known.contains(&header.from)
    {
        return Err(OpenError::UnknownSigner(header.from));
    }
    if let Some(store) = expected.store
        && header.store != store
    {
        return Err(OpenError::WrongStore {
            expected: store.into(),
            found: header.store.chars().take(100).collect(),
        });
    }
    let body = unpack(&header, packed)?;
    Ok(Unsealed { header, body })
}

fn unpack(header: &Header, packed: &[u8]) -> Result<Vec<u8>, OpenError> {
    let most = usize::try_from(header.length)
        .ok()
        .filter(|length| *length <= LARGEST_BODY);
    let length = most.ok_or(OpenError::TooLarge)?;
    if (packed.len() as u64) < header.packed_length {
        return Err(OpenError::Truncated);
    }
    if packed.len() as u64 != header.packed_length || <[u8; 32]>::from(Sha256::digest(packed)) != header.packed {
        return Err(OpenError::Damaged);
    }
    let body = miniz_oxide::inflate::decompress_to_vec_with_limit(packed, length).map_err(|_| OpenError::Unpacked)?;
    if body.len() != length || <[u8; 32]>::from(Sha256::digest(&body)) != header.body {
        return Err(OpenError::Unpacked);
    }
    Ok(body)
}

impl Unsealed {
    /// Reads the body as what it says it is.
    ///
    /// # Errors
    /// It is of another kind, not in its one spelling, or does not fit together.
    pub fn read<B: Body>(self) -> Result<Opened<B>, OpenError> {
        let found = self.header.kind();
        if found != B::KIND {
            return Err(OpenError::WrongKind {
                expected: B::KIND.word(),
                found: found.word(),
            });
        }
        let body: B = serde_json::from_slice(&self.body).map_err(|error| OpenError::Body(error.to_string()))?;
        let again = serde_json::to_vec(&body).map_err(|error| OpenError::Body(error.to_string()))?;
        if again != self.body {
            return Err(OpenError::Body("it is not in its one spelling".into()));
        }
        body.check().map_err(OpenError::Body)?;
        Ok(Opened {
            header: self.header,
            body,
        })
    }
}
