//! Why something is not sealed, or not opened.

/// Why a file was not made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SealError {
    #[error("“{0}” is no key to seal to.")]
    Recipient(String),
    #[error("It would go to {0} keys at once; at most 16 can be named.")]
    TooMany(usize),
    #[error("It would hold {0} bytes; a file holds at most {max}.", max = crate::envelope::LARGEST_BODY)]
    TooLarge(usize),
    #[error("It says something that does not fit together: {0}.")]
    Body(String),
    #[error("It could not be sealed.")]
    Age(#[from] age::EncryptError),
    #[error("It could not be sealed.")]
    Write(#[from] std::io::Error),
}

/// Why a file is not opened. Nothing of it was used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    #[error("This is no file of Countersign.")]
    Strange,
    #[error("This file ends too early.")]
    Truncated,
    #[error("This file was cut off or changed on its way.")]
    Damaged,
    #[error("This file is larger than {max} bytes.", max = crate::envelope::LARGEST_FILE)]
    TooLarge,
    #[error("This file was sealed to another device.")]
    WrongRecipient,
    #[error("The passphrase does not open this file.")]
    WrongPassphrase,
    #[error("This file is sealed with a passphrase.")]
    NeedsPassphrase,
    #[error("This file is sealed to a device, not with a passphrase.")]
    NeedsDevice,
    #[error("Opening this file would take more work than a passphrase of ours ever does.")]
    TooMuchWork,
    #[error("This file is of version {0} of the envelope; this program knows version 1.")]
    UnknownVersion(u64),
    #[error("This file holds “{0}”, which this program does not know.")]
    UnknownKind(String),
    #[error("This file holds “{kind}” of version {found}; this program knows version {known}.")]
    UnknownKindVersion { kind: String, found: u64, known: u64 },
    #[error("This file holds “{found}”, not “{expected}”.")]
    WrongKind {
        expected: &'static str,
        found: &'static str,
    },
    #[error("This file belongs to the store {found}, not to {expected}.")]
    WrongStore { expected: String, found: String },
    #[error("The signature of this file is not that of its content.")]
    Signature,
    #[error("This file was signed with the key {0:?}, which is none of those expected.")]
    UnknownSigner(crate::PublicKey),
    #[error("Whoever signed this file did not address it to this device.")]
    Readdressed,
    #[error("What this file holds does not unpack to what it says.")]
    Unpacked,
    #[error("What this file says does not fit together: {0}.")]
    Body(String),
}
