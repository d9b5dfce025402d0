//! A throw-away mail server on free loopback ports, with its own certification authority, and another
//! program's reading of what it took. It is ended when dropped, by its own process id.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use tokio::net::TcpSocket;

use crate::slapd::certificates;
use crate::tool;

pub const USER: &str = "reviews";
pub const PASSWORD: &str = "correct horse ü";
const PYTHON: &str = "/usr/bin/python3";

pub struct Smtp {
    folder: tempfile::TempDir,
    /// TLS from the first byte, STARTTLS, and no TLS at all.
    pub ports: [u16; 3],
    /// Nobody else gets these ports, also while the server does not run.
    _held: [TcpSocket; 3],
    child: Option<Child>,
}

impl Smtp {
    /// A server that is not running yet; its ports and its certificate are known.
    pub fn stopped() -> Option<Smtp> {
        tool("/usr/lib/python3/dist-packages/aiosmtpd")?;
        tool("/usr/lib/python3/dist-packages/icalendar")?;
        let folder = tempfile::Builder::new().prefix("smtp-").tempdir().expect("a folder");
        certificates(folder.path());
        let held = [hold(), hold(), hold()];
        let ports = held.each_ref().map(|one| one.local_addr().expect("an address").port());
        Some(Smtp {
            folder,
            ports,
            _held: held,
            child: None,
        })
    }

    pub fn started() -> Option<Smtp> {
        let mut server = Smtp::stopped()?;
        server.start();
        Some(server)
    }

    pub fn start(&mut self) {
        let mut child = Command::new(PYTHON)
            .arg(script("smtp.py"))
            .arg(self.folder.path())
            .args(self.ports.map(|port| port.to_string()))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the mail server starts");
        let mut line = String::new();
        let said = child.stdout.take().expect("its output");
        BufReader::new(said).read_line(&mut line).expect("its first line");
        assert_eq!(line.trim(), "ready", "the mail server listens");
        self.child = Some(child);
    }

    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn authority(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    /// Every message taken, in order: who it was handed over for.
    pub fn envelopes(&self) -> Vec<Value> {
        self.files("json")
            .iter()
            .map(|file| serde_json::from_slice(&std::fs::read(file).expect("an envelope")).expect("JSON"))
            .collect()
    }

    /// The recipients of every message taken, in order.
    pub fn recipients(&self) -> Vec<String> {
        let all = self.envelopes();
        all.iter()
            .flat_map(|one| one["to"].as_array().expect("recipients"))
            .map(|one| one.as_str().expect("an address").to_owned())
            .collect()
    }

    /// Every message taken, in order, as Python's email package reads it.
    pub fn messages(&self) -> Vec<Value> {
        read(&self.files("eml"))
    }

    fn files(&self, kind: &str) -> Vec<PathBuf> {
        files(self.folder.path(), kind)
    }
}

impl Drop for Smtp {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A free port that is held without listening: whoever connects is turned away, and only who shares it, as the server
/// does, may listen there.
fn hold() -> TcpSocket {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.set_reuseport(true).expect("a port that can be shared");
    socket.bind(SocketAddr::from(([127, 0, 0, 1], 0))).expect("a free port");
    socket
}

/// The files of a kind in a folder, by name.
pub fn files(folder: &Path, kind: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the folder");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|file| file.extension().is_some_and(|one| one == kind));
    files.sort();
    files
}

/// Messages and calendars as other programs read them.
pub fn read(files: &[PathBuf]) -> Vec<Value> {
    let output = Command::new(PYTHON).arg(script("read_mail.py")).args(files).output();
    let output = output.expect("Python runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("support").join(name)
}
