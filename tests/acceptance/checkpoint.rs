//! The log's checkpoints at the command line: signed for others' programs, compared later, stamped with the time, and
//! a store that was put back noticed by itself.

#[path = "checkpoint/authority.rs"]
mod authority;

use std::path::Path;
use std::process::Command;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use countersign_domain::merkle::{Hash, from_hex, leaf, verify_consistency, verify_inclusion};
use countersign_tests::cli::{Cli, definition};
use countersign_tests::tool;
use serde_json::{Value, json};

use authority::{Authority, Fault};

const DIRECTORY: &str = "Sample organization";

fn sample() -> Cli {
    let cli = Cli::bare();
    cli.ok(&["store", "init", "--practice", "--sample"]);
    cli.ok(&["directory", "sync", DIRECTORY]);
    cli
}

fn hashes(list: &Value) -> Vec<Hash> {
    let list = list.as_array().expect("a list");
    list.iter().map(|one| hash(one)).collect()
}

fn hash(text: &Value) -> Hash {
    from_hex(text.as_str().expect("hex")).expect("a hash")
}

fn number(value: &Value) -> u64 {
    value.as_u64().expect("a number")
}

/// Whether OpenSSL accepts the Ed25519 signature on a note by the key that is told beside it.
fn openssl_accepts(folder: &Path, note: &str, public_key: &str) -> bool {
    let Some(openssl) = tool("/usr/bin/openssl") else {
        return true;
    };
    let (text, signature) = note.split_once("\n\n").expect("two parts");
    let encoded = signature.trim().rsplit(' ').next().expect("a signature");
    let bytes = STANDARD.decode(encoded).expect("base64");
    let public = STANDARD
        .decode(public_key.splitn(3, '+').nth(2).expect("a key"))
        .expect("base64");
    // SubjectPublicKeyInfo of RFC 8410 before the 32 bytes.
    let mut der = vec![0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0];
    der.extend_from_slice(&public[1..]);
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.join(name), bytes).expect("a file");
    write("key.der", &der);
    write("signed.txt", format!("{text}\n").as_bytes());
    write("signature", &bytes[4..]);
    let ran = Command::new(openssl)
        .current_dir(folder)
        .args([
            "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", "key.der", "-rawin",
        ])
        .args(["-in", "signed.txt", "-sigfile", "signature"])
        .output()
        .expect("openssl runs");
    ran.status.success()
}

#[test]
fn a_checkpoint_is_signed_for_others_and_every_entry_is_proven_by_it() {
    let cli = sample();
    let kept = cli.folder().join("checkpoint.txt");
    let made = cli.ok(&["audit", "checkpoint", "--out", &kept.to_string_lossy()]);
    let note = std::fs::read_to_string(&kept).expect("the note");
    assert_eq!(made["note"], note);
    assert_eq!(made["key"]["keeping"], "store", "{made}");
    assert!(note.contains("\npractice\n"), "{note}");
    let public = made["key"]["publicKey"].as_str().expect("a key");
    assert!(openssl_accepts(cli.folder(), &note, public));
    assert!(!openssl_accepts(
        cli.folder(),
        &note.replace("practice", "produce"),
        public
    ));

    let (size, root) = (number(&made["size"]), hash(&made["root"]));
    for entry in 1..=size {
        let proof = cli.ok(&["audit", "prove", &entry.to_string()]);
        let text = proof["text"].as_str().expect("the entry");
        let leaf = leaf(text.as_bytes());
        assert_eq!(hash(&proof["leaf"]), leaf);
        assert!(verify_inclusion(
            &leaf,
            number(&proof["index"]),
            size,
            &hashes(&proof["proof"]),
            &root
        ));
    }
    assert_eq!(
        cli.refused(&["audit", "prove", &(size + 1).to_string()]),
        format!(
            "No checkpoint is over entry {} yet.\nMake one; it takes a moment.",
            size + 1
        )
    );
    assert_eq!(
        cli.refused(&["audit", "prove", "900"]),
        "There is no entry 900. (at entry)"
    );

    // A new key: the last checkpoint under the old one names it.
    let rotated = cli.ok(&["audit", "rotate-key", "--reason", "Every year"]);
    let next = rotated["key"]["publicKey"].as_str().expect("a key");
    let last = rotated["last"]["note"].as_str().expect("a note");
    assert!(last.contains(&format!("\nnext-key {next}\n")), "{last}");
    assert!(openssl_accepts(cli.folder(), last, public));
    let later = cli.ok(&["audit", "checkpoint"]);
    assert_eq!(later["key"]["publicKey"], next);
    assert!(openssl_accepts(
        cli.folder(),
        later["note"].as_str().expect("a note"),
        next
    ));
    let proof = cli.ok(&["audit", "consistency", &size.to_string(), &later["size"].to_string()]);
    assert!(verify_consistency(
        (size, &root),
        (number(&later["size"]), &hash(&later["root"])),
        &hashes(&proof["proof"])
    ));
    let verified = cli.ok(&["audit", "verify"]);
    assert_eq!(
        (&verified["valid"], &verified["checkpoints"]),
        (&json!(true), &json!(3))
    );
}

#[test]
fn one_decision_of_many_is_proven_without_the_others() {
    let cli = sample();
    let (_, instance) = cli.start_review(&definition("Backup", &["Backup operators readers"], &["/users/p0161"]));
    let items: Vec<Value> = cli.items(&instance).iter().map(|one| one["item"].clone()).collect();
    let many = json!({ "instance": instance.parse::<i64>().expect("a number"), "items": items[..7], "decision": "approve", "justification": "Seen" });
    let input = many.to_string();
    cli.ok(&["call", "item.decideMany", &input, "--as", "p0161"]);
    cli.ok(&["audit", "checkpoint"]);
    let shown = cli.ok(&["call", "item.show", &json!({ "item": items[4] }).to_string()]);
    let event = shown["events"][0]["event"].as_i64().unwrap_or(5).to_string();
    let proof = cli.ok(&["audit", "prove", "--decision", &event]);
    let decision = &proof["decision"];
    let line = decision["line"].as_str().expect("the line");
    assert!(line.starts_with(&format!("[{},", items[4])), "{line}");
    assert_eq!(decision["count"], 7);
    let root = hash(&decision["root"]);
    assert!(verify_inclusion(
        &leaf(line.as_bytes()),
        number(&decision["index"]),
        7,
        &hashes(&decision["proof"]),
        &root
    ));
    let entry: Value = serde_json::from_str(proof["text"].as_str().expect("the entry")).expect("JSON");
    assert_eq!(entry["detail"]["events"]["digest"], decision["root"]);
    assert_eq!(cli.ok(&["audit", "verify"])["valid"], true);
}

#[test]
fn an_earlier_checkpoint_tells_whether_the_history_is_the_same() {
    let cli = sample();
    let first = cli.folder().join("first.txt");
    cli.ok(&["audit", "checkpoint", "--out", &first.to_string_lossy()]);
    let first = first.to_string_lossy().into_owned();
    assert_eq!(cli.ok(&["audit", "compare", &first])["verdict"], "same");

    let other = sample();
    let compared = other.finds(&["audit", "compare", &first]);
    assert_eq!(compared["verdict"], "otherLog");
    let text = std::fs::read_to_string(&first).expect("the note");
    let edited = cli.write("edited.txt", &text.replacen("\npractice", "\npractise", 1));
    assert_eq!(
        cli.finds(&["audit", "compare", &edited.to_string_lossy()])["verdict"],
        "falseSignature"
    );
    let rubbish = cli.write("rubbish.txt", "no checkpoint");
    let said = cli.refused(&["audit", "compare", &rubbish.to_string_lossy()]);
    assert!(said.starts_with("This is no checkpoint: "), "{said}");
}

#[test]
fn a_store_that_was_put_back_is_noticed_when_it_is_opened_and_never_in_silence() {
    let cli = sample();
    let copy = |from: &Path, to: &Path| {
        std::fs::create_dir_all(to).expect("a folder");
        for entry in std::fs::read_dir(from).expect("a folder").flatten() {
            std::fs::copy(entry.path(), to.join(entry.file_name())).expect("a copy");
        }
    };
    let older = cli.folder().join("older");
    copy(&cli.store(), &older);
    cli.ok(&["directory", "sync", DIRECTORY, "--full"]);
    let kept = cli.folder().join("kept.txt");
    let made = cli.ok(&["audit", "checkpoint", "--out", &kept.to_string_lossy()]);
    assert_eq!(cli.ok(&["call", "store.status", "{}"])["open"]["rollback"], Value::Null);

    std::fs::remove_dir_all(cli.store()).expect("the store goes");
    copy(&older, &cli.store());
    let status = cli.ok(&["call", "store.status", "{}"]);
    let rollback = &status["open"]["rollback"];
    assert_eq!(rollback["rememberedSize"], made["size"], "{status}");
    let finding = rollback["finding"].as_str().expect("a sentence");
    assert!(
        finding.starts_with("This store was put back to an older state: its log has "),
        "{finding}"
    );
    let verified = cli.finds(&["audit", "verify"]);
    // The log has one entry more by then: that this was noticed.
    let found = verified["finding"].as_str().expect("a sentence");
    assert!(
        found.starts_with("This store was put back to an older state: its log has "),
        "{found}"
    );
    let last = &cli.ok(&["audit", "list", "--limit", "1"])["rows"][0];
    assert_eq!(last["operation"], "store.rollback");
    let compared = cli.finds(&["audit", "compare", &kept.to_string_lossy()]);
    assert_eq!(compared["verdict"], "shorter", "{compared}");

    // It goes on past the size that is remembered, with checkpoints of its own: still another history.
    for _ in 0..6 {
        cli.ok(&["audit", "checkpoint"]);
    }
    let status = cli.ok(&["call", "store.status", "{}"]);
    let finding = status["open"]["rollback"]["finding"].as_str().expect("a sentence");
    assert!(
        finding.starts_with("This store was rewritten, or went on from an older state"),
        "{finding}"
    );
    assert_eq!(
        cli.finds(&["audit", "compare", &kept.to_string_lossy()])["verdict"],
        "rewritten"
    );
    let entries = cli.ok(&["audit", "list", "--limit", "100"]).to_string();
    assert_eq!(entries.matches("\"store.rollback\"").count(), 1, "noted once");

    cli.ok(&["audit", "explain", "--reason", "The disk broke; this is Monday's copy."]);
    assert_eq!(cli.ok(&["call", "store.status", "{}"])["open"]["rollback"], Value::Null);
    assert_eq!(cli.ok(&["audit", "verify"])["valid"], true);
    assert_eq!(
        cli.refused(&["audit", "explain", "--reason", "Again"]),
        "The log is the one that is remembered; nothing is to be explained."
    );
}

#[test]
fn a_restored_backup_explains_itself() {
    let cli = sample();
    let backup = cli.folder().join("backup");
    cli.ok(&["store", "backup", &backup.to_string_lossy()]);
    cli.ok(&["directory", "sync", DIRECTORY, "--full"]);
    cli.ok(&["audit", "checkpoint"]);
    std::fs::remove_dir_all(cli.store()).expect("the store is lost");
    cli.ok(&["store", "restore", &backup.to_string_lossy()]);
    assert_eq!(cli.ok(&["call", "store.status", "{}"])["open"]["rollback"], Value::Null);
    let last = &cli.ok(&["audit", "list", "--limit", "1"])["rows"][0];
    assert_eq!(last["operation"], "store.restore");
    assert!(
        last["detail"]["remembered"]["size"].as_i64() > last["detail"]["entries"].as_i64(),
        "{last}"
    );
    assert_eq!(cli.ok(&["audit", "verify"])["valid"], true);
}

#[test]
fn a_checkpoint_is_stamped_by_an_authority_whose_answer_openssl_accepts() {
    let Some(authority) = Authority::start(Fault::None) else {
        return;
    };
    let cli = sample();
    let said = cli.refused(&["audit", "timestamp"]);
    assert!(said.starts_with("No time-stamping authority is chosen."), "{said}");
    cli.ok(&["audit", "checkpoint"]);
    let stamped = cli.ok(&["audit", "timestamp", "--authority", &authority.url()]);
    let text = stamped.to_string();
    assert!(text.contains("CN=Time stamps of the test"), "{text}");
    let proof = cli.ok(&["audit", "prove", "1"]);
    assert_eq!(proof["checkpoint"]["stampedBy"], authority.url());
    let answer = STANDARD
        .decode(proof["timeStamp"].as_str().expect("an answer"))
        .expect("base64");
    let note = proof["checkpoint"]["note"].as_str().expect("a note");
    assert!(authority.openssl_accepts(note.as_bytes(), &answer));
    assert!(!authority.openssl_accepts(b"another note", &answer));
    // Once is enough.
    let again = cli.ok(&["audit", "timestamp"]);
    assert!(again.to_string().contains("\"already\":true"), "{again}");
    assert_eq!(cli.ok(&["audit", "verify"])["valid"], true);

    // No flip of one bit makes another time stamp of it.
    let hash = countersign_evidence::time_stamp::imprint_of(note);
    let genuine = countersign_evidence::time_stamp::check(&answer, &hash, None).expect("genuine");
    for at in 0..answer.len() {
        let mut edited = answer.clone();
        edited[at] ^= 1 << (at % 8);
        if let Ok(found) = countersign_evidence::time_stamp::check(&edited, &hash, None) {
            assert_eq!(found, genuine, "byte {at}");
        }
        assert!(countersign_evidence::time_stamp::check(&answer[..at], &hash, None).is_err());
    }
}

#[test]
fn a_false_answer_of_an_authority_is_refused_and_named() {
    for (fault, expected) in [
        (Fault::Status, "answered 500"),
        (Fault::Rubbish, "is no time stamp"),
        (Fault::Long, "cannot be read"),
        (Fault::OtherQuestion, "its hash is not the one that was asked about"),
        (Fault::OtherNonce, "its nonce is another"),
    ] {
        let Some(authority) = Authority::start(fault) else {
            return;
        };
        let cli = sample();
        cli.ok(&["audit", "checkpoint"]);
        let said = cli.refused(&["audit", "timestamp", "--authority", &authority.url()]);
        assert!(said.contains(expected), "{said}");
        assert_eq!(cli.ok(&["audit", "prove", "1"])["checkpoint"]["stampedAt"], Value::Null);
    }
    let cli = sample();
    cli.ok(&["audit", "checkpoint"]);
    for (url, expected) in [
        ("ftp://tsa.example", "begins with http"),
        ("http://name:secret@tsa.example", "no password stands in it"),
        ("http://127.0.0.1:1", "does not answer"),
    ] {
        let said = cli.refused(&["audit", "timestamp", "--authority", url]);
        assert!(said.contains(expected), "{url}: {said}");
    }
}
