//! `countersign-verify FILE…`: whether evidence is as it was written. It needs no store, no network and no
//! installation, so that an auditor can be given it, or build it.
//!
//! Exit codes: 0 all valid, 1 a file could not be read, 2 it was asked for wrongly, 3 findings.

mod arguments;
mod verdict;

use std::process::ExitCode;

use arguments::{Asked, USAGE};
use countersign_evidence::{Depth, VerifyOptions, verify};

fn main() -> ExitCode {
    let asked = match Asked::read(std::env::args_os().skip(1)) {
        Ok(Some(asked)) => asked,
        Ok(None) => {
            print!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        Err(sentence) => {
            eprintln!("{sentence}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    let options = VerifyOptions {
        depth: if asked.quick { Depth::Record } else { Depth::Render },
        expected_root: asked.root.clone(),
        expected_checkpoint: asked.checkpoint.clone(),
        ..VerifyOptions::default()
    };
    let (mut unread, mut found, mut all) = (false, false, Vec::new());
    for file in &asked.files {
        let name = file.display().to_string();
        match verify(file, &options) {
            Ok(report) => {
                found |= !report.valid;
                if asked.json {
                    all.push(serde_json::json!({ "file": name, "report": report }));
                } else {
                    print!("{}", verdict::words(&name, &report));
                }
            }
            Err(problem) => {
                unread = true;
                eprintln!("{name}: {problem}.");
            }
        }
    }
    if asked.json {
        println!("{}", serde_json::Value::Array(all));
    }
    ExitCode::from(match (unread, found) {
        (true, _) => 1,
        (false, true) => 3,
        (false, false) => 0,
    })
}
