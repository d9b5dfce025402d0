//! Throw-away servers that keep files: Apache with WebDAV, an S3 and an Azure Blob server for tests; and a line to any of
//! them that breaks at random. Each is ended when dropped, by its own process id.

use std::fmt::Write as _;
use std::io::{Read, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::slapd::{certificates, tool};

pub const USER: &str = "reviews";
pub const PASSWORD: &str = "correct horse ü";
/// The account that every such server has.
pub const ACCOUNT: &str = "devstoreaccount1";
pub const ACCOUNT_KEY: &str =
    "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
const CONTAINER: &str = "exchange";

/// A server on a free loopback port.
pub struct Server {
    folder: tempfile::TempDir,
    pub port: u16,
    child: Child,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    // A server cannot tell a port of its own: a free one is taken, and another if somebody was faster.
    fn start(folder: tempfile::TempDir, command: impl Fn(&Path, u16) -> Command) -> Server {
        for attempt in 0.. {
            let port = free_port();
            let log_at = folder.path().join("said.log");
            let log = std::fs::File::create(&log_at).expect("a log");
            let mut child = command(folder.path(), port)
                .stdin(Stdio::null())
                .stdout(log.try_clone().expect("a log"))
                .stderr(log)
                .spawn()
                .expect("the server starts");
            let begun = Instant::now();
            loop {
                let said = || std::fs::read_to_string(&log_at).unwrap_or_default();
                if child.try_wait().expect("the state of the server").is_some() {
                    assert!(attempt < 5, "the server ended: {}", said());
                    break;
                }
                if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                    // If it has ended meanwhile, somebody else listens there.
                    if child.try_wait().expect("the state of the server").is_none() {
                        return Server { folder, port, child };
                    }
                    continue;
                }
                assert!(
                    begun.elapsed() < Duration::from_secs(120),
                    "nothing listens: {}",
                    said()
                );
                std::thread::sleep(Duration::from_millis(50));
            }
        }
        unreachable!("it starts, or the test ends")
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

fn folder(name: &str) -> tempfile::TempDir {
    tempfile::Builder::new().prefix(name).tempdir().expect("a folder")
}

fn free_port() -> u16 {
    let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
    free.local_addr().expect("an address").port()
}

/// Apache as Debian has it, with a folder for one user; over TLS with an authority of its own, or in clear.
pub fn web_dav(tls: bool) -> Option<Server> {
    let apache = tool("/usr/sbin/apache2")?;
    let folder = folder("webdav-");
    certificates(folder.path());
    std::fs::create_dir(folder.path().join("files")).expect("a folder");
    let hash = STANDARD.encode(sha1(PASSWORD.as_bytes()));
    std::fs::write(folder.path().join("users"), format!("{USER}:{{SHA}}{hash}\n")).expect("a list of users");
    Some(Server::start(folder, |folder, port| {
        let configuration = folder.join("apache.conf");
        std::fs::write(&configuration, apache_words(folder, port, tls)).expect("a configuration");
        // It gives up root's rights for a user who must be able to write here, unless it is one already.
        let mut command = Command::new(&apache);
        command.args(["-X", "-f"]).arg(&configuration);
        if is_root() {
            let _ = Command::new("chmod").args(["-R", "a+rwX"]).arg(folder).status();
            command.args(["-C", "User www-data", "-C", "Group www-data"]);
        }
        command
    }))
}

fn apache_words(folder: &Path, port: u16, tls: bool) -> String {
    let at = folder.display();
    let mut text = String::new();
    let modules = [
        "mpm_event",
        "authn_core",
        "authn_file",
        "authz_core",
        "authz_user",
        "auth_basic",
        "dav",
        "dav_fs",
        "ssl",
        "socache_shmcb",
    ];
    for name in modules {
        let _ = writeln!(text, "LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so");
    }
    let _ = writeln!(
        text,
        "ServerRoot {at}\nServerName localhost\nListen 127.0.0.1:{port}\nPidFile {at}/pid\nErrorLog {at}/error.log\n\
         DavLockDB {at}/lock\nDocumentRoot {at}/files\n\
         <Directory {at}/files>\nDav On\nAuthType Basic\nAuthName exchange\nAuthUserFile {at}/users\n\
         Require valid-user\n</Directory>"
    );
    if tls {
        let _ = writeln!(
            text,
            "SSLEngine on\nSSLCertificateFile {at}/server.pem\nSSLCertificateKeyFile {at}/server.key"
        );
    }
    text
}

fn is_root() -> bool {
    Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|out| out.stdout == b"0\n")
}

/// What a list of Apache's users takes; by another program, as nothing else here needs so old a hash.
fn sha1(bytes: &[u8]) -> Vec<u8> {
    let mut child = Command::new("openssl")
        .args(["dgst", "-sha1", "-binary"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("openssl runs");
    child
        .stdin
        .take()
        .expect("its input")
        .write_all(bytes)
        .expect("it reads");
    child.wait_with_output().expect("it ends").stdout
}

/// As a file that is sealed to somebody looks, whom nobody is.
pub fn sealed_to_nobody(noise: &[u8]) -> Vec<u8> {
    let nothing = "A".repeat(43);
    let head = format!("age-encryption.org/v1\n-> X25519 {nothing}\n{nothing}\n--- {nothing}\n");
    [head.as_bytes(), noise].concat()
}

/// A place of the settings on a WebDAV server, as `exchange.set` takes it.
pub fn web_dav_place(server: &Server, port: u16, tls: bool) -> Value {
    if tls {
        json!({ "kind": "webDav", "url": format!("https://localhost:{port}/"), "user": USER,
                "caFile": server.folder().join("ca.pem") })
    } else {
        json!({ "kind": "webDav", "url": format!("http://127.0.0.1:{port}/"), "user": USER })
    }
}

/// Azure's own server for tests.
pub fn azure_blob() -> Option<Server> {
    let azurite = tool(installed("target/azurite/node_modules/azurite/dist/src/blob/main.js").to_str()?)?;
    let server = Server::start(folder("azurite-"), |folder, port| {
        let mut command = Command::new("node");
        command
            .arg(&azurite)
            .args(["--blobHost", "127.0.0.1", "--blobPort", &port.to_string()])
            .args(["--silent", "--disableTelemetry", "--skipApiVersionCheck", "--location"])
            .arg(folder);
        command
    });
    make_container(server.port);
    Some(server)
}

pub fn azure_blob_place(port: u16) -> Value {
    json!({ "kind": "azureBlob", "account": ACCOUNT, "container": CONTAINER, "prefix": "a/b",
            "endpoint": format!("http://127.0.0.1:{port}/{ACCOUNT}") })
}

/// One signed question, since the exchange itself makes no containers.
fn make_container(port: u16) {
    let date = chrono::Utc::now().format("%a, %d %b %Y %H:%M:%S GMT");
    let path = format!("/{ACCOUNT}/{CONTAINER}");
    let signed = format!(
        "PUT\n\n\n\n\n\n\n\n\n\n\n\nx-ms-date:{date}\nx-ms-version:2021-08-06\n/{ACCOUNT}{path}\nrestype:container"
    );
    let key = STANDARD.decode(ACCOUNT_KEY).expect("a key");
    let tag = STANDARD.encode(hmac(&key, signed.as_bytes()));
    let question = format!(
        "PUT {path}?restype=container HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nx-ms-date: {date}\r\n\
         x-ms-version: 2021-08-06\r\nAuthorization: SharedKey {ACCOUNT}:{tag}\r\nContent-Length: 0\r\n\
         Connection: close\r\n\r\n"
    );
    let said = ask(port, &question);
    assert!(said.starts_with("HTTP/1.1 201"), "{said}");
}

fn hmac(key: &[u8], text: &[u8]) -> Vec<u8> {
    let pad = |with: u8| -> Vec<u8> { (0..64).map(|at| key.get(at).copied().unwrap_or(0) ^ with).collect() };
    let inner = Sha256::new().chain_update(pad(0x36)).chain_update(text).finalize();
    Sha256::new()
        .chain_update(pad(0x5c))
        .chain_update(inner)
        .finalize()
        .to_vec()
}

/// A server that speaks S3.
pub fn s3() -> Option<Server> {
    let moto = tool(installed("target/validator/bin/moto_server").to_str()?)?;
    let server = Server::start(folder("s3-"), |_, port| {
        let mut command = Command::new(&moto);
        command.args(["-H", "127.0.0.1", "-p", &port.to_string()]);
        command
    });
    let port = server.port;
    let question = format!(
        "PUT /{CONTAINER} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    );
    let said = ask(port, &question);
    assert!(said.starts_with("HTTP/1.1 200"), "{said}");
    Some(server)
}

pub fn s3_place(port: u16) -> Value {
    json!({ "kind": "s3", "bucket": CONTAINER, "region": "us-east-1", "accessKeyId": "AKIDEXAMPLE",
            "endpoint": format!("http://127.0.0.1:{port}") })
}

fn installed(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

fn ask(port: u16, question: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("the server listens");
    stream
        .set_read_timeout(Some(Duration::from_secs(120)))
        .expect("a limit");
    stream.write_all(question.as_bytes()).expect("it reads");
    let mut said = String::new();
    stream.read_to_string(&mut said).expect("the server answers");
    said
}

/// A line to a server that breaks at random, in the middle of what goes either way.
pub struct Line {
    pub port: u16,
    over: Arc<AtomicBool>,
    broken: Arc<AtomicU64>,
    /// Whether it breaks; else it carries everything.
    pub breaks: Arc<AtomicBool>,
}

impl Line {
    /// To a port of this machine; each connection ends after a random number of bytes below `most`.
    pub fn to(port: u16, most: u64, seed: u64) -> Line {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let line = Line {
            port: listener.local_addr().expect("an address").port(),
            over: Arc::new(AtomicBool::new(false)),
            broken: Arc::new(AtomicU64::new(0)),
            breaks: Arc::new(AtomicBool::new(true)),
        };
        let (over, broken, breaks) = (line.over.clone(), line.broken.clone(), line.breaks.clone());
        std::thread::spawn(move || {
            let mut chance = seed | 1;
            for one in listener.incoming() {
                if over.load(Ordering::Relaxed) {
                    break;
                }
                let Ok(near) = one else { continue };
                chance ^= chance << 13;
                chance ^= chance >> 7;
                chance ^= chance << 17;
                let left = match breaks.load(Ordering::Relaxed) {
                    true => chance % most,
                    false => u64::MAX,
                };
                carry(near, port, left, &broken);
            }
        });
        line
    }

    /// How many connections it broke.
    pub fn broken(&self) -> u64 {
        self.broken.load(Ordering::Relaxed)
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect_timeout(&SocketAddr::from(([127, 0, 0, 1], self.port)), Duration::from_secs(1));
    }
}

fn carry(near: TcpStream, port: u16, left: u64, broken: &Arc<AtomicU64>) {
    let Ok(far) = TcpStream::connect(("127.0.0.1", port)) else {
        let _ = near.shutdown(Shutdown::Both);
        return;
    };
    let left = Arc::new(AtomicU64::new(left));
    for (mut from, mut to) in [
        (near.try_clone().expect("a handle"), far.try_clone().expect("a handle")),
        (far, near),
    ] {
        let (left, broken) = (left.clone(), broken.clone());
        std::thread::spawn(move || {
            let mut chunk = [0; 4_096];
            while let Ok(count @ 1..) = from.read(&mut chunk) {
                let before = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                    Some(left.saturating_sub(count as u64))
                });
                let carried = usize::try_from(before.unwrap_or(0)).unwrap_or(usize::MAX).min(count);
                if to.write_all(&chunk[..carried]).is_err() {
                    break;
                }
                if carried < count {
                    broken.fetch_add(1, Ordering::Relaxed);
                    break;
                }
            }
            let _ = from.shutdown(Shutdown::Both);
            let _ = to.shutdown(Shutdown::Both);
        });
    }
}
