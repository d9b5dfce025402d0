//! `cargo xtask bench`: the figures the project has promised, each beside its limit or its peer.
//!
//! Every row runs beside its peer, in the same minute on the same machine: ratios count, not seconds.
//!
//! ```text
//! countersign-bench [--only NAME]... [--size full|small]
//! ```

mod assignment;
mod conflict;
mod correlation;
mod decide;
mod desk;
mod directory;
mod domain;
mod evidence;
mod file;
mod finding;
mod footprint;
#[allow(
    dead_code,
    reason = "the benchmark needs few of the words that the tests of the window speak"
)]
#[path = "../desktop/harness/mod.rs"]
mod harness;
mod history;
mod list;
mod log;
mod measure;
mod mining;
mod package;
mod packet;
mod place;
mod population;
mod quality;
mod request;
mod review;
mod rule;
mod stages;
mod table;
mod tick;
mod window;

use std::process::ExitCode;

use place::Place;
use table::Row;

/// What a step of the benchmark ends in: a sentence where something stood in its way.
type Outcome<T> = Result<T, String>;

/// How large the populations are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Size {
    /// As promised: 100 000 users, 5 000 groups, 1 000 000 memberships.
    Full,
    /// A tenth of it, for a quick look; its figures keep no promise.
    Small,
}

impl Size {
    fn users(self) -> usize {
        self.of(100_000)
    }

    fn groups(self) -> usize {
        self.of(5_000)
    }

    fn of(self, full: usize) -> usize {
        match self {
            Size::Full => full,
            Size::Small => full / 10,
        }
    }
}

type Measure = fn(&Place, Size) -> Outcome<Vec<Row>>;

/// The rows by name. Those about the window stand at the end, where a window can be shown.
const ROWS: &[(&str, Measure)] = &[
    ("sync", directory::measure),
    ("domain", domain::measure),
    ("files", file::measure),
    ("start", review::measure),
    ("list", list::measure),
    ("package", package::measure),
    ("packet", packet::measure),
    ("request", request::measure),
    ("assignment", assignment::measure),
    ("decide", decide::measure),
    ("tick", tick::measure),
    ("conflict", conflict::measure),
    ("correlation", correlation::measure),
    ("stages", stages::measure),
    ("history", history::measure),
    ("quality", quality::measure),
    ("mining", mining::measure),
    ("rule", rule::measure),
    ("log", log::measure),
    ("evidence", evidence::measure),
    ("window", window::measure),
];

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match words.first().map(String::as_str) {
        // What must be measured in a process of its own calls this program again.
        Some("part") => part(&words[1..]).map(|()| true),
        _ => run(&words),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(3),
        Err(problem) => {
            eprintln!("bench: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn part(words: &[String]) -> Outcome<()> {
    match words.first().map(String::as_str) {
        Some("sync") => directory::part(&words[1..]),
        Some("export") => evidence::part(&words[1..]),
        _ => Err("there is no such part.".into()),
    }
}

fn run(words: &[String]) -> Outcome<bool> {
    let (mut only, mut size) = (Vec::new(), Size::Full);
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match (word.as_str(), words.next().map(String::as_str)) {
            ("--only", Some(name)) => only.push(name.to_owned()),
            ("--size", Some("full")) => size = Size::Full,
            ("--size", Some("small")) => size = Size::Small,
            _ => {
                return Err(format!(
                    "“{word}” is not understood; use --only NAME and --size full|small."
                ));
            }
        }
    }
    if let Some(unknown) = only.iter().find(|name| !ROWS.iter().any(|(row, _)| row == name)) {
        let names: Vec<&str> = ROWS.iter().map(|(name, _)| *name).collect();
        return Err(format!("there is no row “{unknown}”; there are {}.", names.join(", ")));
    }
    let place = Place::new()?;
    let mut rows = Vec::new();
    for (name, measure) in ROWS {
        if only.is_empty() || only.iter().any(|one| one == name) {
            eprintln!("{name} … (load {})", measure::load());
            let measured = measure(&place, size)?;
            measured.iter().for_each(|row| eprintln!("  {row}"));
            rows.extend(measured);
        }
    }
    table::print(&rows, size == Size::Full);
    Ok(rows.iter().all(Row::is_met))
}
