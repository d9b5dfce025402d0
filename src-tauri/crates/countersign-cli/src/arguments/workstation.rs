//! Workstations, as they are typed.

use std::path::PathBuf;

use clap::Subcommand;

use super::Page;

/// Several machines that hold one store: one writes it, the others follow its log through the exchange.
#[derive(Subcommand)]
pub enum WorkstationVerb {
    /// All workstations and terms, how this one stands, and its eight words.
    List,
    /// Gives this workstation its name; the first one is the one that writes.
    Name {
        name: String,
        /// Minutes that pass at least between two copies for others.
        #[arg(long, value_name = "MINUTES")]
        every: Option<i64>,
    },
    /// Makes --store, a new folder, follow a store that another workstation writes.
    Follow {
        /// What this workstation is called.
        #[arg(long)]
        name: String,
        /// The eight words of the workstation that writes.
        #[arg(long)]
        words: String,
        /// The folder of the exchange, as this machine sees it.
        #[arg(long, value_name = "DIR", conflicts_with = "settings")]
        folder: Option<PathBuf>,
        /// A JSON file with the settings of another place; no secret in it.
        #[arg(long, value_name = "FILE", required_unless_present = "folder")]
        settings: Option<PathBuf>,
        /// Minutes between two looks while the window is open.
        #[arg(long, value_name = "MINUTES")]
        every: Option<u32>,
        /// Reads the place's secret from standard input.
        #[arg(long)]
        secret_stdin: bool,
        /// Where the file is written that the administrator of the store gets.
        #[arg(long)]
        out: PathBuf,
        /// It is a practice store.
        #[arg(long)]
        practice: bool,
        /// A file of that name is replaced.
        #[arg(long)]
        replace: bool,
    },
    /// Accepts a workstation, after its words were compared: from now on it gets copies of the store.
    Accept {
        file: PathBuf,
        /// Its eight words.
        #[arg(long)]
        words: String,
    },
    /// Fetches the first copy into --store; later ones come with “exchange run”.
    Receive {
        /// The eight words of the workstation that writes, where others were given before.
        #[arg(long)]
        words: Option<String>,
    },
    /// Gives a workstation no copies any more.
    End {
        id: i64,
        #[arg(long)]
        reason: String,
    },
    /// Hands the right to write to another workstation; nothing is written here from then on.
    HandOver {
        /// The workstation, by its number in the list.
        to: i64,
        #[arg(long)]
        reason: Option<String>,
    },
    /// Writes here from now on: what was handed over, or, with a reason, what was not because the other is lost.
    TakeOver {
        #[arg(long)]
        reason: Option<String>,
    },
    /// Entries that this workstation has and the one that writes has not.
    Tail {
        #[command(flatten)]
        page: Page,
    },
    /// Lets the copies of another workstation count, which took the store over and is not known here.
    Trust {
        /// Its eight words, as its administrator reads them out.
        #[arg(long)]
        words: String,
    },
    /// Lets the copy of the one that writes take the place of what is here, which is kept beside it.
    SetAside {
        #[arg(long)]
        reason: String,
    },
}
