//! Files arrive once and whole, whatever the place is and however the line is.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use countersign_exchange::{Control, Exchange, ExchangeProblem, FileId, Inbox, Page, Place, Proof};
use countersign_tests::place::{self, Line};
use serde_json::Value;
use zeroize::Zeroizing;

pub fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("threads")
}

pub fn open(place: Value, secret: Option<&str>) -> Exchange {
    let place: Place = serde_json::from_value(place).expect("a place");
    let secret = secret.map(|secret| Zeroizing::new(secret.to_owned()));
    Exchange::open(&place, secret.as_ref()).expect("settings")
}

pub fn folder_place(path: &Path) -> Value {
    serde_json::json!({ "kind": "folder", "path": path })
}

/// Bytes that look like sealed ones, the same for the same number.
pub fn sealed(number: u64, length: usize) -> Vec<u8> {
    let mut state = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut bytes = Vec::with_capacity(length);
    while bytes.len() < length {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend_from_slice(&state.to_be_bytes());
    }
    bytes.truncate(length);
    bytes
}

pub fn write(folder: &Path, number: u64, length: usize) -> PathBuf {
    let path = folder.join(format!("packet-{number}"));
    std::fs::write(&path, sealed(number, length)).expect("a file");
    path
}

/// Every page of an inbox.
pub async fn look(exchange: &Exchange, inbox: &Inbox) -> Result<Vec<Page>, ExchangeProblem> {
    let (mut pages, mut after) = (Vec::new(), None);
    loop {
        let page = exchange.poll(inbox, after.as_ref(), &Control::default()).await?;
        after.clone_from(&page.next);
        pages.push(page);
        if after.is_none() {
            return Ok(pages);
        }
    }
}

/// Asks until it is answered: a line that breaks is met again and again.
async fn until<T, F: Future<Output = Result<T, ExchangeProblem>>>(ask: impl Fn() -> F) -> T {
    for _ in 0..400 {
        match ask().await {
            Ok(value) => return value,
            Err(problem) => assert!(
                matches!(
                    problem.code(),
                    Some("exchange.unreachable" | "exchange.notKept" | "exchange.damaged") | None
                ),
                "{problem}"
            ),
        }
    }
    panic!("nothing ever arrived");
}

/// Sends files of several lengths from one side, takes them in on the other, acknowledges and cleans up.
async fn round_trip(sender: &Exchange, receiver: &Exchange, lengths: &[usize]) {
    let (own, control) = (tempfile::tempdir().expect("a folder"), Control::default());
    let inbox = Inbox::of(b"the key of a reviewer");
    let other = Inbox::of(b"the key of another");
    let mut wanted = BTreeMap::new();
    for (number, &length) in (0u64..).zip(lengths) {
        let path = write(own.path(), number, length);
        let sent = until(|| sender.send(&inbox, &path, &control)).await;
        assert_eq!(sent.bytes, length as u64);
        // A second sending finds it there.
        let again = until(|| sender.send(&inbox, &path, &control)).await;
        assert_eq!((again.id, again.put), (sent.id, 0));
        wanted.insert(sent.id, (number, length));
    }
    let into = own.path().join("in");
    std::fs::create_dir(&into).expect("a folder");
    let mut arrived: BTreeMap<FileId, u64> = BTreeMap::new();
    for page in until(|| look(receiver, &inbox)).await {
        assert_eq!(page.strange, 0);
        for found in &page.found {
            let path = until(|| receiver.fetch(found, &into, &control)).await;
            let (number, length) = wanted[&found.id];
            assert_eq!(std::fs::read(&path).expect("a file"), sealed(number, length));
            *arrived.entry(found.id).or_default() += 1;
            let proof = Proof::of(&number.to_be_bytes());
            until(|| receiver.acknowledge(&inbox, &found.id, &proof, &control)).await;
        }
    }
    assert_eq!(arrived.len(), wanted.len(), "every file arrived");
    assert!(arrived.values().all(|&times| times == 1), "and once");
    assert!(
        until(|| look(receiver, &other))
            .await
            .iter()
            .all(|page| page.found.is_empty())
    );
    for (id, (number, length)) in &wanted {
        let proof = Proof::of(&number.to_be_bytes());
        assert!(until(|| sender.is_acknowledged(&inbox, id, &proof, &control)).await);
        let forged = Proof::of(b"somebody who did not open it");
        assert!(!until(|| sender.is_acknowledged(&inbox, id, &forged, &control)).await);
        until(|| sender.take_back(&inbox, id, *length as u64, &control)).await;
    }
    let left = until(|| look(receiver, &inbox)).await;
    assert!(left.iter().all(|page| page.found.is_empty()), "nothing is left behind");
}

const LENGTHS: &[usize] = &[0, 1, 300, 4_096, 70_000, (4 << 20) - 1, 4 << 20, (9 << 20) + 17];
/// For lines that break.
const SHORT: &[usize] = &[0, 1, 300, 2_000, 9_000, 20_000];

#[test]
fn files_arrive_over_a_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let (one, two) = (
        open(folder_place(folder.path()), None),
        open(folder_place(folder.path()), None),
    );
    runtime().block_on(async {
        let probe = one.probe(&Control::default()).await.expect("a folder that works");
        assert!(probe.lists_at_once && probe.takes_away);
        round_trip(&one, &two, LENGTHS).await;
    });
}

#[test]
fn files_arrive_over_web_dav_with_tls_and_a_password() {
    let Some(server) = place::web_dav(true) else { return };
    let at = place::web_dav_place(&server, server.port, true);
    runtime().block_on(async {
        let wrong = open(at.clone(), Some("another"));
        let refused = wrong.probe(&Control::default()).await.expect_err("a wrong password");
        assert_eq!(refused.code(), Some("exchange.refused"), "{refused}");
        let (one, two) = (
            open(at.clone(), Some(place::PASSWORD)),
            open(at.clone(), Some(place::PASSWORD)),
        );
        let probe = one.probe(&Control::default()).await.expect("a server that works");
        assert!(probe.lists_at_once && probe.takes_away);
        round_trip(&one, &two, LENGTHS).await;
    });
}

#[test]
fn a_server_whose_certificate_nobody_vouches_for_is_told_nothing() {
    let Some(server) = place::web_dav(true) else { return };
    let mut at = place::web_dav_place(&server, server.port, true);
    at["caFile"] = Value::Null;
    let refused = runtime().block_on(async { open(at, Some(place::PASSWORD)).probe(&Control::default()).await });
    let said = refused.expect_err("no trust").to_string();
    assert!(said.contains("certificate"), "{said}");
}

#[test]
fn files_arrive_over_azure_blob() {
    let Some(server) = place::azure_blob() else { return };
    let at = place::azure_blob_place(server.port);
    runtime().block_on(async {
        let (one, two) = (
            open(at.clone(), Some(place::ACCOUNT_KEY)),
            open(at.clone(), Some(place::ACCOUNT_KEY)),
        );
        let probe = one.probe(&Control::default()).await.expect("a server that works");
        assert!(probe.lists_at_once && probe.takes_away);
        round_trip(&one, &two, LENGTHS).await;
        let wrong = open(at.clone(), Some("Zm9yZ2Vk"));
        let refused = wrong.probe(&Control::default()).await.expect_err("a wrong key");
        assert_eq!(refused.code(), Some("exchange.refused"), "{refused}");
    });
}

#[test]
fn files_arrive_over_s3() {
    let Some(server) = place::s3() else { return };
    let at = place::s3_place(server.port);
    runtime().block_on(async {
        let (one, two) = (open(at.clone(), Some("secret")), open(at.clone(), Some("secret")));
        let probe = one.probe(&Control::default()).await.expect("a server that works");
        assert!(probe.lists_at_once && probe.takes_away);
        round_trip(&one, &two, LENGTHS).await;
    });
}

/// Both sides work over a line that breaks after a random number of bytes, and meet all the same.
fn over_a_broken_line(port: u16, most: u64, at: impl Fn(u16) -> Value, secret: &str) {
    let line = Line::to(port, most, 0x5eed_0007);
    let (one, two) = (open(at(line.port), Some(secret)), open(at(line.port), Some(secret)));
    for _ in 0..6 {
        runtime().block_on(round_trip(&one, &two, SHORT));
    }
    let broken = line.broken();
    line.breaks.store(false, Ordering::Relaxed);
    println!("{broken} connections were cut");
    assert!(broken >= 10, "the line broke {broken} times");
}

#[test]
fn over_web_dav_with_the_line_cut_at_random_every_file_arrives_once() {
    let Some(server) = place::web_dav(false) else { return };
    over_a_broken_line(
        server.port,
        60_000,
        |port| place::web_dav_place(&server, port, false),
        place::PASSWORD,
    );
}

#[test]
fn over_azure_blob_with_the_line_cut_at_random_every_file_arrives_once() {
    let Some(server) = place::azure_blob() else { return };
    over_a_broken_line(server.port, 45_000, place::azure_blob_place, place::ACCOUNT_KEY);
}

#[test]
fn over_s3_with_the_line_cut_at_random_every_file_arrives_once() {
    let Some(server) = place::s3() else { return };
    over_a_broken_line(server.port, 45_000, place::s3_place, "secret");
}
