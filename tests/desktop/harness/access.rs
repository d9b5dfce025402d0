//! What a checker of accessibility finds on the page that is shown now.

use std::path::Path;

use serde_json::{Value, json};

use super::Window;

/// Installed with the interface's own tools, at the version its lock file names.
const CHECKER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../ui/node_modules/axe-core/axe.min.js");

/// Only what hinders a person: the checker calls this serious or critical. Left out are the empty
/// elements by which the component library notices the focus coming and going; they pass it on at once.
const EXAMINE: &str = "const done = arguments[0]; \
    axe.run({ exclude: ['[data-tabster-dummy]'] }, { resultTypes: ['violations'] }).then(({ violations }) => done(violations \
    .filter(({ impact }) => impact === 'serious' || impact === 'critical') \
    .flatMap(({ id, nodes }) => nodes.slice(0, 5).map((node) => \
    `${id}: ${node.target.join(' ')}: ${[...node.any, ...node.all].map((one) => one.message).join('; ')}`))), \
    (problem) => done([String(problem)]))";

impl Window {
    /// Serious and critical findings on the page, each with the rule and where it is broken.
    ///
    /// # Panics
    /// When the checker is not installed: the interface was built without `npm ci`.
    pub fn hindrances(&self) -> Vec<String> {
        if self.script("return typeof window.axe", &json!([])) != "object" {
            let source = std::fs::read_to_string(Path::new(CHECKER)).expect("npm ci installs axe-core");
            // A script that the driver runs is not held to the page's rule for scripts.
            self.script(&format!("{source}\nwindow.axe = axe; return true"), &json!([]));
        }
        self.paint();
        let found = self.script_later(EXAMINE, &json!([]));
        let lines = found.as_array().cloned().unwrap_or_else(|| vec![found]);
        lines
            .iter()
            .map(|line| line.as_str().map_or_else(|| Value::to_string(line), str::to_owned))
            .collect()
    }
}
