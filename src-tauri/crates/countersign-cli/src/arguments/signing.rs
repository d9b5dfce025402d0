//! The signature of evidence, as it is typed.

use std::path::PathBuf;

use clap::Subcommand;

/// The certificate that evidence is signed with.
#[derive(Subcommand)]
pub enum SigningVerb {
    /// Which one it is, if evidence is signed.
    Show,
    /// Makes one that nobody stands behind but the organization: a P-256 key, valid for ten years.
    Create,
    /// Takes certificate and key from a PKCS#12 file (.p12, .pfx); RSA and P-256 keys.
    Import {
        file: PathBuf,
        /// Reads the file's password from the first line of stdin.
        #[arg(long)]
        secret_stdin: bool,
    },
    /// From now on evidence is not signed.
    Remove,
}
