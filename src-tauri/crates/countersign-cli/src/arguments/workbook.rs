//! Workbooks, as they are typed.

use std::path::PathBuf;

use clap::Subcommand;

/// A review as a spreadsheet, for people without the program.
#[derive(Subcommand)]
pub enum WorkbookVerb {
    /// Writes a workbook for each reviewer who is asked.
    Make {
        instance: i64,
        #[arg(long, value_name = "DIR")]
        folder: PathBuf,
        /// For this reviewer alone.
        #[arg(long, value_name = "PRINCIPAL")]
        reviewer: Option<String>,
    },
    /// Takes a filled-in workbook back in; ends with exit code 3 where a row is not taken in.
    Take {
        file: PathBuf,
        /// Looks at every row and changes nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// The workbooks of a run, and what came back of each.
    List { instance: i64 },
}
