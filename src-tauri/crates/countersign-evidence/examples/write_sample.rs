//! `cargo run --release -p countersign-evidence --example write_sample -- ROWS OUT.pdf [practice|package|long|redacted|letter]`

#[path = "../tests/support/mod.rs"]
mod support;

use std::path::PathBuf;

use countersign_evidence::{
    Depth, EvidenceError, LogSource, PackageSource, RecordSource, Severity, VerifyOptions, VerifyReport, export,
    export_package, redact, verify,
};
use sha2::{Digest, Sha256};
use support::package::PackageSample;

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

/// CPU seconds of this process so far; on a busy machine the clock on the wall says little.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = behind_name.split_whitespace().skip(11).take(2);
    ticks.filter_map(|word| word.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// What handing out the rows alone costs, twice as in the export.
fn twice(walk: impl Fn() -> Result<(), EvidenceError>) -> Result<(), EvidenceError> {
    let start = cpu_seconds();
    walk()?;
    walk()?;
    println!("of this, making up the rows: {:.2} CPU s", cpu_seconds() - start);
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let rows: u64 = arguments.next().ok_or("ROWS is missing")?.parse()?;
    let path = PathBuf::from(arguments.next().ok_or("OUT.pdf is missing")?);
    let kind = arguments.next().unwrap_or_default();
    let (report, seconds) = if kind == "package" {
        let sample = PackageSample::new(rows);
        let start = cpu_seconds();
        let report = export_package(&sample, &path, &mut |_| true)?;
        let seconds = cpu_seconds() - start;
        twice(|| {
            sample.for_each_assignment(&mut |_| Ok(()))?;
            sample.for_each_entry(&mut |_| Ok(()))
        })?;
        (report, seconds)
    } else {
        let mut sample = support::Sample::new(rows);
        sample.dress(&kind);
        let start = cpu_seconds();
        let report = export(&sample, &path, &mut |_| true)?;
        if kind == "redacted" {
            let full = path.with_extension("full.pdf");
            std::fs::rename(&path, &full)?;
            redact(&full, &path, None, &mut |_| true)?;
        }
        let seconds = cpu_seconds() - start;
        twice(|| {
            sample.for_each_item(&mut |_| Ok(()))?;
            sample.for_each_change(&mut |_| Ok(()))?;
            sample.for_each_entry(&mut |_| Ok(()))
        })?;
        (report, seconds)
    };
    println!(
        "{rows} rows, {} pages, {:.2} MB, {seconds:.2} CPU s ({:.0} rows/s), peak {} MB",
        report.pages,
        report.bytes as f64 / 1e6,
        rows as f64 / seconds,
        peak_megabytes()
    );
    println!("root {}", report.root);
    for depth in [Depth::Seal, Depth::Record, Depth::Render] {
        let start = cpu_seconds();
        let found = verify(
            &path,
            &VerifyOptions {
                depth,
                ..VerifyOptions::default()
            },
        )?;
        println!(
            "verify {depth:?}: {} in {:.2} CPU s, {:?}",
            found.valid,
            cpu_seconds() - start,
            errors(&found)
        );
    }
    let start = cpu_seconds();
    let hash = Sha256::digest(std::fs::read(&path)?);
    println!(
        "hashing the file: {:.2} CPU s ({:02x}\u{2026})",
        cpu_seconds() - start,
        hash[0]
    );
    Ok(())
}
