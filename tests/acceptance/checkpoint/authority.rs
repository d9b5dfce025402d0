//! A time-stamping authority made of OpenSSL behind a small server on this machine.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use countersign_tests::tool;

const SETTINGS: &str = "[ tsa ]\ndefault_tsa = one\n[ one ]\nserial = serial\ncrypto_device = builtin\nsigner_digest = sha256\n\
    default_policy = 1.2.3.4.1\ndigests = sha256, sha512\naccuracy = secs:1, millisecs:500\nordering = no\ntsa_name = yes\n\
    ess_cert_id_chain = no\ness_cert_id_alg = sha256\nclock_precision_digits = 3\n";

/// How the authority misbehaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    None,
    Status,
    Rubbish,
    Long,
    /// Answers a question about other data.
    OtherQuestion,
    /// Answers a question about the same data, asked by somebody else.
    OtherNonce,
}

pub struct Authority {
    folder: tempfile::TempDir,
    port: u16,
}

fn openssl(folder: &Path, words: &[&str]) -> bool {
    let Some(program) = tool("/usr/bin/openssl") else {
        return false;
    };
    let ran = Command::new(program)
        .current_dir(folder)
        .args(words)
        .output()
        .expect("openssl runs");
    if !ran.status.success() {
        eprintln!("{}", String::from_utf8_lossy(&ran.stderr));
    }
    ran.status.success()
}

impl Authority {
    /// None where this machine has no OpenSSL.
    pub fn start(fault: Fault) -> Option<Self> {
        tool("/usr/bin/openssl")?;
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("tsa.cnf"), SETTINGS).expect("settings");
        std::fs::write(folder.path().join("serial"), "01\n").expect("a number");
        let made = openssl(
            folder.path(),
            &[
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-keyout",
                "key.pem",
                "-out",
                "tsa.pem",
                "-days",
                "30",
                "-subj",
                "/CN=Time stamps of the test",
                "-addext",
                "extendedKeyUsage=critical,timeStamping",
                "-addext",
                "keyUsage=critical,digitalSignature",
            ],
        );
        assert!(made, "a certificate");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let place = folder.path().to_owned();
        // Ends with the test's process; nobody asks more often than this.
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten().take(8) {
                let _ = serve(stream, &place, fault);
            }
        });
        Some(Self { folder, port })
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/stamp", self.port)
    }

    /// Whether OpenSSL takes the answer for a time stamp of these bytes by this authority.
    pub fn openssl_accepts(&self, data: &[u8], answer: &[u8]) -> bool {
        let place = self.folder.path();
        std::fs::write(place.join("data"), data).expect("data");
        std::fs::write(place.join("kept.tsr"), answer).expect("an answer");
        openssl(
            place,
            &[
                "ts", "-verify", "-data", "data", "-in", "kept.tsr", "-CAfile", "tsa.pem",
            ],
        )
    }
}

fn serve(mut stream: TcpStream, folder: &Path, fault: Fault) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let (mut bytes, mut buffer) = (Vec::new(), [0; 4096]);
    let (start, length) = loop {
        let got = stream.read(&mut buffer)?;
        bytes.extend_from_slice(&buffer[..got]);
        let head = bytes.windows(4).position(|window| window == b"\r\n\r\n");
        if let Some(at) = head {
            let text = String::from_utf8_lossy(&bytes[..at]).to_lowercase();
            assert!(text.contains("content-type: application/timestamp-query"), "{text}");
            let length = text
                .lines()
                .find_map(|line| line.strip_prefix("content-length:"))
                .and_then(|value| value.trim().parse().ok());
            break (at + 4, length.unwrap_or(0usize));
        }
        if got == 0 {
            return Ok(());
        }
    };
    while bytes.len() < start + length {
        let got = stream.read(&mut buffer)?;
        bytes.extend_from_slice(&buffer[..got]);
    }
    let (status, answer) = answer(folder, &bytes[start..start + length], fault);
    write!(
        stream,
        "HTTP/1.1 {status} Said\r\nContent-Type: application/timestamp-reply\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        answer.len()
    )?;
    stream.write_all(&answer)
}

fn answer(folder: &Path, question: &[u8], fault: Fault) -> (u16, Vec<u8>) {
    let file = |name: &str| -> PathBuf { folder.join(name) };
    match fault {
        Fault::Status => return (500, b"broken".to_vec()),
        Fault::Rubbish => return (200, b"rubbish".to_vec()),
        Fault::Long => return (200, vec![0x30; 200_000]),
        Fault::OtherQuestion => {
            std::fs::write(file("other"), "other").expect("data");
            openssl(
                folder,
                &[
                    "ts",
                    "-query",
                    "-data",
                    "other",
                    "-sha256",
                    "-cert",
                    "-out",
                    "question.tsq",
                ],
            );
        }
        Fault::OtherNonce => {
            // The nonce of eight bytes stands before the last three, which ask for the certificate.
            let mut other = question.to_vec();
            let at = other.len() - 4;
            other[at] ^= 1;
            std::fs::write(file("question.tsq"), other).expect("a question");
        }
        Fault::None => std::fs::write(file("question.tsq"), question).expect("a question"),
    }
    let made = openssl(
        folder,
        &[
            "ts",
            "-reply",
            "-config",
            "tsa.cnf",
            "-section",
            "one",
            "-queryfile",
            "question.tsq",
            "-signer",
            "tsa.pem",
            "-inkey",
            "key.pem",
            "-out",
            "answer.tsr",
        ],
    );
    assert!(made, "an answer");
    (200, std::fs::read(file("answer.tsr")).expect("an answer"))
}
