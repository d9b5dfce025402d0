//! A throw-away OpenLDAP server on free loopback ports, in a folder of its own, with its own
//! certification authority. It is ended when dropped, by its own process id.

use std::fs;
use std::io::Write as _;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::Once;
use std::time::{Duration, Instant};

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, KeyUsagePurpose};
use serde_json::{Value, json};

pub const BASE: &str = "dc=example,dc=org";
pub const READER: &str = "cn=reader,dc=example,dc=org";
pub const WRITER: &str = "cn=writer,dc=example,dc=org";
pub const ADMIN: &str = "cn=admin,dc=example,dc=org";
pub const PASSWORD: &str = "a passphrase for tests";

/// The path of a tool, or `None` when it is not installed: the test is then skipped, unless
/// `REQUIRE_DIRECTORIES=1` says that skipping is a failure.
pub fn tool(path: &str) -> Option<PathBuf> {
    let found = PathBuf::from(path);
    if found.exists() {
        return Some(found);
    }
    assert!(
        std::env::var_os("REQUIRE_DIRECTORIES").is_none(),
        "{path} is not installed"
    );
    eprintln!("skipped: {path} is not installed");
    None
}

/// How a server differs from the usual one.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// Referential integrity, which rewrites groups behind the scenes.
    pub refint: bool,
    /// The most entries one search may return, also in pages; the reader has no limit unless set.
    pub reader_limit: Option<u32>,
    /// How many changes the server remembers.
    pub session_log: u32,
    /// Whether the server writes every change it made into a file: [`Slapd::changes_made`].
    pub change_log: bool,
}

impl Default for Shape {
    fn default() -> Self {
        Shape {
            refint: true,
            reader_limit: None,
            session_log: 100_000,
            change_log: false,
        }
    }
}

pub struct Slapd {
    folder: tempfile::TempDir,
    pub port: u16,
    pub tls_port: u16,
    pub ca_pem: String,
    child: Option<Child>,
}

const PEOPLE: &str = "dn: dc=example,dc=org
objectClass: dcObject
objectClass: organization
o: Example
dc: example

dn: ou=people,dc=example,dc=org
objectClass: organizationalUnit
ou: people

dn: ou=groups,dc=example,dc=org
objectClass: organizationalUnit
ou: groups

dn: cn=reader,dc=example,dc=org
objectClass: applicationProcess
objectClass: simpleSecurityObject
cn: reader
userPassword: a passphrase for tests

dn: cn=writer,dc=example,dc=org
objectClass: applicationProcess
objectClass: simpleSecurityObject
cn: writer
userPassword: a passphrase for tests

";

impl Slapd {
    /// Starts a server holding a base, two accounts, `ou=people`, `ou=groups` and `ldif`.
    pub fn start(ldif: &str) -> Option<Slapd> {
        Slapd::start_with(ldif, Shape::default())
    }

    pub fn start_with(ldif: &str, shape: Shape) -> Option<Slapd> {
        tool("/usr/sbin/slapd")?;
        tool("/usr/lib/ldap/lastbind.so")?;
        let begun = Instant::now();
        let folder = tempfile::Builder::new().prefix("slapd-").tempdir().expect("a folder");
        let at = folder.path().to_owned();
        let ca_pem = certificates(&at);
        fs::create_dir(at.join("db")).expect("a folder for the database");
        fs::write(at.join("slapd.conf"), configuration(&at, shape)).expect("a configuration");
        fs::write(at.join("in.ldif"), format!("{PEOPLE}{ldif}")).expect("the first entries");
        run(Command::new("/usr/sbin/slapadd")
            .args(["-q", "-w", "-f"])
            .arg(at.join("slapd.conf"))
            .arg("-l")
            .arg(at.join("in.ldif")));
        let mut server = Slapd {
            folder,
            port: 0,
            tls_port: 0,
            ca_pem,
            child: None,
        };
        server.begin(true);
        static TOLD: Once = Once::new();
        // Past the capture of the test's output, once for each program of tests.
        TOLD.call_once(|| {
            let text = format!("slapd was filled and ready in {:.1} s", begun.elapsed().as_secs_f64());
            let _ = writeln!(std::io::stderr(), "{text}");
        });
        Some(server)
    }

    /// Where the server keeps its files.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Starts the server again on its ports.
    pub fn start_again(&mut self) {
        assert!(self.child.is_none(), "the server runs already");
        self.begin(false);
    }

    /// Asks the server to end, and waits for it.
    pub fn stop(&mut self) {
        let Some(mut child) = self.child.take() else {
            return;
        };
        run(Command::new("kill").arg(child.id().to_string()));
        let begun = Instant::now();
        while child.try_wait().expect("the state of the server").is_none() {
            assert!(begun.elapsed() < Duration::from_secs(30), "the server does not end");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Ends the server without asking.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    pub fn id(&self) -> Option<u32> {
        self.child.as_ref().map(Child::id)
    }

    pub fn url(&self) -> String {
        format!("ldap://127.0.0.1:{}", self.port)
    }

    pub fn tls_url(&self) -> String {
        format!("ldaps://127.0.0.1:{}", self.tls_port)
    }

    /// Settings for the reader over TLS.
    pub fn settings(&self) -> Value {
        json!({ "url": self.tls_url(), "caPem": self.ca_pem, "bindDn": READER, "base": BASE, "answerFor": 30 })
    }

    /// Settings for the account that may change groups.
    pub fn writer_settings(&self) -> Value {
        let mut settings = self.settings();
        settings["bindDn"] = json!(WRITER);
        settings
    }

    /// Runs an LDIF of changes as the administrator.
    pub fn modify(&self, ldif: &str) {
        let file = self.folder().join("change.ldif");
        fs::write(&file, ldif).expect("a file of changes");
        run(Command::new("ldapmodify")
            .args(["-x", "-H", &self.url(), "-D", ADMIN, "-w", PASSWORD, "-f"])
            .arg(&file));
    }

    /// Runs an LDIF of changes as the administrator; what the server refuses is passed over.
    pub fn modify_where_possible(&self, ldif: &str) {
        let file = self.folder().join("change.ldif");
        fs::write(&file, ldif).expect("a file of changes");
        let mut command = Command::new("ldapmodify");
        command.args(["-c", "-x", "-H", &self.url(), "-D", ADMIN, "-w", PASSWORD, "-f"]);
        command.arg(&file).output().expect("ldapmodify runs");
    }

    /// What `ldapsearch` prints, unfolded.
    pub fn search(&self, filter: &str, attributes: &[&str]) -> String {
        let mut command = Command::new("ldapsearch");
        command.args(["-x", "-LLL", "-o", "ldif-wrap=no", "-E", "pr=1000/noprompt"]);
        command.args(["-H", &self.url(), "-D", ADMIN, "-w", PASSWORD, "-b", BASE, filter]);
        let output = run(command.args(attributes));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// What the server itself wrote down of the changes it made, as LDIF; refused ones are not in it.
    pub fn changes_made(&self) -> String {
        fs::read_to_string(self.folder().join("changes.ldif")).expect("a server with a change log")
    }

    /// How many entries `ldapsearch` finds.
    pub fn count(&self, filter: &str) -> u64 {
        self.search(filter, &["1.1"])
            .lines()
            .filter(|line| line.starts_with("dn:"))
            .count() as u64
    }

    // A server cannot tell a port of its own: two free ones are taken, and others if somebody was
    // faster.
    fn begin(&mut self, choose: bool) {
        for attempt in 0.. {
            if choose {
                let free = || TcpListener::bind("127.0.0.1:0").expect("a free port");
                let (one, two) = (free(), free());
                let port = |listener: &TcpListener| listener.local_addr().expect("its port").port();
                (self.port, self.tls_port) = (port(&one), port(&two));
            }
            let log_at = self.folder().join("log");
            let log = fs::File::create(&log_at).expect("a log");
            let mut command = Command::new("/usr/sbin/slapd");
            command.args(["-d", "0", "-f"]).arg(self.folder().join("slapd.conf"));
            command.arg("-h").arg(format!("{}/ {}/", self.url(), self.tls_url()));
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
            // A group of its own, so that an interrupt at the terminal ends the tests first.
            std::os::unix::process::CommandExt::process_group(&mut command, 0);
            let mut child = command.spawn().expect("the server starts");
            let begun = Instant::now();
            loop {
                let said = || fs::read_to_string(&log_at).unwrap_or_default();
                if child.try_wait().expect("the state of the server").is_some() {
                    assert!(choose && attempt < 5, "the server ended: {}", said());
                    break;
                }
                if TcpStream::connect(("127.0.0.1", self.tls_port)).is_ok() {
                    // If it has ended meanwhile, somebody else listens there.
                    if child.try_wait().expect("the state of the server").is_none() {
                        self.child = Some(child);
                        return;
                    }
                    continue;
                }
                assert!(
                    begun.elapsed() < Duration::from_secs(120),
                    "the server is not ready: {}",
                    said()
                );
                std::thread::sleep(Duration::from_millis(10));
            }
        }
    }
}

impl Drop for Slapd {
    fn drop(&mut self) {
        self.kill();
    }
}

pub fn run(command: &mut Command) -> Output {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(
        output.status.success(),
        "{command:?}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    output
}

/// Writes a server certificate into the folder and answers the authority that signed it.
pub fn certificates(folder: &Path) -> String {
    let ca_key = KeyPair::generate().expect("a key");
    let mut ca = CertificateParams::new(Vec::new()).expect("an authority");
    ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    ca.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let ca_pem = ca.self_signed(&ca_key).expect("an authority").pem();
    let issuer = Issuer::new(ca, ca_key);
    let key = KeyPair::generate().expect("a key");
    let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
    let mut server = CertificateParams::new(names).expect("a certificate");
    server.use_authority_key_identifier_extension = true;
    let certificate = server.signed_by(&key, &issuer).expect("a certificate").pem();
    for (name, text) in [
        ("ca.pem", &ca_pem),
        ("server.pem", &certificate),
        ("server.key", &key.serialize_pem()),
    ] {
        fs::write(folder.join(name), text).expect("a certificate file");
    }
    ca_pem
}

fn configuration(folder: &Path, shape: Shape) -> String {
    let at = folder.display();
    let reader = match shape.reader_limit {
        Some(limit) => format!("size={limit} size.pr={limit} size.prtotal={limit}"),
        None => "size=unlimited time=unlimited".into(),
    };
    let refint = if shape.refint {
        format!(
            "overlay refint\nrefint_attributes member manager owner uniqueMember\nrefint_nothing cn=nobody,{BASE}\n"
        )
    } else {
        String::new()
    };
    let log = shape.session_log;
    let (load_log, change_log) = if shape.change_log {
        (
            "moduleload auditlog\n",
            format!("overlay auditlog\nauditlog {at}/changes.ldif\n"),
        )
    } else {
        ("", String::new())
    };
    format!(
        "include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/nis.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload memberof
moduleload refint
moduleload ppolicy
moduleload lastbind
moduleload syncprov
{load_log}TLSCACertificateFile {at}/ca.pem
TLSCertificateFile {at}/server.pem
TLSCertificateKeyFile {at}/server.key
sortvals member
sizelimit size.soft=500 size.hard=500 size.pr=unlimited size.prtotal=unlimited
sockbuf_max_incoming_auth 33554432
database mdb
suffix \"{BASE}\"
rootdn \"{ADMIN}\"
rootpw \"{PASSWORD}\"
directory {at}/db
maxsize 4294967296
dbnosync
multival member 200,100
index objectClass,uid,cn,member,owner,manager,entryUUID,entryCSN eq
limits dn.exact=\"{READER}\" {reader}
limits dn.exact=\"{WRITER}\" size=unlimited
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact=\"{WRITER}\" write by users read
{change_log}overlay memberof
{refint}overlay ppolicy
overlay lastbind
overlay syncprov
syncprov-checkpoint 100 5
syncprov-sessionlog {log}
"
    )
}
