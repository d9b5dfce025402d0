//! What can be typed about signed acts, retention and legal holds.

use clap::{Subcommand, ValueEnum};

use super::Page;

/// Which act.
#[derive(Clone, Copy, ValueEnum)]
pub enum SignedWord {
    /// A reviewer signs off their part.
    Reviewer,
    /// The owner of the control signs the result.
    Owner,
    /// Management acknowledges the result.
    Management,
}

impl SignedWord {
    pub fn word(self) -> &'static str {
        match self {
            Self::Reviewer => "reviewerSignOff",
            Self::Owner => "controlOwnerSignOff",
            Self::Management => "managementAcknowledgement",
        }
    }
}

/// Signed acts over a result: sign-offs, and the acknowledgement of management.
#[derive(Subcommand)]
pub enum AcknowledgementVerb {
    /// What was signed, of a run or a package.
    List {
        instance: Option<i64>,
        #[arg(long, conflicts_with = "instance", required_unless_present = "instance")]
        package: Option<String>,
        #[command(flatten)]
        page: Page,
    },
    /// What whoever acts may sign, with the statement that is put before them.
    Offer {
        instance: Option<i64>,
        #[arg(long, conflicts_with = "instance", required_unless_present = "instance")]
        package: Option<String>,
    },
    /// What waits for the signature of whoever acts.
    Mine,
    /// Signs. Without a statement of one's own the one that “offer” shows is signed.
    Sign {
        instance: Option<i64>,
        #[arg(long, conflicts_with = "instance", required_unless_present = "instance")]
        package: Option<String>,
        #[arg(long, value_enum)]
        kind: SignedWord,
        /// The role or title that is signed in.
        #[arg(long)]
        role: Option<String>,
        #[arg(long)]
        statement: Option<String>,
    },
    /// Takes a signature back; it stays, with the reason.
    Withdraw {
        acknowledgement: i64,
        #[arg(long)]
        reason: String,
    },
    /// Names who signs for management or as the owner: for one review, one package, or all of them.
    Name {
        principal: String,
        #[arg(long, value_enum)]
        kind: SignedWord,
        #[arg(long)]
        review: Option<i64>,
        #[arg(long, conflicts_with = "review")]
        package: Option<String>,
    },
    /// From now on somebody is not named any more.
    Dismiss { nominee: i64 },
    /// Who is named.
    Nominees {
        #[command(flatten)]
        page: Page,
    },
}

/// How long evidence is kept.
#[derive(Subcommand)]
pub enum RetentionVerb {
    /// The classes, with their years.
    Classes,
    /// Makes a class, or changes one.
    Put {
        name: String,
        #[arg(long)]
        years: u32,
        /// Who asks for it.
        #[arg(long)]
        because: Option<String>,
        /// The class to change.
        #[arg(long)]
        class: Option<i64>,
    },
    /// Chooses the class of a review or a package; with neither, of all that have none of their own.
    Choose {
        /// Without one the choice is taken back.
        class: Option<i64>,
        #[arg(long)]
        review: Option<i64>,
        #[arg(long, conflicts_with = "review")]
        package: Option<String>,
    },
    /// Until when the evidence of a run or a package is kept.
    Show {
        instance: Option<i64>,
        #[arg(long, conflicts_with = "instance", required_unless_present = "instance")]
        package: Option<String>,
    },
    /// What may be destroyed by now: its day is over and nothing holds it.
    Due {
        /// Also what may be destroyed by that day.
        #[arg(long, value_name = "DATE")]
        until: Option<chrono::NaiveDate>,
        #[command(flatten)]
        page: Page,
    },
}

/// Legal holds: what is kept although its time has passed.
#[derive(Subcommand)]
pub enum HoldVerb {
    List {
        /// Those that were lifted, too.
        #[arg(long)]
        lifted: bool,
        #[command(flatten)]
        page: Page,
    },
    /// Places a hold on everything, or on one review, package or person.
    Place {
        #[arg(long)]
        reason: String,
        #[arg(long)]
        review: Option<i64>,
        #[arg(long, conflicts_with = "review")]
        package: Option<String>,
        #[arg(long, conflicts_with_all = ["review", "package"])]
        person: Option<String>,
        #[arg(long, conflicts_with_all = ["review", "package", "person"])]
        everything: bool,
    },
    Lift {
        hold: i64,
        #[arg(long)]
        reason: String,
    },
}
