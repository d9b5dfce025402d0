//! `dev`: the window on Vite's server, so that an edit of the interface is seen at once.

use crate::step::{self, Outcome};
use crate::{place, setup};

pub fn run(words: &[String]) -> Outcome {
    setup::for_building()?;
    if !place::has_display() {
        return Err("there is no display here to open the window on.".to_owned());
    }
    let mut vite = step::npm(&["run", "--silent", "dev"])
        .spawn()
        .map_err(|problem| format!("Vite cannot be started: {problem}."))?;
    let mut command = step::cargo(&["run", "--package", "countersign-desktop", "--no-default-features", "--"]);
    let outcome = step::run(command.args(words));
    let _ = vite.kill();
    let _ = vite.wait();
    outcome
}
