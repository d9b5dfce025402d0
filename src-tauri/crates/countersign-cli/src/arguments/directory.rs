//! What can be typed about directories.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};

use super::Page;

/// Connected directories.
#[derive(Subcommand)]
pub enum DirectoryVerb {
    Add {
        name: String,
        #[arg(long)]
        kind: DirectoryKind,
        /// A JSON file with the settings; no secret in it.
        #[arg(long, value_name = "FILE")]
        settings: PathBuf,
        /// Reads the bind password, or the client secret, from standard input.
        #[arg(long)]
        secret_stdin: bool,
    },
    List,
    /// Asks a directory that is not added yet who I am there, and keeps nothing.
    Try {
        #[arg(long)]
        kind: DirectoryKind,
        #[arg(long, value_name = "FILE")]
        settings: PathBuf,
        #[arg(long)]
        secret_stdin: bool,
    },
    /// What the columns of a CSV or Excel file seem to mean, and why.
    Mapping {
        file: PathBuf,
    },
    /// Puts right what the columns of a file of a directory mean, and keeps it.
    Map {
        name: String,
        /// The file, by its name or its path in the settings.
        file: String,
        /// A field and the heading it is taken from; without a heading it is taken from none.
        #[arg(long = "set", value_name = "FIELD=HEADING")]
        set: Vec<String>,
        /// The resource that all rows are about.
        #[arg(long)]
        resource: Option<String>,
        #[arg(long, value_parser = ["application", "group", "directoryRole", "azureRole"])]
        resource_kind: Option<String>,
        #[arg(long, value_parser = ["people", "grants"])]
        table: Option<String>,
    },
    /// How the connection stands: the last probe, the schedule, the last read.
    Show {
        name: String,
    },
    /// Every read that was begun, the newest first, and what came of it.
    History {
        name: String,
        #[command(flatten)]
        page: Page,
    },
    /// When the directory is read by itself.
    Schedule {
        name: String,
        #[arg(value_parser = ["never", "hour", "day", "week"])]
        every: String,
        /// The time of the day, such as 02:30, where the organization is.
        #[arg(long)]
        at: Option<String>,
        /// The day of the week.
        #[arg(long)]
        on: Option<String>,
    },
    /// Puts settings in the place of the old ones; the next read is a whole one.
    Change {
        name: String,
        #[arg(long, value_name = "FILE")]
        settings: PathBuf,
        /// Reads the password or client secret from standard input; needed where another server is named.
        #[arg(long)]
        secret_stdin: bool,
    },
    /// Keeps another password or client secret, read from standard input; an empty line takes it away.
    Secret {
        name: String,
    },
    /// Shows a code to be typed in a browser, and waits until somebody has signed in to the tenant with it.
    SignIn {
        name: String,
    },
    /// Who am I there, and what can be read?
    Probe {
        name: String,
    },
    /// Reads the directory; prints counts.
    Sync {
        name: String,
        /// Reads everything, even where changes would do.
        #[arg(long)]
        full: bool,
    },
    /// What a read would change: who came, went and changed since the last snapshot. Nothing is kept.
    Foresee {
        name: String,
    },
    /// Access reviews and catalogs that a tenant has itself, and what stands against taking them in.
    Offered {
        name: String,
    },
    /// Takes access reviews and catalogs of a tenant in, as it has them now; a review is not started by that.
    Import {
        name: String,
        /// A review by its id in the tenant.
        #[arg(long = "review", value_name = "ID")]
        reviews: Vec<String>,
        /// A catalog by its id, with its access packages.
        #[arg(long = "catalog", value_name = "ID")]
        catalogs: Vec<String>,
        /// All that nothing stands against and that is not here yet.
        #[arg(long, conflicts_with_all = ["reviews", "catalogs"])]
        all: bool,
    },
    /// Whom the rows of files name, and nobody of the import is.
    Unmatched {
        name: String,
        #[command(flatten)]
        page: Page,
    },
    /// The population certificate of the last snapshot.
    Certificate {
        name: String,
    },
}

#[derive(Clone, Copy, ValueEnum)]
pub enum DirectoryKind {
    Ldap,
    Ad,
    Entra,
    Files,
    Sample,
}

impl DirectoryKind {
    pub fn word(self) -> &'static str {
        match self {
            DirectoryKind::Ldap => "ldap",
            DirectoryKind::Ad => "ad",
            DirectoryKind::Entra => "entra",
            DirectoryKind::Files => "files",
            DirectoryKind::Sample => "sample",
        }
    }
}
