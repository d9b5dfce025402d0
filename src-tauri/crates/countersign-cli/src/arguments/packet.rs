//! Packets, as they are typed.

use std::path::PathBuf;

use clap::Subcommand;

use super::{AnswerVerb, Page};

/// Reviewers' parts of a review as files, and what became of them.
#[derive(Subcommand)]
pub enum PacketVerb {
    /// Writes a packet for everybody who is asked in the stage that is going on, or for those who are named.
    #[command(visible_alias = "make")]
    Export {
        instance: i64,
        /// The folder they are written into.
        #[arg(long)]
        out: PathBuf,
        #[arg(long)]
        reviewer: Vec<String>,
    },
    /// Packets that were handed out, the newest first.
    List {
        instance: Option<i64>,
        #[command(flatten)]
        page: Page,
    },
    /// The passphrase of a packet for somebody without a device; the log keeps that it was shown.
    Passphrase { id: i64 },
    #[command(flatten)]
    Travel(AnswerVerb),
}
