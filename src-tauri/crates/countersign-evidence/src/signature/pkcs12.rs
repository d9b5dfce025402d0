//! Reads a PKCS#12 file (RFC 7292): the certificates and the key that OpenSSL, Windows and others keep in one.
//!
//! Read with our own few lines over DER, because everything in it is bounded here: what a file asks for in
//! rounds, and how far a chain of issuers is followed.

use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockDecryptMut, InnerIvInit, KeyIvInit};
use hmac::{Hmac, Mac};
use pkcs5::pbes2::Parameters;
use pkcs12::kdf::{Pkcs12KeyType, derive_key_utf8};
use sha1::Sha1;
use sha2::{Sha256, Sha384, Sha512};
use x509_cert::der::Decode;
use zeroize::Zeroizing;

use super::KeySigner;
use super::certificate::Certificate;
use super::der::{CONTEXT_0, INTEGER, OCTETS, OID, Reader, SEQUENCE, Value};
use crate::EvidenceError;

/// Largest file that is looked at, in bytes.
pub const PKCS12_MAX: u64 = 256 * 1024;
/// Most rounds of key derivation; programs write 2 048 to some hundred thousand.
const ROUNDS_MAX: u32 = 5_000_000;

const PLAIN: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01];
const ENCRYPTED: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x06];
const PBES2: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x05, 0x0D];
const X509: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x16, 0x01];
/// `pbeWithSHAAnd…` (3 is triple DES, 6 is RC2 with 40 bits) and the kinds of bags (1, 2 keys, 3 certificates).
const LEGACY: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x0C, 0x01];
const BAG: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x0C, 0x0A, 0x01];

/// A key with the certificates that belong to it.
pub struct Credential {
    /// In DER, the key's own first, then its issuer, then that one's.
    pub chain: Vec<Vec<u8>>,
    /// PKCS#8, DER.
    pub key: Zeroizing<Vec<u8>>,
}

impl std::fmt::Debug for Credential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credential")
            .field("certificates", &self.chain.len())
            .finish_non_exhaustive()
    }
}

/// Why a file stays closed whose password is another one.
pub const WRONG_PASSWORD: &str = "the password does not open the file";

/// What kept a file from being read.
enum Refusal {
    Damaged,
    Password,
    Unknown,
    Rounds,
}

impl Refusal {
    fn words(&self) -> &'static str {
        match self {
            Self::Damaged => "the file is damaged, or no PKCS#12 file",
            Self::Password => WRONG_PASSWORD,
            Self::Unknown => "the file is enciphered in a way that is not known here",
            Self::Rounds => "the file asks for more rounds of key derivation than any program writes",
        }
    }
}

#[derive(Default)]
struct Bags {
    keys: Vec<Zeroizing<Vec<u8>>>,
    certificates: Vec<Vec<u8>>,
}

/// Reads key and certificates.
///
/// # Errors
/// [`EvidenceError::Signature`] with the reason: damaged, the wrong password, no key that can sign evidence.
pub fn read_pkcs12(file: &[u8], password: &str) -> Result<Credential, EvidenceError> {
    let refused = |why: &str| EvidenceError::Signature(why.to_owned());
    let bags = open(file, password).map_err(|refusal| refused(refusal.words()))?;
    if bags.keys.is_empty() {
        return Err(refused("the file holds no private key"));
    }
    let mut last = refused("the file holds no certificate of its key");
    for key in bags.keys {
        for own in &bags.certificates {
            let chain = chain(own, &bags.certificates);
            match KeySigner::new(chain.clone(), &key) {
                Ok(_) => return Ok(Credential { chain, key }),
                Err(problem) => last = problem,
            }
        }
    }
    Err(last)
}

/// The certificate, its issuer, that one's, as far as the file has them; each once.
fn chain(own: &[u8], all: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let mut chain = vec![own.to_vec()];
    let mut issuer = Certificate::issuer_of(own);
    while let Some(wanted) = issuer {
        let next = all
            .iter()
            .find(|one| Certificate::subject_of(one).as_ref() == Some(&wanted) && !chain.contains(one));
        let Some(next) = next else { break };
        chain.push(next.clone());
        issuer = Certificate::issuer_of(next);
    }
    chain
}

fn open(file: &[u8], password: &str) -> Result<Bags, Refusal> {
    let mut bags = Bags::default();
    let (content, mac) = outer(file).ok_or(Refusal::Damaged)?;
    if let Some(mac) = mac {
        authenticate(mac, content, password)?;
    }
    let mut safes = Reader(content).inside(SEQUENCE).ok_or(Refusal::Damaged)?;
    while !safes.0.is_empty() {
        let mut safe = safes.inside(SEQUENCE).ok_or(Refusal::Damaged)?;
        let kind = safe.take(OID).ok_or(Refusal::Damaged)?.content;
        let mut inner = safe.inside(CONTEXT_0).ok_or(Refusal::Damaged)?;
        if kind == PLAIN {
            let plain = inner.take(OCTETS).ok_or(Refusal::Damaged)?.content;
            unpack(plain, password, &mut bags)?;
        } else if kind == ENCRYPTED {
            let (algorithm, sealed) = encrypted(inner).ok_or(Refusal::Damaged)?;
            unpack(&decrypt(algorithm, sealed, password)?, password, &mut bags)?;
        }
    }
    Ok(bags)
}

/// The authenticated content, and what authenticates it.
fn outer(file: &[u8]) -> Option<(&[u8], Option<Reader<'_>>)> {
    let mut pfx = Reader(file).inside(SEQUENCE)?;
    pfx.take(INTEGER)?;
    let mut safe = pfx.inside(SEQUENCE)?;
    safe.take(OID).filter(|kind| kind.content == PLAIN)?;
    let content = safe.inside(CONTEXT_0)?.take(OCTETS)?.content;
    Some((content, pfx.inside(SEQUENCE)))
}

fn encrypted<'a>(mut inner: Reader<'a>) -> Option<(Value<'a>, &'a [u8])> {
    let mut outer = inner.inside(SEQUENCE)?;
    outer.take(INTEGER)?;
    let mut content = outer.inside(SEQUENCE)?;
    content.take(OID)?;
    Some((content.take(SEQUENCE)?, content.take(0x80)?.content))
}

fn authenticate(mut mac: Reader<'_>, content: &[u8], password: &str) -> Result<(), Refusal> {
    let mut read = || {
        let mut digest = mac.inside(SEQUENCE)?;
        let kind = digest.inside(SEQUENCE)?.take(OID)?.content;
        let expected = digest.take(OCTETS)?.content;
        let salt = mac.take(OCTETS)?.content;
        let rounds = if mac.0.is_empty() {
            1
        } else {
            number(mac.take(INTEGER)?)?
        };
        Some((kind, expected, salt, rounds))
    };
    let (kind, expected, salt, rounds) = read().ok_or(Refusal::Damaged)?;
    let rounds = bounded(rounds)?;
    macro_rules! holds {
        ($hash:ty, $length:literal) => {{
            let key = derive_key_utf8::<$hash>(password, salt, Pkcs12KeyType::Mac, rounds, $length)
                .map(Zeroizing::new)
                .map_err(|_| Refusal::Password)?;
            let mut mac = Hmac::<$hash>::new_from_slice(&key).map_err(|_| Refusal::Damaged)?;
            mac.update(content);
            mac.verify_slice(expected).map_err(|_| Refusal::Password)
        }};
    }
    match kind {
        [0x2B, 0x0E, 0x03, 0x02, 0x1A] => holds!(Sha1, 20),
        [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01] => holds!(Sha256, 32),
        [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02] => holds!(Sha384, 48),
        [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03] => holds!(Sha512, 64),
        _ => Err(Refusal::Unknown),
    }
}

fn unpack(contents: &[u8], password: &str, bags: &mut Bags) -> Result<(), Refusal> {
    let mut list = Reader(contents).inside(SEQUENCE).ok_or(Refusal::Damaged)?;
    while !list.0.is_empty() {
        let mut bag = list.inside(SEQUENCE).ok_or(Refusal::Damaged)?;
        let kind = bag.take(OID).ok_or(Refusal::Damaged)?.content;
        let mut inner = bag.inside(CONTEXT_0).ok_or(Refusal::Damaged)?;
        match kind.strip_prefix(BAG) {
            Some([1]) => {
                let key = inner.take(SEQUENCE).ok_or(Refusal::Damaged)?.whole;
                bags.keys.push(Zeroizing::new(key.to_vec()));
            }
            Some([2]) => {
                let mut sealed = inner.inside(SEQUENCE).ok_or(Refusal::Damaged)?;
                let algorithm = sealed.take(SEQUENCE).ok_or(Refusal::Damaged)?;
                let content = sealed.take(OCTETS).ok_or(Refusal::Damaged)?.content;
                bags.keys.push(decrypt(algorithm, content, password)?);
            }
            Some([3]) => {
                let mut certificate = inner.inside(SEQUENCE).ok_or(Refusal::Damaged)?;
                if certificate.take(OID).is_some_and(|kind| kind.content == X509) {
                    let inside = certificate.inside(CONTEXT_0).and_then(|mut value| value.take(OCTETS));
                    bags.certificates.push(inside.ok_or(Refusal::Damaged)?.content.to_vec());
                }
            }
            _ => {}
        }
    }
    Ok(())
}

fn decrypt(algorithm: Value<'_>, sealed: &[u8], password: &str) -> Result<Zeroizing<Vec<u8>>, Refusal> {
    let mut reader = Reader(algorithm.content);
    let kind = reader.take(OID).ok_or(Refusal::Damaged)?.content;
    let parameters = reader.take(SEQUENCE).ok_or(Refusal::Damaged)?;
    if kind == PBES2 {
        let parameters = Parameters::from_der(parameters.whole).map_err(|_| Refusal::Unknown)?;
        let derivation = parameters.kdf.pbkdf2().ok_or(Refusal::Unknown)?;
        bounded(derivation.iteration_count)?;
        let opened = parameters.decrypt(password.as_bytes(), sealed);
        return opened.map(Zeroizing::new).map_err(|_| Refusal::Password);
    }
    let mut inner = Reader(parameters.content);
    let salt = inner.take(OCTETS).ok_or(Refusal::Damaged)?.content;
    let rounds = inner.take(INTEGER).and_then(number).ok_or(Refusal::Damaged)?;
    let rounds = bounded(rounds)?;
    let derive = |kind, length| {
        derive_key_utf8::<Sha1>(password, salt, kind, rounds, length)
            .map(Zeroizing::new)
            .map_err(|_| Refusal::Password)
    };
    let iv = derive(Pkcs12KeyType::Iv, 8)?;
    macro_rules! opened {
        ($cipher:ty, $length:literal) => {{
            let key = derive(Pkcs12KeyType::EncryptionKey, $length)?;
            let cipher = cbc::Decryptor::<$cipher>::new_from_slices(&key, &iv).map_err(|_| Refusal::Unknown)?;
            cipher
                .decrypt_padded_vec_mut::<Pkcs7>(sealed)
                .map(Zeroizing::new)
                .map_err(|_| Refusal::Password)
        }};
    }
    match kind.strip_prefix(LEGACY) {
        Some([3]) => opened!(des::TdesEde3, 24),
        Some([6]) => {
            let key = derive(Pkcs12KeyType::EncryptionKey, 5)?;
            let cipher = rc2::Rc2::new_with_eff_key_len(&key, 40);
            let cipher = cbc::Decryptor::<rc2::Rc2>::inner_iv_slice_init(cipher, &iv).map_err(|_| Refusal::Unknown)?;
            cipher
                .decrypt_padded_vec_mut::<Pkcs7>(sealed)
                .map(Zeroizing::new)
                .map_err(|_| Refusal::Password)
        }
        _ => Err(Refusal::Unknown),
    }
}

fn number(value: Value<'_>) -> Option<u32> {
    let bytes = value.content;
    let small = bytes.len() <= 4 && bytes.first().is_some_and(|first| first & 0x80 == 0);
    small.then(|| bytes.iter().fold(0, |number, byte| number << 8 | u32::from(*byte)))
}

fn bounded(rounds: u32) -> Result<i32, Refusal> {
    i32::try_from(rounds)
        .ok()
        .filter(|rounds| (1..=ROUNDS_MAX as i32).contains(rounds))
        .ok_or(Refusal::Rounds)
}
