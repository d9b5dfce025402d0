//! Time stamps of an authority (RFC 3161): the question as bytes, and the answer checked by itself.
//!
//! What is checked is that the certificate within the answer signed exactly this hash at that moment. Whether that
//! certificate is an authority's that one trusts is for the reader: its name and its hash are answered.

mod answer;
mod signer;

use chrono::{DateTime, Utc};
use der::asn1::{Null, OctetString};
use der::oid::ObjectIdentifier;
use der::{Any, Encode, Sequence};
use sha2::{Digest, Sha256};

pub use answer::check;

use crate::root::Hash;

/// SHA-256, as algorithms are named.
pub(crate) const SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
/// The longest answer that is read, in bytes.
pub const LONGEST: usize = 64 * 1024;

/// What a genuine answer says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeStamp {
    /// The moment it states.
    pub at: DateTime<Utc>,
    /// The policy it was made under, as numbers and dots.
    pub policy: String,
    /// Its number, in hexadecimal.
    pub serial: String,
    /// The name in the certificate that signed it.
    pub signer: String,
    /// SHA-256 of that certificate.
    pub certificate: Hash,
}

/// Why an answer is no time stamp of this hash.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("The answer is longer than {LONGEST} bytes.")]
    TooLong,
    #[error("The answer is no time stamp: {0}.")]
    Form(String),
    #[error("The authority refused: {0}.")]
    Refused(String),
    #[error("The time stamp is of something else: its hash is not the one that was asked about.")]
    Imprint,
    #[error("The time stamp is no answer to this question: its nonce is another.")]
    Nonce,
    #[error("The time stamp does not hold the certificate that signed it.")]
    Certificate,
    #[error("The certificate “{0}” is not one for time stamps, or was not valid at the moment that it states.")]
    Purpose(String),
    #[error("The time stamp is signed in a way that this program does not know: {0}.")]
    Algorithm(String),
    #[error("The signature of the time stamp is false.")]
    False,
}

impl From<der::Error> for Refusal {
    fn from(error: der::Error) -> Self {
        Self::Form(error.to_string())
    }
}

/// `MessageImprint` of RFC 3161 §2.4.1.
#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(crate) struct Imprint {
    pub algorithm: Algorithm,
    pub hash: OctetString,
}

#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(crate) struct Algorithm {
    pub oid: ObjectIdentifier,
    #[asn1(optional = "true")]
    pub parameters: Option<Any>,
}

/// `TimeStampReq` of RFC 3161 §2.4.1, with the certificate asked for.
#[derive(Debug, Sequence)]
struct Question {
    version: u8,
    imprint: Imprint,
    nonce: u64,
    certificate: bool,
}

/// The hash that is stamped for a checkpoint: that of its whole signed note.
pub fn imprint_of(note: &str) -> Hash {
    Sha256::digest(note.as_bytes()).into()
}

/// The question to send, in DER. The nonce is a random number that the answer must repeat.
///
/// # Errors
/// None that this input can cause.
pub fn question(hash: &Hash, nonce: u64) -> Result<Vec<u8>, Refusal> {
    let question = Question {
        version: 1,
        imprint: Imprint {
            algorithm: Algorithm {
                oid: SHA256,
                parameters: Some(Any::encode_from(&Null)?),
            },
            hash: OctetString::new(hash.as_slice())?,
        },
        nonce,
        certificate: true,
    };
    Ok(question.to_der()?)
}
