//! The project's own commands: `cargo xtask setup | demo | dev | test | bench | bundle`.
//!
//! Each installs what it needs and then does all it promises. A file per command; what they share
//! is in `step.rs` (running things) and `place.rs` (where things lie).

mod bench;
mod bundle;
mod demo;
mod dev;
mod place;
mod setup;
mod step;
mod test;

use std::process::ExitCode;

use step::Outcome;

const USAGE: &str = "\
Usage: cargo xtask COMMAND

  demo     install what is missing, build, run one whole review on a sample organization,
           print where its evidence lies, and open the window on it where there is a display
           [--out DIR]   where the demonstration goes (default: target/demo)
           [--no-window] leave the window closed
  test     everything: format, lints, user interface, Rust tests with real servers, real window
           [--keep-going] run the later steps after one has failed, too
  bench    the figures the project has promised, each beside its limit, from release builds
  bundle   a .deb for this machine's architecture in target/bundle, checked by installing and starting it
           [--no-check]  only make it
  dev      the window on Vite's server, reloading as the interface is edited
  setup    only install what building and testing needs
           [--build]     only what building needs
";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let Some((command, rest)) = words.split_first() else {
        eprint!("{USAGE}");
        return ExitCode::from(2);
    };
    let outcome: Outcome = match command.as_str() {
        "setup" => setup::run(rest),
        "demo" => demo::run(rest),
        "dev" => dev::run(rest),
        "test" => test::run(rest),
        "bench" => bench::run(rest),
        "bundle" => bundle::run(rest),
        "help" | "--help" | "-h" => {
            print!("{USAGE}");
            Ok(())
        }
        unknown => {
            eprint!("There is no command “{unknown}”.\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("xtask {command}: {problem}");
            ExitCode::FAILURE
        }
    }
}
