//! The window: one of the two chairs at the desk. See `lib.rs`.

// A console window beside the program is of no use to anybody on Windows.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let start = countersign_desktop::Start::parse();
    match countersign_desktop::run(&start) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("countersign-desktop: {problem}");
            ExitCode::FAILURE
        }
    }
}
