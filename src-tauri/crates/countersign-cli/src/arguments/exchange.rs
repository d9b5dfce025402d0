//! The exchange, as it is typed.

use std::path::PathBuf;

use clap::Subcommand;

use super::Page;

/// Sealed files between installations, over a place that both reach at times.
#[derive(Subcommand)]
pub enum ExchangeVerb {
    /// Where the exchange happens.
    Show,
    /// Sets the place: a folder, or what a JSON file says of WebDAV, S3 or Azure Blob.
    Set {
        /// A folder: on a stick, a file server, or kept in step by a program of the machine's.
        #[arg(long, value_name = "DIR", conflicts_with_all = ["settings", "none"])]
        folder: Option<PathBuf>,
        /// A JSON file with the settings; no secret in it.
        #[arg(long, value_name = "FILE", required_unless_present_any = ["folder", "none"])]
        settings: Option<PathBuf>,
        /// No exchange: files are handed over by people.
        #[arg(long, conflicts_with = "settings")]
        none: bool,
        /// Minutes between two looks while the window is open; 0: only when somebody asks.
        #[arg(long, value_name = "MINUTES")]
        every: Option<u32>,
        /// Reads the place's secret from standard input.
        #[arg(long)]
        secret_stdin: bool,
    },
    /// Puts, finds, reads and takes away a file of its own there.
    Probe,
    /// Sends what waits, and takes in what came.
    Run,
    /// Last contact, and what is on its way.
    Status,
    /// Puts a sealed file into the outbox.
    Put {
        file: PathBuf,
        /// The inbox of whoever it is for, as their “exchange show” tells it.
        #[arg(long, value_name = "DIGITS")]
        to: String,
        /// Who that is, for the list.
        #[arg(long)]
        recipient: String,
        #[arg(long)]
        subject: Option<String>,
    },
    /// Takes back a file that nobody acknowledged.
    Withdraw { id: i64 },
    /// What goes out; newest first.
    Outbox {
        #[command(flatten)]
        page: Page,
    },
    /// What came; newest first.
    Arrivals {
        #[command(flatten)]
        page: Page,
    },
}
