use zeroize::Zeroizing;

use super::*;
use crate::merkle::{empty, leaf, to_hex};

fn key(name: &str, seed: u8) -> SigningKey {
    SigningKey::new(name, &Zeroizing::new([seed; 32])).expect("a name")
}

fn sample() -> Checkpoint {
    Checkpoint {
        origin: "countersign.invalid/log/00ff".into(),
        size: 1_234_567,
        root: leaf(b"x"),
        extensions: vec!["at 2026-03-01T09:00:00Z".into()],
    }
}

#[test]
fn the_published_example_is_read_and_a_published_key_has_its_published_id() {
    // The key of Go's checksum database, and the example in the specification of checkpoints.
    let go = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
    let golang = VerifyingKey::parse(go).expect("the published key");
    assert_eq!(to_hex(&golang.key_id()), "033de0ae");
    assert_eq!(golang.to_text(), go);
    let name = "example.com/behind-the-sofa";
    let example = format!(
        "{name}\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\u{2014} {name} Az3grlgtzPICa5OS8npVmf1Myq/\
         5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    );
    let note = Note::parse(&example).expect("a note");
    assert_eq!(note.to_string(), example);
    let checkpoint = Checkpoint::parse(&note.text).expect("a checkpoint");
    assert_eq!((checkpoint.size, checkpoint.origin.as_str()), (20_852_163, name));
}

#[test]
fn a_note_that_another_program_signed_is_accepted_and_its_edit_is_not() {
    // The example in the documentation of Go's `sumdb/note`.
    let key = VerifyingKey::parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW").expect("a key");
    let signed = "If you think cryptography is the answer to your problem,\n\
                  then you don't know what your problem is.\n\n\
                  \u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    assert_eq!(key.verify(&Note::parse(signed).expect("a note")), Ok(()));
    let edited = Note::parse(&signed.replace("don't", "do")).expect("a note");
    assert_eq!(key.verify(&edited), Err(Refusal::False("PeterNeumann".into())));
}

#[test]
fn a_checkpoint_is_signed_read_back_and_bound_to_its_key() {
    let signed = sample().sign(&key("log", 1)).expect("a note");
    assert!(
        signed.starts_with("countersign.invalid/log/00ff\n1234567\n"),
        "{signed}"
    );
    assert_eq!(Checkpoint::open(&signed, &key("log", 1).verifying_key()), Ok(sample()));
    // As it comes out of a mail program on Windows.
    let pasted = signed.replace('\n', "\r\n") + "\r\n\r\n";
    assert_eq!(Checkpoint::open(&pasted, &key("log", 1).verifying_key()), Ok(sample()));
    let other = Checkpoint::open(&signed, &key("log", 2).verifying_key());
    assert_eq!(other, Err(Refusal::NotSigned("log".into())));
    let renamed = Checkpoint::open(&signed, &key("gol", 1).verifying_key());
    assert_eq!(renamed, Err(Refusal::NotSigned("gol".into())));
}

#[test]
fn no_edit_of_a_signed_checkpoint_passes() {
    let signed = sample().sign(&key("log", 1)).expect("a note");
    let key = key("log", 1).verifying_key();
    for at in 0..signed.len() {
        for flip in [1, 2, 16, 64] {
            let mut bytes = signed.clone().into_bytes();
            bytes[at] ^= flip;
            let Ok(edited) = String::from_utf8(bytes) else {
                continue;
            };
            let opened = Checkpoint::open(&edited, &key);
            // Blanks after the last line are no part of the note.
            assert!(opened.is_err() || edited.trim_end() == signed.trim_end(), "{edited}");
        }
        if signed.is_char_boundary(at) && at + 1 < signed.len() {
            assert!(Checkpoint::open(&signed[..at], &key).is_err(), "cut at {at}");
        }
    }
    // Two signatures name the key, and one is false.
    let mut note = Note::parse(&signed).expect("a note");
    let mut second = note.signatures[0].clone();
    second.signature[0] ^= 1;
    note.signatures.push(second);
    assert_eq!(
        Checkpoint::open(&note.to_string(), &key),
        Err(Refusal::False("log".into()))
    );
}

#[test]
fn a_hostile_text_is_refused_with_the_line_it_fails_on() {
    let signature = "\u{2014} log AAAAAAAA";
    let root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
    let opened = |text: &str| {
        Checkpoint::open(text, &key("log", 1).verifying_key())
            .expect_err(text)
            .to_string()
    };
    let size = "This is no checkpoint: line 2 is not a number of entries.";
    let signed = "This is no checkpoint: line 5 is not a signature.";
    let parts = "This is no checkpoint: an empty line must part its text from its signatures.";
    let character = "This is no checkpoint: it holds a control character, or no text at all.";
    for (text, expected) in [
        (format!("log\n007\n{root}\n\n{signature}\n"), size),
        (format!("log\n-1\n{root}\n\n{signature}\n"), size),
        (
            format!("log\n7\nAAAA\n\n{signature}\n"),
            "This is no checkpoint: line 3 is not a root in base64.",
        ),
        (format!("log\n7\n{root}\n\nlog AAAAAAAA\n"), signed),
        (format!("log\n7\n{root}\n\n\u{2014} log AAAA\n"), signed),
        (format!("log\n7\n{root}\n{signature}\n"), parts),
        (format!("log\n7\n{root}\n\n"), parts),
        ("log\n7\u{7}\n".into(), character),
        (String::new(), character),
        ("\n\n \n".into(), character),
    ] {
        assert_eq!(opened(&text), expected, "{text:?}");
    }
    assert_eq!(opened(&"x".repeat(LONGEST + 1)), Refusal::TooLong.to_string());
    let many = format!("log\n7\n{root}\n\n{}", format!("{signature}\n").repeat(17));
    assert_eq!(opened(&many), Refusal::TooManySignatures.to_string());
    // A line that would be read as two.
    let framed = Checkpoint {
        origin: "log\n9".into(),
        size: 1,
        root: empty(),
        extensions: Vec::new(),
    };
    assert!(framed.sign(&key("log", 1)).is_err());
    for name in ["", "a b", "a+b", "a\nb"] {
        assert!(SigningKey::new(name, &Zeroizing::new([1; 32])).is_err());
    }
}

#[test]
fn the_secret_half_of_a_key_is_not_shown() {
    assert_eq!(format!("{:?}", key("log", 7)), "SigningKey { name: \"log\", .. }");
}
