//! What is sealed: the signed bytes inside a file of age, to one or several devices or under one passphrase.

use std::io::{Read, Write};

use age::secrecy::SecretString;

use crate::body::Body;
use crate::device::{DeviceSecret, recipient};
use crate::envelope::{self, Cover, Expected, Header, LARGEST_FILE, MOST_RECIPIENTS, Opened, Unsealed};
use crate::key::SignSecret;
use crate::problem::{OpenError, SealError};

/// The work of a passphrase that this program makes: 2^15 rounds, 32 MiB. Its passphrases have 88 bits of chance.
const WORK: u8 = 15;
/// The most work a file may ask for: 2^20 rounds, 1 GiB.
const MOST_WORK: u8 = 20;

/// What opens the file that is made.
#[derive(Debug, Clone, Copy)]
pub enum Lock<'a> {
    /// Any of these devices: their `age1…`.
    Devices(&'a [&'a str]),
    Passphrase(&'a str),
}

/// What one opens a file with.
#[derive(Debug, Clone, Copy)]
pub enum Opener<'a> {
    Device(&'a DeviceSecret),
    Passphrase(&'a str),
}

/// A file that was made.
#[derive(Debug, Clone)]
pub struct Sealed {
    pub bytes: Vec<u8>,
    pub header: Header,
}

fn encoded<B: Body>(body: &B) -> Result<Vec<u8>, SealError> {
    body.check().map_err(SealError::Body)?;
    serde_json::to_vec(body).map_err(|error| SealError::Body(error.to_string()))
}

/// Signs and seals. What comes out differs every time: the seal holds chance of its own.
///
/// # Errors
/// The body does not fit together or is too large, or a recipient is none.
pub fn seal<B: Body>(body: &B, cover: &Cover<'_>, by: &SignSecret, lock: Lock<'_>) -> Result<Sealed, SealError> {
    let body = encoded(body)?;
    let to = match lock {
        Lock::Devices(devices) => devices.iter().map(|one| (*one).to_owned()).collect(),
        Lock::Passphrase(_) => Vec::new(),
    };
    let (signed, header) = envelope::sign(B::KIND, &body, cover, to, by)?;
    let mut bytes = Vec::with_capacity(signed.len() + signed.len() / 1024 + 1024);
    match lock {
        Lock::Devices(devices) => {
            if devices.is_empty() || devices.len() > MOST_RECIPIENTS {
                return Err(SealError::TooMany(devices.len()));
            }
            let recipients = devices
                .iter()
                .map(|one| recipient(one).ok_or_else(|| SealError::Recipient((*one).to_owned())))
                .collect::<Result<Vec<_>, _>>()?;
            let encryptor = age::Encryptor::with_recipients(recipients.iter().map(|one| one as &dyn age::Recipient))?;
            write(encryptor, &signed, &mut bytes)?;
        }
        Lock::Passphrase(passphrase) => {
            let mut recipient = age::scrypt::Recipient::new(SecretString::from(passphrase.to_owned()));
            recipient.set_work_factor(WORK);
            let one: &dyn age::Recipient = &recipient;
            write(
                age::Encryptor::with_recipients(std::iter::once(one))?,
                &signed,
                &mut bytes,
            )?;
        }
    }
    Ok(Sealed { bytes, header })
}

fn write(encryptor: age::Encryptor, signed: &[u8], bytes: &mut Vec<u8>) -> Result<(), SealError> {
    let mut writer = encryptor.wrap_output(bytes)?;
    writer.write_all(signed)?;
    writer.finish()?;
    Ok(())
}

/// Signs what travels in clear: who somebody is.
///
/// # Errors
/// As [`seal`], and a body of a kind that must be sealed.
pub fn introduce<B: Body>(body: &B, cover: &Cover<'_>, by: &SignSecret) -> Result<Sealed, SealError> {
    if !B::KIND.is_open() {
        return Err(SealError::Body(format!("“{}” is never sent in clear", B::KIND.word())));
    }
    let (bytes, header) = envelope::sign(B::KIND, &encoded(body)?, cover, Vec::new(), by)?;
    Ok(Sealed { bytes, header })
}

/// How a file is closed, by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// In clear: [`read`] it.
    Open,
    Device,
    Passphrase,
}

/// What one needs to open it.
///
/// # Errors
/// It is no file of Countersign, cut off, or too large.
pub fn look(bytes: &[u8]) -> Result<Look, OpenError> {
    if bytes.first() == Some(&b'{') {
        return Ok(Look::Open);
    }
    let decryptor = decryptor(bytes)?;
    Ok(if decryptor.is_scrypt() {
        Look::Passphrase
    } else {
        Look::Device
    })
}

fn decryptor(bytes: &[u8]) -> Result<age::Decryptor<&[u8]>, OpenError> {
    if bytes.len() > LARGEST_FILE {
        return Err(OpenError::TooLarge);
    }
    age::Decryptor::new_buffered(bytes).map_err(|error| refused(error, None))
}

fn refused(error: age::DecryptError, opener: Option<&Opener<'_>>) -> OpenError {
    use age::DecryptError as Of;
    let passphrase = matches!(opener, Some(Opener::Passphrase(_)));
    match error {
        Of::NoMatchingKeys if !passphrase => OpenError::WrongRecipient,
        Of::DecryptionFailed | Of::KeyDecryptionFailed | Of::NoMatchingKeys if passphrase => OpenError::WrongPassphrase,
        Of::ExcessiveWork { .. } => OpenError::TooMuchWork,
        Of::UnknownFormat => OpenError::Strange,
        Of::Io(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => OpenError::Truncated,
        Of::InvalidHeader if opener.is_none() => OpenError::Strange,
        _ => OpenError::Damaged,
    }
}

/// Opens a sealed file of any kind, and checks everything but what its body says.
///
/// # Errors
/// One for each way in which it is not what it should be.
pub fn open_any(bytes: &[u8], with: Opener<'_>, expected: &Expected<'_>) -> Result<Unsealed, OpenError> {
    if bytes.first() == Some(&b'{') {
        return read_any(bytes, expected);
    }
    let decryptor = decryptor(bytes)?;
    let reader = match (with, decryptor.is_scrypt()) {
        (Opener::Device(_), true) => return Err(OpenError::NeedsPassphrase),
        (Opener::Passphrase(_), false) => return Err(OpenError::NeedsDevice),
        (Opener::Device(device), false) => {
            let one: &dyn age::Identity = &device.open;
            decryptor.decrypt(std::iter::once(one))
        }
        (Opener::Passphrase(passphrase), true) => {
            let mut identity = age::scrypt::Identity::new(SecretString::from(passphrase.to_owned()));
            identity.set_max_work_factor(MOST_WORK);
            let one: &dyn age::Identity = &identity;
            decryptor.decrypt(std::iter::once(one))
        }
    };
    let reader = reader.map_err(|error| refused(error, Some(&with)))?;
    let mut signed = Vec::with_capacity(bytes.len());
    let read = reader.take(LARGEST_FILE as u64 + 1).read_to_end(&mut signed);
    read.map_err(|error| match error.kind() {
        std::io::ErrorKind::UnexpectedEof => OpenError::Truncated,
        _ => OpenError::Damaged,
    })?;
    let unsealed = envelope::verify(&signed, expected)?;
    let addressed = match with {
        Opener::Device(device) => unsealed.header.to.contains(&device.public().seal),
        Opener::Passphrase(_) => unsealed.header.to.is_empty(),
    };
    if addressed && !unsealed.header.kind().is_open() {
        Ok(unsealed)
    } else {
        Err(OpenError::Readdressed)
    }
}

/// Opens a sealed file that should hold a `B`.
///
/// # Errors
/// As [`open_any`], and a body of another kind, or one that does not fit together.
pub fn open<B: Body>(bytes: &[u8], with: Opener<'_>, expected: &Expected<'_>) -> Result<Opened<B>, OpenError> {
    open_any(bytes, with, expected)?.read()
}

/// Reads a file that travels in clear, of any kind that may.
///
/// # Errors
/// As [`open_any`].
pub fn read_any(bytes: &[u8], expected: &Expected<'_>) -> Result<Unsealed, OpenError> {
    if bytes.len() > LARGEST_FILE {
        return Err(OpenError::TooLarge);
    }
    if bytes.first() != Some(&b'{') {
        return Err(OpenError::Strange);
    }
    let unsealed = envelope::verify(bytes, expected)?;
    if unsealed.header.kind().is_open() && unsealed.header.to.is_empty() {
        Ok(unsealed)
    } else {
        Err(OpenError::Readdressed)
    }
}

/// Reads a file in clear that should hold a `B`.
///
/// # Errors
/// As [`open`].
pub fn read<B: Body>(bytes: &[u8], expected: &Expected<'_>) -> Result<Opened<B>, OpenError> {
    read_any(bytes, expected)?.read()
}
