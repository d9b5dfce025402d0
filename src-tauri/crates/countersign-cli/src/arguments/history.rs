//! What can be typed about history, samples and dossiers.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};

use super::{Page, moment};

/// Which decisions.
#[derive(Args)]
pub struct HistoryFilter {
    /// The first moment.
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub from: Option<DateTime<Utc>>,
    /// The first moment after.
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub to: Option<DateTime<Utc>>,
    #[arg(long)]
    pub review: Option<i64>,
    /// Who decided, or answered.
    #[arg(long)]
    pub reviewer: Option<String>,
    /// Whose access it is about.
    #[arg(long)]
    pub principal: Option<String>,
    #[arg(long)]
    pub resource: Option<String>,
    #[arg(long, value_parser = ["approve", "deny", "dontKnow", "notReviewed"])]
    pub decision: Option<String>,
    #[arg(long, value_parser = ["human", "bulk", "default", "reset"])]
    pub source: Option<String>,
    /// Only what is privileged, or only what is not.
    #[arg(long, value_name = "true|false")]
    pub privileged: Option<bool>,
    /// Decisions of reviews, or answers of approvers.
    #[arg(long, value_parser = ["review", "approval"])]
    pub kind: Option<String>,
}

/// Every decision over all reviews and years, and every approver's answer.
#[derive(Subcommand)]
pub enum HistoryVerb {
    /// Newest first, with the exact total.
    List {
        #[command(flatten)]
        filter: HistoryFilter,
        /// Where the page before ended (`next` of its answer).
        #[arg(long)]
        before: Option<i64>,
        #[command(flatten)]
        page: Page,
    },
    /// One person's access over time.
    Person {
        principal: String,
        #[arg(long)]
        resource: Option<String>,
        #[command(flatten)]
        page: Page,
    },
    /// What the reviews that began in a period came to, and the approvals answered in it.
    Summary {
        #[arg(long, value_name = "TIME", value_parser = moment)]
        from: Option<DateTime<Utc>>,
        #[arg(long, value_name = "TIME", value_parser = moment)]
        to: Option<DateTime<Utc>>,
    },
    /// Writes it as a file.
    Export {
        #[arg(long)]
        out: PathBuf,
        #[arg(long, value_parser = ["csv", "xlsx", "json"], default_value = "csv")]
        format: String,
        /// CSV without a byte order mark.
        #[arg(long)]
        no_bom: bool,
        #[command(flatten)]
        filter: HistoryFilter,
    },
}

/// What a sample is drawn from. Its group has a name of its own, since a verb is called as the type is.
#[derive(Args)]
#[group(id = "drawn_from")]
pub struct Population {
    #[arg(value_parser = ["decisions", "denials", "approvals", "removals", "assignments", "requests", "exceptions"])]
    pub population: String,
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub from: Option<DateTime<Utc>>,
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub to: Option<DateTime<Utc>>,
    #[arg(long)]
    pub review: Option<i64>,
    #[arg(long)]
    pub reviewer: Option<String>,
    #[arg(long)]
    pub principal: Option<String>,
    #[arg(long)]
    pub resource: Option<String>,
    #[arg(long, value_parser = ["approve", "deny", "dontKnow", "notReviewed"])]
    pub decision: Option<String>,
    #[arg(long, value_parser = ["human", "bulk", "default", "reset"])]
    pub source: Option<String>,
    #[arg(long, value_name = "true|false")]
    pub privileged: Option<bool>,
}

/// Samples for an auditor, drawn by a seed so that anybody can draw them again.
#[derive(Subcommand)]
pub enum SampleVerb {
    /// How many there are to draw from, and usual sizes.
    Population {
        #[command(flatten)]
        of: Population,
    },
    Draw {
        #[command(flatten)]
        of: Population,
        #[arg(long)]
        size: i64,
        /// The auditor's own seed; without one it is made by chance.
        #[arg(long)]
        seed: Option<String>,
        #[arg(long, value_parser = ["resource", "reviewer", "privileged"])]
        stratify: Option<String>,
        #[arg(long)]
        note: Option<String>,
    },
    List {
        #[command(flatten)]
        page: Page,
    },
    Show {
        sample: i64,
        #[command(flatten)]
        page: Page,
    },
    /// Everything about one access.
    Dossier {
        #[arg(value_parser = ["item", "assignment", "request", "exception", "change"])]
        about: String,
        id: i64,
    },
    /// A folder with the population, an index, and a dossier for each row.
    Export {
        sample: i64,
        #[arg(long)]
        out: PathBuf,
    },
}
