//! Signed evidence: what the signature covers, what breaks it, and what it says.

#[path = "support/signing.rs"]
mod signing;
mod support;
#[path = "support/tool.rs"]
mod tool;

use std::fs;
use std::path::{Path, PathBuf};

use countersign_evidence::{
    Depth, KeySigner, SIGNED_WITH, Setting, Signer, VerifyOptions, VerifyReport, export_signed, read_pkcs12, verify,
};
use support::Sample;

fn signed(folder: &Path, rows: u64, signer: &dyn Signer) -> PathBuf {
    let path = folder.join("signed.pdf");
    export_signed(&Sample::new(rows), &path, Some(signer), &mut |_| true).expect("exports");
    path
}

fn checked(path: &Path, depth: Depth) -> VerifyReport {
    let options = VerifyOptions {
        depth,
        ..VerifyOptions::default()
    };
    verify(path, &options).expect("reads")
}

#[test]
fn signed_evidence_verifies_in_full_depth_and_says_who_signed() {
    let folder = tempfile::tempdir().expect("a folder");
    let signer = signing::generated();
    let path = signed(folder.path(), 60, &signer);
    let report = checked(&path, Depth::Render);
    assert!(report.valid, "{:?}", report.findings);
    let found = report.signature.expect("a signature");
    assert!(found.intact && found.whole_file && found.certificate.self_signed);
    assert_eq!(&found.certificate, signer.certificate());
    assert!(found.certificate.subject.contains("Contoso Bank"), "{found:?}");
    assert!(report.checked.iter().any(|line| line.starts_with("the signature of")));
}

#[test]
fn an_issued_rsa_certificate_signs_with_its_chain() {
    let folder = tempfile::tempdir().expect("a folder");
    let Some(signer) = signing::issued(folder.path()) else {
        return;
    };
    let report = checked(&signed(folder.path(), 30, &signer), Depth::Render);
    assert!(report.valid, "{:?}", report.findings);
    let found = report.signature.expect("a signature");
    assert!(found.intact && !found.certificate.self_signed, "{found:?}");
    assert!(found.certificate.issuer.contains("Contoso Root"), "{found:?}");
}

#[test]
fn the_same_record_and_key_give_the_same_bytes() {
    let folder = tempfile::tempdir().expect("a folder");
    let signers: Vec<KeySigner> = std::iter::once(signing::generated())
        .chain(signing::issued(folder.path()))
        .collect();
    for signer in &signers {
        let first = fs::read(signed(folder.path(), 40, signer)).expect("reads");
        let again = fs::read(signed(folder.path(), 40, signer)).expect("reads");
        assert!(first == again);
    }
}

#[test]
fn one_changed_byte_anywhere_in_a_signed_file_is_found_even_in_the_signature() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = signed(folder.path(), 20, &signing::generated());
    let whole = fs::read(&path).expect("reads");
    let hole = whole
        .windows(11)
        .rposition(|window| window == b"/Contents<3")
        .expect("a signature");
    let bad = folder.path().join("bad.pdf");
    // Bytes around and of the signature with some of its padding, and some hundreds anywhere.
    let near = (hole - 300..hole + 2600).step_by(3);
    let far = (0..300).map(|n| n * 7919 % whole.len());
    let behind = whole.len() - 300..whole.len();
    for (round, position) in near.chain(behind).chain(far).enumerate() {
        let mut copy = whole.clone();
        copy[position] ^= 1 << (round % 8);
        fs::write(&bad, &copy).expect("writes");
        assert!(
            !checked(&bad, Depth::Seal).valid,
            "byte {position} was changed and nothing found"
        );
    }
}

#[test]
fn a_signature_moved_to_another_file_does_not_hold() {
    let folder = tempfile::tempdir().expect("a folder");
    let signer = signing::generated();
    let one = fs::read(signed(folder.path(), 20, &signer)).expect("reads");
    let path = signed(folder.path(), 21, &signer);
    let mut other = fs::read(&path).expect("reads");
    let hole = |bytes: &[u8]| {
        bytes
            .windows(11)
            .rposition(|window| window == b"/Contents<3")
            .expect("one")
    };
    let (from, to) = (hole(&one), hole(&other));
    other[to..to + 8000].copy_from_slice(&one[from..from + 8000]);
    fs::write(&path, &other).expect("writes");
    let report = checked(&path, Depth::Seal);
    assert!(!report.valid);
    assert!(!report.signature.expect("a signature").intact);
}

#[test]
fn a_document_that_says_it_is_signed_is_not_valid_without_that_signature() {
    let folder = tempfile::tempdir().expect("a folder");
    let (signer, other) = (signing::generated(), signing::generated());
    let mut sample = Sample::new(20);
    sample.head.document.further.push(Setting {
        name: SIGNED_WITH.into(),
        value: signer.certificate().sha256.clone(),
    });
    for (by, valid) in [(Some(&signer), true), (Some(&other), false), (None, false)] {
        let path = folder.path().join("stated.pdf");
        let by = by.map(|by| by as &dyn Signer);
        export_signed(&sample, &path, by, &mut |_| true).expect("exports");
        let report = checked(&path, Depth::Record);
        assert_eq!(report.valid, valid, "{:?}", report.findings);
    }
}

#[test]
fn what_is_appended_behind_a_signed_file_is_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = signed(folder.path(), 20, &signing::generated());
    let mut whole = fs::read(&path).expect("reads");
    whole.extend_from_slice(b"1 0 obj\n<<>>\nendobj\nstartxref\n0\n%%EOF\n");
    for rest in [0, 5_000] {
        whole.resize(whole.len() + rest, b' ');
        fs::write(&path, &whole).expect("writes");
        let report = checked(&path, Depth::Seal);
        assert!(!report.valid);
        let told = report.findings.iter().any(|one| {
            one.message.contains("goes on behind its seal") || one.message.contains("the end of the file was changed")
        });
        assert!(told, "{:?}", report.findings);
    }
}

#[test]
fn a_key_that_is_not_the_certificates_is_refused() {
    let (one, other) = (signing::generated(), rcgen::KeyPair::generate().expect("a key"));
    let problem = KeySigner::new(one.chain().to_vec(), &other.serialize_der()).expect_err("refused");
    assert!(problem.to_string().contains("does not belong"), "{problem}");
    assert!(KeySigner::new(Vec::new(), &other.serialize_der()).is_err());
    assert!(KeySigner::new(vec![b"no certificate".to_vec()], &other.serialize_der()).is_err());
}

fn flipped(path: &Path, at: usize) -> String {
    let mut whole = fs::read(path).expect("reads");
    whole[at] ^= 1;
    let bad = path.with_file_name("flipped.pdf");
    fs::write(&bad, &whole).expect("writes");
    bad.to_str().expect("a path").to_owned()
}

/// A file's certificates to trust: the last of the chain.
fn root(folder: &Path, signer: &KeySigner) -> String {
    let path = folder.join("root.der");
    fs::write(&path, signer.chain().last().expect("a certificate")).expect("writes");
    path.to_str().expect("a path").to_owned()
}

#[test]
fn poppler_and_pyhanko_accept_the_signature_and_see_one_flipped_byte() {
    let folder = tempfile::tempdir().expect("a folder");
    let signers = std::iter::once(signing::generated()).chain(signing::issued(folder.path()));
    for signer in signers {
        let path = signed(folder.path(), 60, &signer);
        let file = path.to_str().expect("a path");
        // A byte in a page's stream: nothing of the structure is hurt, only what was signed.
        let bad = flipped(&path, fs::read(&path).expect("reads").len() / 2);
        if let Some(text) = tool::run("pdfsig", &["-nocert", file]) {
            for wanted in ["Signature is Valid", "Total document signed", "ETSI.CAdES.detached"] {
                assert!(text.contains(wanted), "{wanted}: {text}");
            }
            let text = tool::run("pdfsig", &["-nocert", &bad]).unwrap_or_default();
            assert!(text.contains("Digest Mismatch"), "{text}");
        }
        let root = root(folder.path(), &signer);
        if let Some(text) = tool::validate("signature.py", &[file, &root]) {
            assert!(text.contains("intact True valid True trusted True"), "{text}");
            assert!(text.contains("coverage ENTIRE_FILE"), "{text}");
            let text = tool::validate("signature.py", &[&bad, &root]).unwrap_or_default();
            assert!(text.contains("intact False"), "{text}");
        }
        if let Some(text) = tool::run("qpdf", &["--check", file]) {
            assert!(text.contains("No syntax or stream encoding errors"), "{text}");
        }
    }
}

/// PKCS#12 files as openssl writes them: AES-256 today, RC2 and triple DES of old, for RSA and P-256 keys.
#[test]
fn files_of_openssl_are_read_old_and_new_and_a_wrong_password_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let Some(signer) = signing::issued(folder.path()) else {
        return;
    };
    let script = r#"set -e; cd "$1"
openssl pkcs12 -export -inkey own.key -in own.pem -certfile ca.pem -passout pass:Grüße -out new.p12
openssl pkcs12 -export -legacy -inkey own.key -in own.pem -certfile ca.pem -passout pass:Grüße -out old.p12
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ec.key -out ec.pem -subj "/CN=One" 2>/dev/null
openssl pkcs12 -export -inkey ec.key -in ec.pem -passout pass:Grüße -out ec.p12
openssl req -x509 -newkey ed25519 -nodes -keyout ed.key -out ed.pem -subj "/CN=One" 2>/dev/null
openssl pkcs12 -export -inkey ed.key -in ed.pem -passout pass:Grüße -out ed.p12
openssl pkcs12 -export -nokeys -in ca.pem -passout pass:Grüße -out none.p12"#;
    let arguments = ["-c", script, "sh", folder.path().to_str().expect("a path")];
    tool::run("sh", &arguments).expect("openssl");
    let file = |name: &str| fs::read(folder.path().join(name)).expect("made by openssl");
    for name in ["new.p12", "old.p12"] {
        let read = read_pkcs12(&file(name), "Grüße").expect(name);
        assert_eq!(read.chain, signer.chain(), "{name}");
        let path = signed(
            folder.path(),
            20,
            &KeySigner::new(read.chain, &read.key).expect("a signer"),
        );
        assert!(checked(&path, Depth::Render).valid, "{name}");
    }
    let read = read_pkcs12(&file("ec.p12"), "Grüße").expect("P-256");
    assert_eq!(read.chain.len(), 1);
    for (name, password, wanted) in [
        ("new.p12", "Grusse", "the password does not open the file"),
        ("old.p12", "", "the password does not open the file"),
        ("none.p12", "Grüße", "holds no private key"),
        ("ed.p12", "Grüße", "neither P-256 nor RSA"),
        ("ca.pem", "Grüße", "no PKCS#12 file"),
    ] {
        let problem = read_pkcs12(&file(name), password).expect_err(name).to_string();
        assert!(problem.contains(wanted), "{name}: {problem}");
    }
    // Whatever is cut off or turned over ends in a sentence.
    let whole = file("new.p12");
    for at in (0..whole.len()).step_by(97) {
        let mut bad = whole.clone();
        bad[at] ^= 0x55;
        assert!(read_pkcs12(&whole[..at], "Grüße").is_err() && read_pkcs12(&bad, "Grüße").is_err());
    }
}
