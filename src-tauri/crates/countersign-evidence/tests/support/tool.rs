//! Runs other people's programs over a file.

#![allow(dead_code)] // not every test that shares this file runs every program

use std::path::PathBuf;
use std::process::Command;

fn required() -> bool {
    std::env::var("REQUIRE_TOOLS").as_deref() == Ok("1")
}

/// Runs a tool and keeps what it said in the log of the test; none where it is not installed and nobody insists.
pub fn run(program: &str, arguments: &[&str]) -> Option<String> {
    let text = read(program, arguments)?;
    println!("$ {program} {}\n{text}", arguments.join(" "));
    Some(text)
}

/// The same, for what is too long for a log.
pub fn read(program: &str, arguments: &[&str]) -> Option<String> {
    match Command::new(program).args(arguments).output() {
        Ok(output) => {
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            let errors = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(output.status.success(), "{program} {arguments:?}: {text}{errors}");
            Some(format!("{text}{errors}"))
        }
        Err(_) if !required() => None,
        Err(problem) => panic!("{program} is missing: {problem}"),
    }
}

/// Runs one of the scripts of `tests/validator` with the Python that `cargo xtask setup` makes.
pub fn validate(script: &str, arguments: &[&str]) -> Option<String> {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let python = here.join("../../../target/validator/bin/python");
    if !python.exists() && !required() {
        return None;
    }
    let script = here.join("tests/validator").join(script);
    let words: Vec<&str> = script.to_str().into_iter().chain(arguments.iter().copied()).collect();
    run(python.to_str().expect("a path"), &words)
}
