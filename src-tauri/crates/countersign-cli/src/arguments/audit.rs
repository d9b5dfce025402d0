//! What can be typed about the audit log.

use std::path::PathBuf;

use clap::Subcommand;

use super::Page;

/// The audit log.
#[derive(Subcommand)]
pub enum AuditVerb {
    List {
        #[arg(long)]
        instance: Option<i64>,
        #[command(flatten)]
        page: Page,
    },
    /// Recomputes every hash, and compares every checkpoint. Exit code 3 when the log was changed.
    Verify,
    /// Signs the log as it is. The note in the answer is what to keep elsewhere.
    Checkpoint {
        /// Also writes the note into a new file.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// The checkpoints, newest first, and the keys that signed them.
    Checkpoints {
        #[command(flatten)]
        page: Page,
    },
    /// Proves that one entry is in the log, by a checkpoint, without the rest of it.
    Prove {
        /// The number of the entry.
        #[arg(required_unless_present = "decision")]
        entry: Option<i64>,
        /// One decision, by the number of its event.
        #[arg(long)]
        decision: Option<i64>,
        /// The number of the checkpoint; the newest without it.
        #[arg(long)]
        checkpoint: Option<i64>,
    },
    /// Proves that the log of so many entries is the beginning of that of so many.
    Consistency { from: i64, to: Option<i64> },
    /// Compares an earlier checkpoint with the log. Exit code 3 when it is another history.
    Compare {
        /// The file that holds the note.
        file: PathBuf,
    },
    /// Begins a new key; the old one signs it.
    RotateKey {
        #[arg(long)]
        reason: Option<String>,
        /// The old key is not on this machine any more and signs nothing.
        #[arg(long)]
        lost: bool,
    },
    /// Says why the log is not the one that is remembered of this store.
    Explain {
        #[arg(long)]
        reason: String,
    },
    /// Has the newest checkpoint stamped by the time-stamping authority (RFC 3161).
    Timestamp {
        /// From now on the authority at this address; `none` for none.
        #[arg(long, value_name = "URL")]
        authority: Option<String>,
    },
}
