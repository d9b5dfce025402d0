//! `bench`: the figures the project has promised, measured here and now, each beside its limit.

use std::process::Command;

use crate::step::{self, Outcome};
use crate::{place, setup};

pub fn run(words: &[String]) -> Outcome {
    setup::for_building()?;
    setup::for_testing()?;
    step::run(&mut step::npm(&["run", "--silent", "build"]))?;
    step::run(&mut step::cargo(&[
        "build",
        "--release",
        "--workspace",
        "--bins",
        "--example",
        "empty",
        "--locked",
    ]))?;
    let bench = place::target().join("release").join("countersign-bench");
    if !bench.exists() {
        return Err(format!("there is no benchmark program at {}.", bench.display()));
    }
    let mut command = Command::new(bench);
    command
        .args(words)
        .current_dir(place::root())
        .env("COUNTERSIGN", place::program("release", "countersign"))
        .env("COUNTERSIGN_DESKTOP", place::program("release", "countersign-desktop"));
    step::run(&mut command)
}
