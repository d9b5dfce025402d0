//! What can be typed about separation of duties.

use std::path::PathBuf;

use clap::Subcommand;

use super::Page;

/// Separation of duties: what does not go together, and who holds both all the same.
#[derive(Subcommand)]
pub enum ConflictVerb {
    /// Pairs that do not go together: those of a package, in both directions, or all.
    Pairs {
        #[arg(long)]
        package: Option<String>,
        #[command(flatten)]
        page: Page,
    },
    /// Says that a package and another, or a group, do not go together.
    Forbid {
        package: String,
        #[arg(long, conflicts_with = "group", required_unless_present = "group")]
        other: Option<String>,
        #[arg(long)]
        group: Option<String>,
        #[arg(long)]
        reason: String,
    },
    /// Takes a pair back.
    Allow {
        incompatible: i64,
        #[arg(long)]
        reason: String,
    },
    /// What stands against a person's getting a package.
    Check {
        package: String,
        #[arg(long)]
        principal: String,
    },
    /// Looks for everybody who holds both sides of a pair.
    Look,
    /// The conflicts that the last look found. Exit code 3 where one stands that no approved exception covers.
    List {
        #[arg(long, value_parser = ["standing", "new", "ended"], default_value = "standing")]
        status: String,
        #[arg(long)]
        package: Option<String>,
        #[arg(long)]
        principal: Option<String>,
        #[arg(long)]
        incompatible: Option<i64>,
        #[command(flatten)]
        page: Page,
    },
    /// Writes them as a file for a spreadsheet.
    Export {
        #[arg(long)]
        out: PathBuf,
        #[arg(long, value_parser = ["standing", "new", "ended"], default_value = "standing")]
        status: String,
        #[arg(long)]
        package: Option<String>,
    },
    /// Proposes an exception for somebody who must hold both; another administrator approves it.
    Except {
        incompatible: i64,
        #[arg(long)]
        principal: String,
        /// The package of the two that is asked for.
        #[arg(long)]
        package: Option<String>,
        #[arg(long)]
        reason: String,
        /// The last day.
        #[arg(long, value_name = "DATE")]
        until: chrono::NaiveDate,
        /// The day to look at it again.
        #[arg(long, value_name = "DATE")]
        review_on: Option<chrono::NaiveDate>,
    },
    /// Makes a review of those in conflict, by their managers.
    Review {
        #[arg(long)]
        name: Option<String>,
        #[arg(long)]
        incompatible: Option<i64>,
        #[arg(long)]
        package: Option<String>,
        /// Who reviews people without a manager.
        #[arg(long)]
        fallback: String,
        #[arg(long)]
        days: Option<u32>,
    },
}
