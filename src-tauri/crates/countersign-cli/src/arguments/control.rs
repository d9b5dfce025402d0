//! What can be typed about controls, frameworks and findings.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Subcommand;

use super::Page;

/// Controls of the organization: what must be reviewed how often, and whether it was.
#[derive(Subcommand)]
pub enum ControlVerb {
    /// Makes a control from a JSON file: code, name, owner (an id, an account, a name), statement, references, covers,
    /// firstOn, untilOn, months, graceDays, zone.
    Create {
        #[arg(long, value_name = "FILE")]
        file: PathBuf,
    },
    Edit {
        control: String,
        #[arg(long, value_name = "FILE")]
        file: PathBuf,
    },
    Delete {
        control: String,
    },
    List {
        #[arg(long)]
        search: Option<String>,
        #[command(flatten)]
        page: Page,
    },
    Show {
        control: String,
        #[arg(long)]
        from: Option<NaiveDate>,
        #[arg(long)]
        to: Option<NaiveDate>,
    },
    /// Every control with its periods: in time, late, running, missing, not yet due. Ends with 3 where one is missing.
    Coverage {
        #[arg(long)]
        from: Option<NaiveDate>,
        #[arg(long)]
        to: Option<NaiveDate>,
        #[command(flatten)]
        page: Page,
    },
    /// What comes due.
    Calendar {
        /// How far to look ahead.
        #[arg(long, default_value_t = 90)]
        days: u32,
        #[command(flatten)]
        page: Page,
    },
    /// Coverage and findings as NIST's OSCAL assessment results.
    ExportOscal {
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        #[arg(long)]
        from: Option<NaiveDate>,
        #[arg(long)]
        to: Option<NaiveDate>,
        /// A file of that name may be replaced.
        #[arg(long)]
        replace: bool,
    },
}

/// Frameworks: what standards ask, as files that can be edited.
#[derive(Subcommand)]
pub enum FrameworkVerb {
    List,
    Show {
        framework: String,
    },
    /// The file, byte for byte.
    Export {
        framework: String,
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Takes a file in the place of the framework with its id.
    Import {
        file: PathBuf,
    },
}

/// What a compliance officer has to know of.
#[derive(Subcommand)]
pub enum FindingVerb {
    /// Open findings, grave kinds first. Ends with 3 where there is one.
    List {
        /// Such as taskOverdue.
        #[arg(long)]
        kind: Option<String>,
        #[arg(long, value_parser = ["high", "medium", "low"])]
        severity: Option<String>,
        /// Those that this person answers for.
        #[arg(long)]
        owner: Option<String>,
        /// An exception that ends within so many days is a finding.
        #[arg(long, default_value_t = 30)]
        soon: u32,
        /// A directory that was not read for so many days is one.
        #[arg(long, default_value_t = 30)]
        stale: u32,
        #[command(flatten)]
        page: Page,
    },
}
