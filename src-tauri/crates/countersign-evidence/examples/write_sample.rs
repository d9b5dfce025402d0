//! `cargo run --release -p countersign-evidence --example write_sample -- ROWS OUT.pdf`

#[path = "../tests/support/mod.rs"]
mod support;

use std::path::PathBuf;
use std::time::Instant;

use countersign_evidence::{Depth, Severity, VerifyOptions, VerifyReport, verify};
use sha2::{Digest, Sha256};

fn errors(report: &VerifyReport) -> Vec<String> {
    let errors = report
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error);
    errors
        .map(|finding| format!("{}: {}", finding.place, finding.message))
        .collect()
}

fn peak_megabytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok())
        .unwrap_or(0)
        / 1000
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let rows: u64 = arguments.next().ok_or("ROWS is missing")?.parse()?;
    let path = PathBuf::from(arguments.next().ok_or("OUT.pdf is missing")?);
    let mut sample = support::Sample::new(rows);
    sample.head.document.practice = arguments.next().as_deref() == Some("practice");
    let start = Instant::now();
    let report = countersign_evidence::export(&sample, &path, &mut |_| true)?;
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{rows} rows, {} pages, {:.2} MB, {seconds:.2} s ({:.0} rows/s), peak {} MB",
        report.pages,
        report.bytes as f64 / 1e6,
        rows as f64 / seconds,
        peak_megabytes()
    );
    println!("root {}", report.root);
    for depth in [Depth::Seal, Depth::Record, Depth::Render] {
        let start = Instant::now();
        let found = verify(
            &path,
            &VerifyOptions {
                depth,
                ..VerifyOptions::default()
            },
        )?;
        println!(
            "verify {depth:?}: {} in {:.2} s, {:?}",
            found.valid,
            start.elapsed().as_secs_f64(),
            errors(&found)
        );
    }
    let start = Instant::now();
    let hash = Sha256::digest(std::fs::read(&path)?);
    println!(
        "hashing the file: {:.2} s ({:02x}\u{2026})",
        start.elapsed().as_secs_f64(),
        hash[0]
    );
    Ok(())
}
