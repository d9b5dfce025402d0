//! Files made to exhaust whoever opens them.

use countersign_evidence::Step;

use crate::forge::{Forged, MANIFEST, PROOF, RECORD, TABLE};
use crate::support::Sample;
use crate::support::signed_log::signed;
use crate::{Folder, names, tells};

/// Of this process with all its tests, in kilobytes; an honest file of 60 rows takes some dozen megabytes.
const MEMORY_MAX: u64 = 900_000;

fn memory_is_bounded() {
    let Ok(status) = std::fs::read_to_string("/proc/self/status") else {
        return;
    };
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).expect("a peak");
    let peak: u64 = line
        .split_whitespace()
        .nth(1)
        .expect("a number")
        .parse()
        .expect("a number");
    assert!(peak < MEMORY_MAX, "{peak} kB");
}

/// A compressed stream of so many times 64 KiB of one byte, made without making them.
fn swelling(byte: u8, times: usize) -> Vec<u8> {
    use miniz_oxide::deflate::core::{CompressorOxide, TDEFLFlush, compress, create_comp_flags_from_zip_params};
    let flags = create_comp_flags_from_zip_params(9, -15, 0);
    let mut room = vec![0; 64 * 1024];
    let (_, _, given) = compress(
        &mut CompressorOxide::new(flags),
        &[byte; 65_536],
        &mut room,
        TDEFLFlush::Full,
    );
    let mut out = vec![0x78, 0x9C];
    (0..times).for_each(|_| out.extend_from_slice(&room[..given]));
    out.extend_from_slice(&[0x03, 0x00, 0, 0, 0, 0]);
    out
}

#[test]
fn an_attachment_that_unpacks_to_gigabytes_ends_in_a_finding() {
    let folder = Folder::fresh();
    let (_, whole) = folder.export("whole.pdf", &signed(60), None);
    let gigabytes = swelling(b'a', 4 * 16 * 1024);
    assert!(gigabytes.len() < 8 << 20, "{} bytes", gigabytes.len());
    // One line without an end: no line is so long.
    let mut forged = Forged::of(&whole);
    forged.put_packed(RECORD, &gigabytes);
    names(&folder.verdict(&forged.bytes()), Step::Record, RECORD, "line 1");
    // Lines without number: none of them is what stands there.
    let mut forged = Forged::of(&whole);
    forged.put_packed(RECORD, &swelling(b'\n', 16 * 1024));
    names(&folder.verdict(&forged.bytes()), Step::Record, RECORD, "line 1");
    // What is only hashed or parsed as a whole is bounded by its packed size.
    let mut forged = Forged::of(&whole);
    forged.put_packed(TABLE, &swelling(b'a', 400));
    let words = "unpacks to more than 300 times its size: it is made to exhaust";
    names(&folder.verdict(&forged.bytes()), Step::Record, TABLE, words);
    for (name, step, words) in [
        (MANIFEST, Step::Record, "The manifest cannot be read."),
        (PROOF, Step::Proof, "The proof of the entries cannot be read."),
    ] {
        let mut forged = Forged::of(&whole);
        forged.put_packed(name, &swelling(b'[', 400));
        names(&folder.verdict(&forged.bytes()), step, name, words);
    }
    memory_is_bounded();
}

/// The record with one more row among the items.
fn with_row(whole: &[u8], row: &str) -> Vec<u8> {
    let mut forged = Forged::of(whole);
    forged.edit(RECORD, |text| {
        text.replacen("\"items\":[\n", &format!("\"items\":[\n{row}\n,"), 1)
    });
    forged.bytes()
}

#[test]
fn rows_that_take_many_times_their_length_to_read_are_refused_at_their_line() {
    let folder = Folder::fresh();
    let (_, whole) = folder.export("whole.pdf", &Sample::new(20), None);
    let events = format!("{{\"events\":[{}{{}}]}}", "{},".repeat(1_000_000));
    let deep = format!("{{\"events\":{}{}}}", "[".repeat(500_000), "]".repeat(500_000));
    let long = format!("{{\"justification\":\"{}\"}}", "a".repeat(5_000_000));
    let members = |name: &str| (0..60_000).map(|n| format!("\"{name}{n}\":0,")).collect::<String>();
    let wide = format!("{{{}\"personal\":{{{}\"z\":0}}}}", members("a"), members("b"));
    for (row, words) in [
        (events, "a line that is not made to exhaust"),
        (deep, "its public and its personal part do not fit together"),
        (long, "a row of 4 MB or less"),
        (wide, "its public and its personal part do not fit together"),
    ] {
        let report = folder.verdict(&with_row(&whole, &row));
        names(&report, Step::Record, RECORD, words);
        names(&report, Step::Record, RECORD, "line ");
    }
    // A proof of millions of nothings.
    let (_, whole) = folder.export("whole.pdf", &signed(20), None);
    let mut forged = Forged::of(&whole);
    forged.edit(PROOF, |text| {
        text.replacen("\"nodes\":[", &format!("\"nodes\":[{}", "\"\",".repeat(500_000)), 1)
    });
    names(&folder.verdict(&forged.bytes()), Step::Proof, PROOF, "cannot be read");
    memory_is_bounded();
}

#[test]
fn a_seal_of_thousands_of_false_stretches_is_counted_and_not_listed() {
    let folder = Folder::fresh();
    let (_, whole) = folder.export("whole.pdf", &Sample::new(20), None);
    let mut forged = Forged::of(&whole);
    let empty = ("page 1".to_owned(), Vec::new());
    forged.parts.splice(1..1, std::iter::repeat_n(empty, 20_000));
    // The hash of nothing, changed in every line.
    let nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let text = forged.bytes();
    let mut changed = Vec::with_capacity(text.len());
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        if line.starts_with(format!("0 {nothing}").as_bytes()) {
            changed.extend_from_slice(format!("0 {} page 1\n", "7".repeat(64)).as_bytes());
        } else {
            changed.extend_from_slice(line);
        }
    }
    let report = folder.verdict(&changed);
    names(&report, Step::Seal, "page 1", "were changed");
    tells(&report, "the whole", "more findings are not listed");
    assert!(report.findings.len() <= 1_002, "{}", report.findings.len());
}

#[test]
fn a_pdf_whose_objects_lead_in_circles_ends_in_a_finding() {
    let folder = Folder::fresh();
    let (_, whole) = folder.export("whole.pdf", &Sample::new(20), None);
    let head = "%PDF-1.7\n%\u{e2}\u{e3}\u{cf}\u{d3}\n";
    let page_loop = "1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[2 0 R]/Parent 2 0 R/Count 1>>\nendobj\n";
    let stream_loop =
        "3 0 obj\n<</Type/ObjStm/N 1/First 4/Extends 3 0 R/Length 3 0 R>>\nstream\n3 0 <<>>\nendstream\nendobj\n";
    let nested = format!(
        "4 0 obj\n{}{}\nendobj\n",
        "<</A[".repeat(200_000),
        "]>>".repeat(200_000)
    );
    let at = head.len();
    let xref_loop = format!(
        "xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 9/Root 1 0 R/Prev {at}/XRefStm {at}>>\nstartxref\n{at}\n%%EOF\n"
    );
    for body in [page_loop, stream_loop, &nested, &xref_loop] {
        let plain = format!("{head}{body}{xref_loop}");
        names(
            &folder.verdict(plain.as_bytes()),
            Step::Seal,
            "end of the file",
            "does not end with a seal",
        );
        // Under a seal made for it as well.
        let mut forged = Forged::of(&whole);
        let structure = forged
            .parts
            .iter()
            .rposition(|(name, _)| name == "structure")
            .expect("structure");
        forged.parts[structure].1.extend_from_slice(body.as_bytes());
        names(
            &folder.verdict(&forged.bytes()),
            Step::Render,
            "structure",
            "the file is not what its record prints",
        );
        // Behind the seal.
        let report = folder.verdict(&[&whole[..], body.as_bytes(), &[b' '; 300]].concat());
        names(&report, Step::Seal, "behind the seal", "goes on behind its seal");
    }
}

#[test]
fn a_folder_a_device_and_a_pipe_are_no_files_and_nothing_waits_for_them() {
    let folder = Folder::fresh();
    let pipe = folder.at("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    let pipe = made.is_ok_and(|status| status.success()).then_some(pipe);
    let device = std::path::PathBuf::from("/dev/zero");
    for path in [Some(folder.at("")), Some(device).filter(|path| path.exists()), pipe]
        .into_iter()
        .flatten()
    {
        let problem = countersign_evidence::verify(&path, &Default::default()).expect_err("refused");
        assert!(problem.to_string().ends_with(" is no file"), "{problem}");
        assert!(countersign_evidence::look(&path).is_err());
        assert!(countersign_evidence::rows(&path, "items", 0, 9, "").is_err());
    }
}
