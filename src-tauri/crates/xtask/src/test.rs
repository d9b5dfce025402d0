//! `test`: everything, with nothing left out for want of a tool.

use std::process::Command;

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
    steps.take("setup", || setup::for_building().and_then(|()| setup::for_testing()));
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
    steps.take("tests", || {
        step::beside(
            &mut tests(&["--no-fail-fast"]),
            &mut tests(&[WINDOW, &["--no-fail-fast"]].concat()),
        )
    });
    steps.finish()
}

/// The tests of the window wait for it most of their time, so they run beside all the others.
const WINDOW: &[&str] = &["--test", "desktop"];

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
