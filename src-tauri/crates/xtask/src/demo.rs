//! `demo`: from a bare machine to a finished review, its evidence, and the window showing it.

use std::path::PathBuf;
use std::process::Command;

use crate::step::{self, Outcome};
use crate::{place, setup};

pub fn run(words: &[String]) -> Outcome {
    let own = place::target().join("demo");
    let mut out: PathBuf = own.clone();
    let mut window = place::has_display();
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        match word.as_str() {
            "--out" => out = rest.next().ok_or("--out needs a folder.")?.into(),
            "--no-window" => window = false,
            unknown => return Err(format!("`demo` does not know “{unknown}”.")),
        }
    }

    setup::for_building()?;
    step::run(&mut step::npm(&["run", "--silent", "build"]))?;
    let mut build = vec!["build", "--package", "countersign-cli"];
    if window {
        build.extend(["--package", "countersign-desktop"]);
    }
    step::run(&mut step::cargo(&build))?;

    // The command refuses to write over a demonstration; the one this made before is its own to replace.
    if out == own && own.exists() {
        std::fs::remove_dir_all(&own).map_err(|problem| format!("{}: {problem}.", own.display()))?;
    }
    let mut demo = Command::new(place::program("debug", "countersign"));
    step::run(demo.arg("demo").arg("--out").arg(&out))?;
    let lies = |what: &str, name: &str| {
        let path = out.join(name);
        if path.exists() {
            println!("{what:<10} {}", path.display());
        }
    };
    lies("Evidence:", "evidence.pdf");
    lies("Store:", "store");

    if !window {
        println!("There is no display here, so the window stays closed.");
        return Ok(());
    }
    println!("The window opens on the demonstration's store; close it to end.");
    let mut desktop = Command::new(place::program("debug", "countersign-desktop"));
    step::run(desktop.arg("--store").arg(out.join("store")))
}
