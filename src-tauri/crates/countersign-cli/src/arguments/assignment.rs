//! What can be done to an assignment.

use chrono::{DateTime, Utc};
use clap::Subcommand;

use super::{Page, moment};

/// Assignments: who holds which access package. Whatever is given or ended here is delivered at once.
#[derive(Subcommand)]
pub enum AssignmentVerb {
    List {
        #[arg(long)]
        package: Option<String>,
        #[arg(long)]
        principal: Option<String>,
        #[arg(long)]
        policy: Option<i64>,
        /// delivering, delivered, partiallyDelivered, deliveryFailed, removing or expired.
        #[arg(long)]
        state: Option<String>,
        /// Those that end within so many days, the nearest first.
        #[arg(long, value_name = "DAYS")]
        near_end: Option<u32>,
        #[command(flatten)]
        page: Page,
    },
    /// What it gives, by which change, seen when, and what happened to it.
    Show { assignment: i64 },
    /// What giving a package would change, or what ending an assignment would take.
    Foresee {
        #[arg(long, conflicts_with_all = ["package", "principal"])]
        assignment: Option<i64>,
        #[arg(long, requires = "principal")]
        package: Option<String>,
        #[arg(long, requires = "package")]
        principal: Option<String>,
    },
    /// Gives a package directly, without asking for approval.
    Give {
        package: String,
        principal: String,
        /// The policy it is given under.
        #[arg(long)]
        policy: Option<i64>,
        #[arg(long, value_name = "TIME", value_parser = moment)]
        until: Option<DateTime<Utc>>,
        #[arg(long, default_value = "")]
        justification: String,
    },
    /// Another end; without one, it does not end any more.
    Extend {
        assignment: i64,
        #[arg(long, value_name = "TIME", value_parser = moment)]
        until: Option<DateTime<Utc>>,
        #[arg(long)]
        reason: String,
    },
    /// Ends assignments.
    End {
        #[arg(required = true)]
        assignments: Vec<i64>,
        #[arg(long)]
        reason: String,
    },
    /// Delivers once more what an assignment gives.
    Reprocess { assignment: i64 },
    /// Delivers whatever is due, and goes on with what was interrupted.
    Deliver {
        #[arg(long)]
        directory: Option<String>,
    },
}
