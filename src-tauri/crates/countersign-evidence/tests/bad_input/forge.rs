//! A forger with a good knowledge of the file: takes it apart at its seal, changes a part, and makes the seal anew.

use countersign_evidence::root::to_hex;
use miniz_oxide::deflate::compress_to_vec_zlib;
use miniz_oxide::inflate::decompress_to_vec_zlib;
use sha2::{Digest, Sha256};

pub const RECORD: &str = "attachment evidence.json";
pub const TABLE: &str = "attachment evidence.csv";
pub const MANIFEST: &str = "attachment manifest.json";
pub const PROOF: &str = "attachment proof.json";

/// The file in its named parts.
pub struct Forged {
    pub parts: Vec<(String, Vec<u8>)>,
    /// What the seal says above its list, and the number of its object.
    head: String,
    number: String,
    /// The cross-reference stream, as it was.
    xref: Vec<u8>,
}

fn position(bytes: &[u8], text: &[u8]) -> usize {
    let mut windows = bytes.windows(text.len());
    windows.position(|window| window == text).expect("the text is there")
}

impl Forged {
    pub fn of(bytes: &[u8]) -> Self {
        let ending = bytes.len() - 260.min(bytes.len());
        let last = String::from_utf8_lossy(&bytes[ending..]).into_owned();
        let line = last.split("%countersign-seal 1 ").nth(1).expect("an ending");
        let mut numbers = line.split(' ').map(|word| word.parse::<usize>());
        let mut number = || numbers.next().expect("a word").expect("a number");
        let (seal_at, xref_at) = (number(), number());
        let end = xref_at + position(&bytes[xref_at..], b"%countersign-seal 1 ");
        let seal = std::str::from_utf8(&bytes[seal_at..xref_at]).expect("text");
        let (object, rest) = seal.split_once("\nstream\n").expect("a stream");
        let lines: Vec<&str> = rest.split("\nendstream").next().expect("a list").lines().collect();
        let mut at = 0;
        let mut part = |line: &&str| {
            let words: Vec<&str> = line.splitn(3, ' ').collect();
            let from = at;
            at += words[0].parse::<usize>().expect("a length");
            (words[2].to_owned(), bytes[from..at].to_vec())
        };
        Self {
            parts: lines[4..].iter().map(&mut part).collect(),
            head: lines[..3].join("\n"),
            number: object.split(' ').next().expect("a number").to_owned(),
            xref: bytes[xref_at..end].to_vec(),
        }
    }

    pub fn part(&mut self, name: &str) -> &mut Vec<u8> {
        let mut parts = self.parts.iter_mut();
        &mut parts.find(|(one, _)| one == name).expect("a part").1
    }

    /// The plain bytes of a part that is a compressed stream.
    pub fn plain(&mut self, name: &str) -> Vec<u8> {
        let part = self.part(name);
        let from = position(part, b"\nstream\n") + 8;
        decompress_to_vec_zlib(&part[from..]).expect("a stream")
    }

    /// Puts compressed bytes in the place of those of a part.
    pub fn put_packed(&mut self, name: &str, packed: &[u8]) {
        let part = self.part(name);
        part.truncate(position(part, b"\nstream\n") + 8);
        part.extend_from_slice(packed);
        part.extend_from_slice(b"\nendstream\nendobj\n");
    }

    pub fn put(&mut self, name: &str, plain: &[u8]) {
        self.put_packed(name, &compress_to_vec_zlib(plain, 1));
    }

    /// Changes the text of an attachment.
    pub fn edit(&mut self, name: &str, change: impl FnOnce(String) -> String) {
        let text = String::from_utf8(self.plain(name)).expect("text");
        let changed = change(text.clone());
        assert_ne!(text, changed, "nothing was changed");
        self.put(name, changed.as_bytes());
    }

    /// The file again, its seal as if it had always been so.
    pub fn bytes(&self) -> Vec<u8> {
        let mut out = self
            .parts
            .iter()
            .flat_map(|(_, part)| part.clone())
            .collect::<Vec<u8>>();
        let seal_at = out.len();
        let mut text = format!("{}\nsegments {}\n", self.head, self.parts.len());
        for (name, part) in &self.parts {
            text += &format!("{} {} {name}\n", part.len(), to_hex(&Sha256::digest(part)));
        }
        let dictionary = format!("{} 0 obj\n<</Type/CountersignSeal/Length {}>>", self.number, text.len());
        out.extend_from_slice(format!("{dictionary}\nstream\n{text}\nendstream\nendobj\n").as_bytes());
        let xref_at = out.len();
        out.extend_from_slice(&self.xref);
        let hash = to_hex(&Sha256::digest(&out[seal_at..]));
        out.extend_from_slice(
            format!("%countersign-seal 1 {seal_at} {xref_at} {hash}\nstartxref\n{xref_at}\n%%EOF\n").as_bytes(),
        );
        out
    }
}
