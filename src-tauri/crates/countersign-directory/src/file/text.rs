//! The text of a file: which encoding it has, and its characters with the hash of the bytes behind them.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use encoding_rs::{CoderResult, Decoder, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use sha2::{Digest, Sha256};

use super::Place;
use crate::DirectoryProblem;

const CHUNK: usize = 64 * 1024;

/// How the text of a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    Windows1252,
}

impl Encoding {
    pub(super) fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf16Le | Encoding::Utf16Be => "UTF-16",
            Encoding::Windows1252 => "Windows-1252",
        }
    }

    fn decoder(self) -> Decoder {
        match self {
            Encoding::Utf8 => UTF_8,
            Encoding::Utf16Le => UTF_16LE,
            Encoding::Utf16Be => UTF_16BE,
            Encoding::Windows1252 => WINDOWS_1252,
        }
        .new_decoder_with_bom_removal()
    }
}

/// Opens a regular file: a device or a pipe would never end.
pub(super) fn open(path: &Path, place: &Place<'_>) -> Result<File, DirectoryProblem> {
    let found = std::fs::metadata(path).map_err(|error| place.unreadable(&error))?;
    if !found.is_file() {
        return Err(place.wrong("is not a file"));
    }
    File::open(path).map_err(|error| place.unreadable(&error))
}

/// Reads up to `most` bytes to find out how the text is written.
pub(super) fn detect(path: &Path, place: &Place<'_>, most: u64) -> Result<Encoding, DirectoryProblem> {
    let mut file = open(path, place)?.take(most);
    let mut chunk = vec![0; CHUNK];
    let mut utf8 = UTF_8.new_decoder_without_bom_handling();
    let mut sink = String::with_capacity(CHUNK * 3);
    let (mut at, mut is_utf8) = (0_u64, true);
    // The first byte that Windows-1252 has no character for, or that no text contains.
    let mut stranger: Option<(u64, u8)> = None;
    loop {
        let count = fill(&mut file, &mut chunk).map_err(|error| place.unreadable(&error))?;
        let bytes = &chunk[..count];
        if at == 0 {
            match bytes {
                [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => return Err(place.wrong("is written in UTF-32")),
                [0xff, 0xfe, ..] => return Ok(Encoding::Utf16Le),
                [0xfe, 0xff, ..] => return Ok(Encoding::Utf16Be),
                _ => {}
            }
        }
        if let Some(nul) = bytes.iter().position(|byte| *byte == 0) {
            let nul = at + nul as u64 + 1;
            return Err(place.wrong(&format!(
                "has a NUL at byte {nul}: it is no text, or UTF-16 without a byte order mark"
            )));
        }
        if stranger.is_none() {
            let strange = |byte: &u8| {
                matches!(byte, 0x81 | 0x8d | 0x8f | 0x90 | 0x9d | 0x7f)
                    || *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c | 0x1a)
            };
            stranger = bytes.iter().position(strange).map(|n| (at + n as u64 + 1, bytes[n]));
        }
        if is_utf8 {
            sink.clear();
            let whole = count < CHUNK && (at + count as u64) < most;
            let (result, ..) = utf8.decode_to_string_without_replacement(bytes, &mut sink, whole);
            is_utf8 = !matches!(result, encoding_rs::DecoderResult::Malformed(..));
        }
        at += count as u64;
        if count < CHUNK {
            break;
        }
    }
    match (is_utf8, stranger) {
        (true, _) => Ok(Encoding::Utf8),
        (false, None) => Ok(Encoding::Windows1252),
        (false, Some((byte, value))) => Err(place.wrong(&format!(
            "is neither UTF-8, UTF-16 nor Windows-1252: byte {byte} is {value:#04x}"
        ))),
    }
}

fn fill(from: &mut impl Read, chunk: &mut [u8]) -> std::io::Result<usize> {
    let mut count = 0;
    while count < chunk.len() {
        match from.read(&mut chunk[count..]) {
            Ok(0) => break,
            Ok(more) => count += more,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(count)
}

/// The characters of a file, a piece at a time.
pub(super) struct Text {
    file: File,
    decoder: Decoder,
    hash: Sha256,
    /// Bytes read so far.
    pub size: u64,
    chunk: Vec<u8>,
    piece: String,
    ended: bool,
}

impl Text {
    pub(super) fn open(path: &Path, encoding: Encoding, place: &Place<'_>) -> Result<Text, DirectoryProblem> {
        Ok(Text {
            file: open(path, place)?,
            decoder: encoding.decoder(),
            hash: Sha256::new(),
            size: 0,
            chunk: vec![0; CHUNK],
            piece: String::new(),
            ended: false,
        })
    }

    /// The next piece of text, `None` at the end.
    pub(super) fn next(&mut self, place: &Place<'_>) -> Result<Option<&str>, DirectoryProblem> {
        if self.ended {
            return Ok(None);
        }
        let count = fill(&mut self.file, &mut self.chunk).map_err(|error| place.unreadable(&error))?;
        let bytes = &self.chunk[..count];
        self.hash.update(bytes);
        self.size += count as u64;
        self.ended = count < CHUNK;
        self.piece.clear();
        self.piece.reserve(
            self.decoder
                .max_utf8_buffer_length(count)
                .ok_or_else(|| place.wrong("is too large for this machine"))?,
        );
        let (result, _, broken) = self.decoder.decode_to_string(bytes, &mut self.piece, self.ended);
        if broken || result == CoderResult::OutputFull {
            return Err(place.wrong("holds bytes that are no text in its encoding"));
        }
        Ok(Some(&self.piece))
    }

    /// SHA-256 of the bytes read, as lower-case hex.
    pub(super) fn sha256(self) -> String {
        to_hex(&self.hash.finalize())
    }
}

pub(super) fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The bytes of pairs of hex digits.
pub(super) fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let pairs = text.as_bytes().chunks(2);
    let pair = |pair: &[u8]| match pair {
        [high, low] => u8::try_from(digit(*high)? * 16 + digit(*low)?).ok(),
        _ => None,
    };
    pairs.map(pair).collect()
}
