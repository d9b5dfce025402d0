//! What can be typed about tasks, guests and exceptions.

use std::path::PathBuf;

use clap::Subcommand;

use super::Page;

/// Remediation tasks.
#[derive(Subcommand)]
pub enum TaskVerb {
    List {
        instance: i64,
    },
    /// Says that a task was done; it is closed by the read that shows the access gone.
    Close {
        task: i64,
        #[arg(long)]
        note: String,
    },
    /// The tasks of all reviews, the most urgent first.
    Board {
        #[arg(long, value_parser = ["open", "waiting", "closed", "reopened"])]
        status: Option<String>,
        #[command(flatten)]
        page: Page,
    },
    /// Writes a file that makes the change: LDIF or PowerShell. Read it before you run it.
    ChangeFile {
        #[arg(long, conflicts_with = "instance")]
        task: Option<i64>,
        #[arg(long, required_unless_present = "task")]
        instance: Option<i64>,
        #[arg(long, value_parser = ["ldif", "powerShell"])]
        kind: Option<String>,
        /// Where the file goes; without it, the text is printed.
        #[arg(long)]
        out: Option<PathBuf>,
    },
}

/// Guests on their way out: blocked, and deleted after some days.
#[derive(Subcommand)]
pub enum GuestVerb {
    List {
        #[arg(long)]
        instance: Option<i64>,
        /// Only those who can still be kept.
        #[arg(long)]
        revocable: bool,
        #[command(flatten)]
        page: Page,
    },
    /// Guests under the rules of access packages, who leave with the last one.
    Governed {
        #[arg(long, value_parser = ["present", "leaving", "deleted", "released"])]
        status: Option<String>,
        #[command(flatten)]
        page: Page,
    },
    /// Puts a guest under the rules of access packages, or releases them.
    Govern {
        principal: String,
        #[arg(long)]
        release: bool,
        #[arg(long)]
        reason: String,
    },
    /// Keeps a guest: the account is not deleted.
    Keep {
        principal: String,
        #[arg(long)]
        reason: String,
    },
}

/// The register of policy exceptions: who may keep what against which policy, until when.
#[derive(Subcommand)]
pub enum ExceptionVerb {
    List {
        #[arg(long, value_parser = ["proposed", "approved", "expired", "revoked"])]
        state: Option<String>,
        #[command(flatten)]
        page: Page,
    },
    Show {
        exception: i64,
    },
    Propose {
        #[arg(long)]
        principal: String,
        #[arg(long)]
        resource: String,
        #[arg(long, default_value = "member")]
        entitlement: String,
        #[arg(long)]
        policy: String,
        #[arg(long)]
        reason: String,
        /// The last day.
        #[arg(long, value_name = "DATE")]
        until: chrono::NaiveDate,
        /// The day to look at it again.
        #[arg(long, value_name = "DATE")]
        review_on: Option<chrono::NaiveDate>,
    },
    /// A second person's agreement.
    Approve {
        exception: i64,
    },
    Revoke {
        exception: i64,
        #[arg(long)]
        reason: String,
    },
    /// Asks for one again that has expired.
    Renew {
        exception: i64,
        #[arg(long)]
        reason: String,
        #[arg(long, value_name = "DATE")]
        until: chrono::NaiveDate,
        #[arg(long, value_name = "DATE")]
        review_on: Option<chrono::NaiveDate>,
    },
    /// Notes that somebody looked at it and lets it stand.
    Confirm {
        exception: i64,
        /// The day of the next look.
        #[arg(long, value_name = "DATE")]
        review_on: Option<chrono::NaiveDate>,
    },
}
