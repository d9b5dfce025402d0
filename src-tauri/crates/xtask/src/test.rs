//! `test`: everything, with nothing left out for want of a tool.

use std::collections::BTreeSet;
use std::process::Command;
use std::thread::JoinHandle;

use crate::step::{self, Outcome, Steps};
use crate::{place, setup};

pub fn run(words: &[String]) -> Outcome {
    let keep_going = match words {
        [] => false,
        [word] if word == "--keep-going" => true,
        _ => return Err("`test` knows only --keep-going.".to_owned()),
    };
    // Without what setup installs, no later step means anything.
    let mut steps = Steps::new(false);
    steps.take("setup", setup::for_building);
    // What only the tests need is fetched while their code is compiled.
    let mut testing = Some(std::thread::spawn(setup::for_testing));
    let mut wait = || match testing.take().map(JoinHandle::join) {
        None => Ok(()),
        Some(Ok(outcome)) => outcome,
        Some(Err(_)) => Err("it broke off.".to_owned()),
    };
    steps.take("user interface: build", || {
        step::run(&mut step::npm(&["run", "--silent", "build"]))
    });
    steps.keep_going(keep_going);

    steps.take("user interface: tests", || {
        step::run(&mut step::npm(&["run", "--silent", "test"]))
    });
    steps.take("format", || step::run(&mut step::cargo(&["fmt", "--all", "--check"])));
    steps.take("lints", || {
        let lint = |which: &[&str]| {
            let words = [
                &["clippy", "--workspace", "--locked"],
                which,
                &["--", "--deny", "warnings"],
            ]
            .concat();
            step::run(&mut step::cargo(&words))
        };
        lint(&["--all-targets"])?;
        lint(WINDOW)
    });
    if place::is_installed("cargo-deny") {
        steps.take("dependencies", || {
            step::run(&mut step::cargo(&[
                "deny",
                "--offline",
                "check",
                "licenses",
                "bans",
                "sources",
            ]))
        });
    }
    // The window's test starts the program as it is, so it must be there before.
    steps.take("programs", || {
        step::run(&mut step::cargo(&["build", "--workspace", "--bins", "--locked"]))
    });
    steps.take("tests: build", || {
        step::run(&mut tests(&["--no-run"]))?;
        step::run(&mut tests(&[WINDOW, &["--no-run"]].concat()))
    });
    steps.take("setup for the tests", &mut wait);
    // Nothing is left half installed when a step before has failed.
    if let Err(problem) = wait() {
        eprintln!("== setup for the tests: {problem}");
    }
    steps.take("tests", all);
    steps.finish()
}

/// The tests of the window: started by themselves, as they need a display.
const WINDOW: &[&str] = &["--test", "desktop"];
/// Programs of tests that run at once. Half their time they wait: for a server, a window, a clock.
const AT_ONCE: usize = 3;

/// Every test there is. Those of the window take longest, and begin first.
fn all() -> Outcome {
    let (_, said) = step::read_both(&mut tests(&["--no-run"]))?;
    let names = integration(&said);
    if names.is_empty() {
        return Err("cargo names no tests.".to_owned());
    }
    let mut commands = vec![tests(&[WINDOW, &["--no-fail-fast"]].concat())];
    commands.push(tests(&["--lib", "--bins", "--no-fail-fast"]));
    commands.extend(names.iter().map(|name| tests(&["--no-fail-fast", "--test", name])));
    commands.push(tests(&["--doc", "--no-fail-fast"]));
    step::together(commands, AT_ONCE)
}

/// The tests outside the code that they test, by what cargo says of the programs that it made of them.
fn integration(said: &str) -> BTreeSet<String> {
    let programs = said.lines().filter_map(|line| line.trim().strip_prefix("Executable "));
    let programs = programs.filter(|program| !program.starts_with("unittests "));
    let name = |program: &str| {
        let path = program.rsplit_once('(')?.1.trim_end_matches(')');
        let name = path.rsplit(['/', '\\']).next()?.rsplit_once('-')?.0;
        Some(name.to_owned())
    };
    programs.filter_map(name).collect()
}

fn tests(words: &[&str]) -> Command {
    let mut tests = step::cargo(&[&["test", "--workspace", "--locked"], words].concat());
    // A test that finds no server, tool or display fails instead of passing by doing nothing.
    tests
        .env("REQUIRE_DIRECTORIES", "1")
        .env("REQUIRE_TOOLS", "1")
        .env("REQUIRE_WINDOW", "1");
    // How many processes the kill tests end at random moments; `COUNTERSIGN_KILLS` asks for more.
    if std::env::var_os("COUNTERSIGN_KILLS").is_none() {
        tests.env("COUNTERSIGN_KILLS", "200");
    }
    tests.env("COUNTERSIGN", place::program("debug", "countersign"));
    tests.env("COUNTERSIGN_DESKTOP", place::program("debug", "countersign-desktop"));
    tests
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_named_as_their_programs_are() {
        let said = "   Compiling a v0.1.0\n  Executable unittests src/lib.rs (target/debug/deps/a-0123)\n  \
                    Executable acceptance/main_job.rs (target/debug/deps/main_job-4567)\n  \
                    Executable tests/tools.rs (C:\\target\\debug\\deps\\tools-89ab.exe)\n";
        let names: Vec<String> = integration(said).into_iter().collect();
        assert_eq!(names, ["main_job", "tools"]);
    }
}
