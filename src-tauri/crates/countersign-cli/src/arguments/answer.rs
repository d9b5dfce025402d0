//! What can be typed about packets that were sent here, answers that come back, and disputes.

use std::path::PathBuf;

use clap::Subcommand;

use super::Page;

/// A reviewer's part of a review as a file: opened, answered, and its answers taken in.
#[derive(Subcommand)]
pub enum AnswerVerb {
    /// Takes in a packet that was sent to this installation, or answers carried over from another device.
    Open {
        path: PathBuf,
        /// The eight words of the organization's key, once they were compared; only the first time. For answers from
        /// another device, the words that it shows.
        #[arg(long)]
        accept: Option<String>,
        /// The packet was sealed with a passphrase; it is read from standard input.
        #[arg(long)]
        passphrase: bool,
    },
    /// Packets that were opened here.
    Opened {
        #[command(flatten)]
        page: Page,
    },
    /// Writes what was decided and not returned yet into a folder, signed and sealed.
    Answer {
        instance: i64,
        #[arg(long, visible_alias = "out")]
        folder: PathBuf,
        /// Earlier returns, too, in case a file was lost.
        #[arg(long)]
        again: bool,
    },
    /// Seals what was decided to another device of the same person.
    Carry {
        instance: i64,
        /// The enrolment of the other device.
        #[arg(long)]
        device: PathBuf,
        /// The eight words that the other device shows.
        #[arg(long)]
        words: String,
        #[arg(long)]
        out: PathBuf,
    },
    /// Takes answers in where the packets were made: files, or all in a folder.
    #[command(visible_alias = "import")]
    TakeIn {
        paths: Vec<PathBuf>,
        #[arg(long)]
        folder: Option<PathBuf>,
    },
}

/// Answers that were not taken as they came.
#[derive(Subcommand)]
pub enum DisputeVerb {
    List {
        #[arg(long)]
        instance: Option<i64>,
        /// Those that are settled, too.
        #[arg(long)]
        settled: bool,
        #[command(flatten)]
        page: Page,
    },
    /// Takes the answer all the same, or turns it down.
    Settle {
        dispute: i64,
        #[arg(long, conflicts_with = "turn_down", required_unless_present = "turn_down")]
        accept: bool,
        #[arg(long)]
        turn_down: bool,
        #[arg(long)]
        reason: String,
    },
}
