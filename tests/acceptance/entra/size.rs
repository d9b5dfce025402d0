//! A tenant of the size that is promised, with Graph's page sizes, its quota and 150 ms before every answer:
//! `cargo test -p countersign-tests --release --test entra -- --ignored --nocapture a_tenant_at_size`
//!
//! `COUNTERSIGN_PEOPLE` makes it smaller, for a quick look.

use std::process::Stdio;
use std::time::{Duration, Instant};

use countersign_tests::cli::Cli;
use countersign_tests::graph::{Faults, Graph};
use serde_json::Value;

use super::review::add;
use super::{conforms, tenant};

/// Runs a command; answers its time, the most memory it held in MiB, and its answer.
fn timed(cli: &Cli, words: &[&str]) -> (Duration, u64, Value) {
    let begun = Instant::now();
    let mut command = cli.command(words);
    command.arg("--json").stdout(Stdio::piped());
    let mut child = command.spawn().expect("the command starts");
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    let ended = loop {
        let now = std::fs::read_to_string(&status).unwrap_or_default();
        let line = now.lines().find(|line| line.starts_with("VmHWM:"));
        let kib: Option<u64> = line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok());
        peak = peak.max(kib.unwrap_or(0));
        if let Some(ended) = child.try_wait().expect("the state of the command") {
            break ended;
        }
        std::thread::sleep(Duration::from_millis(50));
    };
    let took = begun.elapsed();
    let answer = std::io::read_to_string(child.stdout.take().expect("its answer")).unwrap_or_default();
    assert_eq!(ended.code(), Some(0), "{words:?}");
    (took, peak / 1024, serde_json::from_str(&answer).expect("an answer"))
}

#[test]
#[ignore = "takes some minutes"]
fn a_tenant_at_size_is_read_in_time_and_in_little_memory() {
    let wished = std::env::var("COUNTERSIGN_PEOPLE")
        .ok()
        .and_then(|text| text.parse().ok());
    let people: usize = wished.unwrap_or(100_000);
    let graph = Graph::start(tenant(people, people / 20, people * 10));
    *graph.faults() = Faults {
        delay: 150,
        quota: Some(8_000.0),
        ..Faults::default()
    };
    let cli = Cli::practice();
    add(&cli, &graph);
    let (took, peak, synced) = timed(&cli, &["directory", "sync", "Contoso"]);
    let (_, requests, too_early) = graph.counts();
    println!("full read of {people} people: {took:.1?}, {peak} MiB, {requests} requests, {too_early} asked too early");
    assert_eq!(
        synced["population"]["user"].as_u64().map(|n| n as usize),
        Some(people - people / 10)
    );
    let (again, changed, _) = timed(&cli, &["directory", "sync", "Contoso"]);
    println!(
        "read of no changes: {again:.1?}, {changed} MiB, {} requests",
        graph.counts().1 - requests
    );
    conforms(&graph);
    assert!(peak <= 150, "{peak} MiB");
    assert!(took.as_secs() <= 75, "{took:?}");
}
