//! What can be typed about people over all directories, and about snapshots.

use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};

use super::{Page, moment};

/// Now, where nothing is said.
#[derive(Args)]
pub struct At {
    /// As the newest snapshot of each directory by this moment had it.
    #[arg(long, value_name = "TIME", value_parser = moment, conflicts_with = "snapshot")]
    pub as_of: Option<DateTime<Utc>>,
    /// As the ledger stood when this snapshot was taken in.
    #[arg(long)]
    pub snapshot: Option<i64>,
}

/// A person over all directories.
#[derive(Subcommand)]
pub enum PersonVerb {
    /// People with several accounts, or with one in doubt, of nobody in the source, or left behind.
    List {
        #[arg(long, value_parser = ["joined", "inDoubt", "unowned", "left"], default_value = "joined")]
        state: String,
        #[arg(long)]
        search: Option<String>,
        #[command(flatten)]
        page: Page,
    },
    /// Their accounts, and why each is theirs.
    Show {
        /// Any account.
        principal: String,
    },
    /// Everything they hold, directly and through groups and access packages.
    Access {
        principal: String,
        #[command(flatten)]
        at: At,
        /// Of the accounts of this directory alone.
        #[arg(long)]
        directory: Option<String>,
        #[arg(long)]
        search: Option<String>,
        #[command(flatten)]
        page: Page,
    },
    /// Every way by which an account holds an entitlement.
    Ways {
        /// The account.
        principal: String,
        resource: String,
        #[arg(long, default_value = "member")]
        entitlement: String,
        #[command(flatten)]
        at: At,
    },
}

/// Which accounts of several directories are one person's.
#[derive(Subcommand)]
pub enum CorrelationVerb {
    Show,
    /// Changes the rules or the source of people, and works everything out anew.
    Change {
        /// In their order, with commas between: immutableId, userPrincipalName, mail, employeeId, userName.
        #[arg(long, value_delimiter = ',')]
        rules: Option<Vec<String>>,
        /// The directory whose people are the organization's.
        #[arg(long, conflicts_with = "no_source")]
        source: Option<String>,
        #[arg(long)]
        no_source: bool,
    },
    /// Accounts that may be more than one person's.
    Doubts {
        #[arg(long)]
        directory: Option<String>,
        #[command(flatten)]
        page: Page,
    },
    /// Whom an account in doubt meets.
    Candidates {
        principal: String,
        #[command(flatten)]
        page: Page,
    },
}

/// The word of an administrator on two accounts: it counts before every rule.
#[derive(Subcommand)]
pub enum RulingVerb {
    /// They are one person's, or (--not) they are not.
    Make {
        one: String,
        other: String,
        #[arg(long)]
        not: bool,
        #[arg(long)]
        reason: String,
    },
    Lift {
        ruling: i64,
    },
    List {
        #[arg(long, value_parser = ["standing", "lifted"])]
        state: Option<String>,
        #[command(flatten)]
        page: Page,
    },
}

/// The snapshots of a directory.
#[derive(Subcommand)]
pub enum SnapshotVerb {
    /// Newest first.
    List {
        directory: Option<String>,
        #[command(flatten)]
        page: Page,
    },
    /// How much differs between two of one directory.
    Compare { from: i64, to: i64 },
    /// Who came, is gone, or is changed.
    Principals {
        from: i64,
        to: i64,
        #[arg(long, value_parser = ["came", "gone", "changed"])]
        change: Option<String>,
        /// Where the page before ended (`next` of its answer).
        #[arg(long)]
        after: Option<i64>,
        #[command(flatten)]
        page: Page,
    },
    /// Direct grants that were added, or (--removed) that were removed.
    Grants {
        from: i64,
        to: i64,
        #[arg(long)]
        removed: bool,
        #[command(flatten)]
        page: Page,
    },
}
