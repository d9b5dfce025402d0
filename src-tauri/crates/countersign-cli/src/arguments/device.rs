//! Devices, as they are typed.

use std::path::PathBuf;

use clap::Subcommand;

use super::Page;

/// Installations on which reviewers answer packets, and the keys of this one.
#[derive(Subcommand)]
pub enum DeviceVerb {
    /// The keys of this installation, with the eight words that two people compare.
    Own,
    /// Writes the file by which an organization gets to know this installation; makes its keys if there are none.
    Enrol {
        #[arg(long)]
        out: PathBuf,
        /// What this machine is called; its own name otherwise.
        #[arg(long)]
        name: Option<String>,
        #[arg(long)]
        display_name: Option<String>,
        #[arg(long)]
        user_name: Option<String>,
        #[arg(long)]
        mail: Option<String>,
        /// New keys in the place of those there are.
        #[arg(long)]
        renew: bool,
        /// A file of that name is replaced.
        #[arg(long)]
        replace: bool,
    },
    /// Writes the file by which reviewers get to know this organization's store.
    Introduce {
        #[arg(long)]
        out: PathBuf,
        #[arg(long)]
        replace: bool,
    },
    /// Reads an enrolment: whose it may be, and the words to compare. Nothing is accepted yet.
    Offer { file: PathBuf },
    /// Accepts a device, after its words were compared with those that the person reads out.
    Accept {
        device: i64,
        #[arg(long)]
        principal: String,
        /// The eight words.
        #[arg(long)]
        words: String,
    },
    /// Accepts another device of the same person in the place of one.
    Replace {
        device: i64,
        /// The offered device that takes its place.
        #[arg(long)]
        by: i64,
        #[arg(long)]
        words: String,
    },
    /// Turns an offered device down.
    TurnDown {
        device: i64,
        #[arg(long)]
        reason: String,
    },
    /// Ends an accepted device: lost, stolen, or given away.
    Revoke {
        device: i64,
        #[arg(long)]
        reason: String,
    },
    /// Devices, what waits to be looked at first.
    List {
        #[arg(long, value_parser = ["offered", "accepted", "turnedDown", "revoked", "replaced"])]
        state: Option<String>,
        #[arg(long)]
        principal: Option<String>,
        #[command(flatten)]
        page: Page,
    },
}
