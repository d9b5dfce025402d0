//! `countersign evidence …`.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use clap::Subcommand;

use super::moment;

/// Evidence for an auditor.
#[derive(Subcommand)]
pub enum EvidenceVerb {
    /// Of a run of a review, or of an access package.
    Export {
        #[arg(required_unless_present = "package", conflicts_with = "package")]
        instance: Option<i64>,
        /// An access package: its number, name or key.
        #[arg(long)]
        package: Option<String>,
        /// The start of the period a package's evidence covers; from its making where it is not given.
        #[arg(long, requires = "package", value_parser = moment)]
        from: Option<DateTime<Utc>>,
        /// The end of that period; now where it is not given.
        #[arg(long, requires = "package", value_parser = moment)]
        to: Option<DateTime<Utc>>,
        #[arg(long)]
        out: PathBuf,
        /// Withholds personal data; the root is that of the full document.
        #[arg(long)]
        redacted: bool,
    },
    /// Of a period: what was reviewed in it and whether in time, what came of it, and the documents that prove it.
    Period {
        /// The first moment of the period, or its first day in UTC.
        #[arg(long, value_parser = moment)]
        from: DateTime<Utc>,
        /// The first moment after the period.
        #[arg(long, value_parser = moment)]
        to: DateTime<Utc>,
        #[arg(long)]
        out: PathBuf,
    },
    /// Of a policy exception, from its proposal to its end.
    Exception {
        exception: i64,
        #[arg(long)]
        out: PathBuf,
    },
    /// Makes the redacted form of a full document: personal data withheld, the root the same. Needs no store.
    Redact {
        file: PathBuf,
        #[arg(long)]
        out: PathBuf,
    },
    /// Shows one item alone, with its proof: nothing else of the document is in it. `verify` checks it. Needs no store.
    Prove {
        file: PathBuf,
        #[arg(long)]
        item: i64,
        #[arg(long)]
        out: PathBuf,
    },
    /// Prints the JSON Schema of the record that is attached to every document.
    Schema,
    /// Needs no store and no network. Exit code 3 when the file is not as it was written.
    Verify {
        file: PathBuf,
        /// The root hash from a printed or otherwise trusted copy.
        #[arg(long)]
        root: Option<String>,
        /// A file with a checkpoint of the log that was kept elsewhere.
        #[arg(long)]
        checkpoint: Option<PathBuf>,
        /// Leaves out printing the pages again from the record.
        #[arg(long)]
        quick: bool,
    },
    /// All of it, or of one run of a review or one access package.
    List {
        #[arg(conflicts_with = "package")]
        instance: Option<i64>,
        #[arg(long)]
        package: Option<String>,
    },
}
