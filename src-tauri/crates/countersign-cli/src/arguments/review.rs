//! What can be done to a review.

use std::path::PathBuf;

use clap::Subcommand;

use super::Page;

/// Access reviews.
#[derive(Subcommand)]
pub enum ReviewVerb {
    /// What a review from this file could not carry out by itself, by reason and resource.
    Foresee {
        #[arg(long)]
        file: PathBuf,
    },
    /// From a file in Microsoft Graph's accessReviewScheduleDefinition shape.
    Create {
        #[arg(long)]
        file: PathBuf,
    },
    List {
        #[command(flatten)]
        page: Page,
    },
    Show {
        review: i64,
    },
    /// Freezes the population and opens the review for decisions.
    Start {
        review: i64,
    },
    /// Ends the review now; cannot be undone.
    Stop {
        review: i64,
    },
    /// Ends the stage that is going on; the next one begins.
    StopStage {
        review: i64,
    },
    /// Changes the definition of the runs to come.
    Edit {
        review: i64,
        #[arg(long)]
        file: PathBuf,
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Moves the last day of the stage that is going on.
    Extend {
        review: i64,
        #[arg(long, value_name = "DATE")]
        to: chrono::NaiveDate,
        #[arg(long)]
        reason: String,
    },
    /// Gives one reviewer's items to another.
    Reassign {
        review: i64,
        #[arg(long)]
        from: String,
        #[arg(long)]
        to: String,
        #[arg(long)]
        reason: String,
    },
    /// Lets somebody decide on an item although it is their own access, or one they gave.
    Release {
        item: i64,
        #[arg(long)]
        reviewer: String,
        #[arg(long)]
        reason: String,
    },
    /// Puts all items back to not reviewed; the events stay.
    Reset {
        review: i64,
    },
    Progress {
        review: i64,
    },
    /// Reminds everybody who has not finished.
    Remind {
        review: i64,
        /// A text of one's own, at most 256 characters.
        #[arg(long)]
        text: Option<String>,
    },
    /// Draws the plan and carries it out, if no threshold holds it.
    Apply {
        review: i64,
    },
    Delete {
        review: i64,
    },
}
