//! Cut off, saved again by another program, signed again, its signature taken off.

use countersign_evidence::{KeySigner, SIGNED_WITH, Setting, Signer, Step};

use crate::support::Sample;
use crate::{Folder, names, signing, tells, tool, verdict};

const SEAL: &str = "end of the file";

/// A certificate of somebody else.
fn mallory() -> (Vec<u8>, Vec<u8>) {
    let key = rcgen::KeyPair::generate().expect("a key");
    let mut wanted = rcgen::CertificateParams::default();
    wanted.distinguished_name.push(rcgen::DnType::CommonName, "Mallory");
    wanted.key_usages = vec![rcgen::KeyUsagePurpose::DigitalSignature];
    let certificate = wanted.self_signed(&key).expect("a certificate");
    (certificate.der().to_vec(), key.serialize_der())
}

#[test]
fn a_file_cut_off_anywhere_is_said_to_be_cut_off() {
    let folder = Folder::fresh();
    for by in [None, Some(&signing::generated() as &dyn Signer)] {
        let (_, whole) = folder.export("whole.pdf", &Sample::new(20), by);
        let ending = whole.len() - 150;
        let places = (1..=12).map(|n| ending * n / 12).chain([15, 300, 5_000]);
        for at in places {
            names(
                &folder.verdict(&whole[..at]),
                Step::Seal,
                SEAL,
                "The file is cut off: it ends before its seal.",
            );
        }
        // Within the last lines the seal is still found, and what is missing of it shows.
        for missing in [1, 4, 7, 20, 40] {
            let report = folder.verdict(&whole[..whole.len() - missing]);
            names(&report, Step::Seal, "seal", "the end of the file was changed");
        }
    }
}

#[test]
fn a_file_saved_again_by_another_program_says_so() {
    let folder = Folder::fresh();
    let (path, whole) = folder.export("whole.pdf", &Sample::new(20), Some(&signing::generated()));
    let file = path.to_str().expect("a path");
    let saved = folder.at("saved.pdf");
    let out = saved.to_str().expect("a path");
    let ways: [(&str, Vec<&str>); 6] = [
        ("qpdf", vec![file, out]),
        ("qpdf", vec!["--linearize", file, out]),
        ("qpdf", vec!["--qdf", "--object-streams=disable", file, out]),
        ("mutool", vec!["clean", file, out]),
        ("mutool", vec!["clean", "-gggg", "-z", file, out]),
        ("save.py", vec![file, out]),
    ];
    for (program, arguments) in ways {
        let ran = if program.ends_with(".py") {
            tool::validate(program, &arguments)
        } else {
            tool::run(program, &arguments)
        };
        if ran.is_some() {
            names(
                &verdict(&saved),
                Step::Seal,
                SEAL,
                "Another program saved the file again",
            );
        }
    }
    // Saved by appending, as editors do that keep what was there.
    let appended = [
        &whole[..],
        b"\n9 0 obj\n<<>>\nendobj\nxref\n0 0\ntrailer\n<</Size 10/Prev 0>>\n",
        &[b' '; 400],
    ];
    let report = folder.verdict(&appended.concat());
    names(&report, Step::Seal, "behind the seal", "bytes from byte");
    tells(&report, "the whole", "the record in them stands");
}

#[test]
fn a_file_signed_again_by_somebody_else_says_whose_signature_covers_what() {
    let folder = Folder::fresh();
    let signer = signing::generated();
    let (path, whole) = folder.export("whole.pdf", &Sample::new(20), Some(&signer));
    let (certificate, key) = mallory();
    let other = KeySigner::new(vec![certificate.clone()], &key).expect("a signer");

    // By another's program, as an incremental update.
    let (paper, secret, out) = (
        folder.at("mallory.der"),
        folder.at("mallory.key"),
        folder.at("again.pdf"),
    );
    std::fs::write(&paper, &certificate).expect("writes");
    std::fs::write(&secret, &key).expect("writes");
    let words = [&path, &paper, &secret, &out].map(|one| one.to_str().expect("a path").to_owned());
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let mut files: Vec<Vec<u8>> = Vec::new();
    if tool::validate("sign.py", &words).is_some() {
        files.push(std::fs::read(&out).expect("signed"));
    }
    // By our own code: the signature of another file, put behind this one.
    let (_, theirs) = folder.export("theirs.pdf", &Sample::new(20), Some(&other));
    let from = theirs
        .windows(9)
        .rposition(|window| window == b"/Type/Sig")
        .expect("a signature");
    let foot = b">>\nendobj\n";
    let to = theirs[from..]
        .windows(foot.len())
        .position(|window| window == foot)
        .expect("its end")
        + foot.len();
    files.push([&whole[..], b"99 0 obj\n<<", &theirs[from..from + to]].concat());

    for file in files {
        let report = folder.verdict(&file);
        names(
            &report,
            Step::Seal,
            "behind the seal",
            &format!("from byte {} on", whole.len()),
        );
        tells(&report, "behind the seal", "A signature of CN=Mallory");
        tells(&report, "behind the seal", &other.certificate().sha256);
        tells(
            &report,
            "the whole",
            &format!("The {} bytes before it are as they were sealed", whole.len()),
        );
        let first = report.signature.as_ref().expect("the first signature");
        assert!(first.intact && !first.whole_file, "{first:?}");
        assert_eq!(first.certificate.sha256, signer.certificate().sha256);
        let reach = format!("over the first {} bytes", whole.len());
        assert!(
            report.checked.iter().any(|one| one.ends_with(&reach)),
            "{:?}",
            report.checked
        );
        // Whoever changes the record as well is told from one who only signed.
        let mut changed = file.clone();
        changed[whole.len() / 2] ^= 1;
        let report = folder.verdict(&changed);
        tells(&report, "the whole", "does not stand either");
        assert!(report.signature.as_ref().is_some_and(|one| !one.intact));
    }
}

#[test]
fn a_signature_taken_off_or_made_anew_with_another_certificate_is_named() {
    let folder = Folder::fresh();
    let (signer, other) = (signing::generated(), signing::generated());
    let mut sample = Sample::new(20);
    sample.head.document.further.push(Setting {
        name: SIGNED_WITH.into(),
        value: signer.certificate().sha256.clone(),
    });
    let (_, bare) = folder.export("bare.pdf", &sample, None);
    names(
        &folder.verdict(&bare),
        Step::Signature,
        "signature",
        "its signature was taken off",
    );
    let (_, again) = folder.export("again.pdf", &sample, Some(&other));
    names(
        &folder.verdict(&again),
        Step::Signature,
        "signature",
        "with another certificate than",
    );
    // Its value wiped out where it stands.
    let (_, mut wiped) = folder.export("wiped.pdf", &sample, Some(&signer));
    let hole = wiped
        .windows(11)
        .rposition(|window| window == b"/Contents<3")
        .expect("a signature")
        + 10;
    wiped[hole..hole + 2_000].fill(b'0');
    let report = folder.verdict(&wiped);
    names(&report, Step::Signature, "signature", "The signature was changed");
    names(&report, Step::Signature, "signature", "its signature was taken off");
}
