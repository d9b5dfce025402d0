//! Where the benchmark keeps what it makes: under cargo's target folder, on one file system.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Outcome;

const REPORTLAB: &str = "reportlab==5.1.0";

/// A folder of this run, removed at its end, and one that stays for what takes long to fetch.
pub struct Place {
    kept: PathBuf,
    folder: tempfile::TempDir,
}

impl Place {
    pub fn new() -> Outcome<Place> {
        let own = std::env::current_exe().map_err(|error| format!("this program's place is unknown: {error}"))?;
        let target = own.ancestors().nth(2).unwrap_or(Path::new("target"));
        let kept = target.join("bench");
        let made =
            std::fs::create_dir_all(&kept).and_then(|()| tempfile::Builder::new().prefix("run-").tempdir_in(&kept));
        let folder = made.map_err(|error| format!("no folder can be made in {}: {error}", kept.display()))?;
        Ok(Place { kept, folder })
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A Python that has ReportLab, installed at the first use.
    pub fn python(&self) -> Outcome<PathBuf> {
        let venv = self.kept.join("python");
        let python = venv.join("bin").join("python");
        let has = |python: &Path| {
            Command::new(python)
                .args(["-c", "import reportlab"])
                .output()
                .is_ok_and(|output| output.status.success())
        };
        if !has(&python) {
            run(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
            run(Command::new(&python).args(["-m", "pip", "install", "--quiet", REPORTLAB]))?;
        }
        Ok(python)
    }
}

/// What a command wrote on standard output.
pub fn run(command: &mut Command) -> Outcome<String> {
    let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    if !output.status.success() {
        return Err(format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr)));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
