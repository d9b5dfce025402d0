//! `countersign`: the command line. The same operations as the window, by the same names.

mod arguments;
mod command;
mod demo;
mod desk;
mod print;
mod remediation;

use std::process::ExitCode;

use clap::Parser;

use arguments::Arguments;

/// 0 done, 1 problem, 2 usage (clap's own), 3 findings.
fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let json = arguments.json;
    match command::run(arguments) {
        Ok(outcome) => {
            if let Err(error) = print::answer(&outcome.value, json) {
                // A reader that closed the pipe early has what it wanted.
                if error.kind() != std::io::ErrorKind::BrokenPipe {
                    eprintln!("The answer could not be written: {error}.");
                    return ExitCode::from(1);
                }
            }
            ExitCode::from(if outcome.findings { 3 } else { 0 })
        }
        Err(problem) => {
            print::problem(&problem, json);
            ExitCode::from(1)
        }
    }
}
