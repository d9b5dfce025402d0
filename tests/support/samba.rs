//! A throw-away Active Directory (Samba) on a loopback address of its own, in a folder of its own, with
//! its own certification authority. It is ended when dropped, by its own process id.
//!
//! Making a domain takes seconds, so it is made once, beside the tests' programs, and again when what it holds
//! changes; every server starts on a copy of it.

mod pair;

use std::fs;
use std::io::Write as _;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::domain;
use crate::slapd::{certificates, run, tool};

pub const DOMAIN: &str = "DC=lab,DC=test";
/// An ordinary account of the domain: it may read, and no more.
pub const READER: &str = "reader@lab.test";
/// An account that may change groups and accounts.
pub const WRITER: &str = "writer@lab.test";
const ADMIN: &str = "Administrator@lab.test";
/// Of every account of the domain.
pub const PASSWORD: &str = "A passphrase 4 tests";

pub struct Samba {
    folder: tempfile::TempDir,
    address: String,
    pub ca_pem: String,
    child: Option<Child>,
}

impl Samba {
    /// Starts a controller of the domain that [`domain::ldif`] fills; `None` where that cannot be.
    pub fn start() -> Option<Samba> {
        static TEMPLATE: OnceLock<PathBuf> = OnceLock::new();
        Samba::begin(|| TEMPLATE.get_or_init(|| template(&domain::ldif())).clone())
    }

    /// The same with more entries, which are kept for the next run too.
    pub fn start_with(more: &str) -> Option<Samba> {
        Samba::begin(|| template(&(domain::ldif() + more)))
    }

    fn begin(template: impl FnOnce() -> PathBuf) -> Option<Samba> {
        tools()?;
        let address = free_address()?;
        Some(Samba::on_copy(&template(), address, ALONE))
    }

    /// Starts a controller on a copy of what it was made to hold.
    fn on_copy(template: &Path, address: String, role: Role) -> Samba {
        let begun = Instant::now();
        let folder = tempfile::Builder::new().prefix("samba-").tempdir().expect("a folder");
        run(Command::new("cp")
            .args(["-r", "--preserve=mode"])
            .arg(template.join("ad"))
            .arg(folder.path()));
        for file in ["ca.pem", "server.pem", "server.key"] {
            fs::copy(template.join(file), folder.path().join(file)).expect("a certificate");
        }
        // A controller does not begin with a key that others may read.
        let key = folder.path().join("server.key");
        fs::set_permissions(key, std::os::unix::fs::PermissionsExt::from_mode(0o600)).expect("a key of one's own");
        configure(folder.path(), &address, role);
        let mut server = Samba {
            folder,
            address,
            ca_pem: fs::read_to_string(template.join("ca.pem")).expect("the authority"),
            child: None,
        };
        server.start_again();
        tell(&format!(
            "a controller was ready after {:.1} s",
            begun.elapsed().as_secs_f64()
        ));
        server
    }

    pub fn address(&self) -> &str {
        &self.address
    }

    pub fn tls_url(&self) -> String {
        format!("ldaps://{}", self.address)
    }

    pub fn url(&self) -> String {
        format!("ldap://{}", self.address)
    }

    /// Settings of an account over LDAPS.
    pub fn settings(&self, account: &str) -> Value {
        json!({
            "url": self.tls_url(), "caPem": self.ca_pem, "serverName": "localhost", "bindDn": account,
            "guestRule": { "under": domain::GUESTS }, "answerFor": 60
        })
    }

    /// Starts the controller on its address, and waits until it lets somebody in.
    pub fn start_again(&mut self) {
        assert!(self.child.is_none(), "the controller runs already");
        let log_at = self.folder.path().join("log");
        let log = fs::File::create(&log_at).expect("a log");
        let mut command = Command::new("/usr/sbin/samba");
        command.args(["-i", "-M", "single", "--debug-stdout", "-s"]);
        command.arg(self.folder.path().join("ad/etc/smb.conf"));
        command.env("TDB_NO_FSYNC", "1");
        command.env("KRB5_CONFIG", self.folder.path().join("krb5.conf"));
        command
            .stdin(Stdio::null())
            .stderr(log.try_clone().expect("a log"))
            .stdout(log);
        // A group of its own, so that an interrupt at the terminal ends the tests first.
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command.spawn().expect("the controller starts");
        let begun = Instant::now();
        let said = || fs::read_to_string(&log_at).unwrap_or_default();
        while TcpStream::connect((self.address.as_str(), 636)).is_err() {
            let ended = child.try_wait().expect("the state of the controller");
            assert!(ended.is_none(), "the controller ended: {}", said());
            assert!(
                begun.elapsed() < Duration::from_secs(120),
                "the controller is not ready: {}",
                said()
            );
            std::thread::sleep(Duration::from_millis(20));
        }
        self.child = Some(child);
    }

    /// Ends the controller, and waits for it.
    pub fn stop(&mut self) {
        let Some(mut child) = self.child.take() else {
            return;
        };
        run(Command::new("kill").arg(child.id().to_string()));
        let begun = Instant::now();
        while child.try_wait().expect("the state of the controller").is_none() {
            assert!(begun.elapsed() < Duration::from_secs(30), "the controller does not end");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Runs an LDIF of changes as the administrator of the domain.
    pub fn modify(&self, ldif: &str) {
        run(&mut self.change(ldif, &[]));
    }

    /// Runs an LDIF of changes as the administrator; what the controller refuses is passed over.
    pub fn modify_where_possible(&self, ldif: &str) {
        self.change(ldif, &["-c"]).output().expect("ldapmodify runs");
    }

    fn change(&self, ldif: &str, more: &[&str]) -> Command {
        let file = self.folder.path().join("change.ldif");
        fs::write(&file, ldif).expect("a file of changes");
        let mut command = self.client("ldapmodify");
        command.args(more).arg("-f").arg(&file);
        command
    }

    /// What `ldapsearch` prints, unfolded.
    pub fn search(&self, filter: &str, attributes: &[&str]) -> String {
        let mut command = self.client("ldapsearch");
        command.args(["-LLL", "-o", "ldif-wrap=no", "-b", DOMAIN, filter]);
        let output = run(command.args(attributes));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// How many entries `ldapsearch` finds.
    pub fn count(&self, filter: &str) -> u64 {
        let found = self.search(filter, &["1.1"]);
        found.lines().filter(|line| line.starts_with("dn:")).count() as u64
    }

    /// The members of a group by the controller's own word, by their common names, in order.
    pub fn members(&self, group: &str) -> Vec<String> {
        let found = self.search(&format!("(cn={group})"), &["member"]);
        let names = found.lines().filter_map(|line| line.strip_prefix("member: CN="));
        let mut names: Vec<_> = names
            .filter_map(|name| name.split(',').next())
            .map(str::to_owned)
            .collect();
        names.sort();
        names
    }

    /// A program of OpenLDAP's that signs in as the administrator.
    pub fn client(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.args(["-x", "-H", &self.tls_url(), "-D", ADMIN, "-w", PASSWORD]);
        command.env("LDAPTLS_CACERT", self.folder.path().join("ca.pem"));
        // OpenLDAP's tools know no other name for the server than its address; the product's connector does.
        command.env("LDAPTLS_REQCERT", "never");
        command
    }
}

impl Drop for Samba {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn tools() -> Option<()> {
    tool("/usr/sbin/samba")?;
    tool("/usr/lib/python3/dist-packages/samba/provision/__init__.py")?;
    tool("/usr/bin/ldapmodify").map(drop)
}

/// What kind of controller it is.
#[derive(Clone, Copy)]
struct Role {
    name: &'static str,
    services: &'static str,
    /// Whether a password is taken in clear, so that a test can look at what goes over the line.
    clear: bool,
}

const ALONE: Role = Role {
    name: "DC1",
    services: "ldap",
    clear: false,
};

/// Controllers listen at fixed ports, so each has an address of its own.
fn free_address() -> Option<String> {
    static NEXT: AtomicU8 = AtomicU8::new(1);
    let process = std::process::id();
    for _ in 0..100 {
        let last = NEXT.fetch_add(1, Ordering::Relaxed) % 250 + 1;
        let address = format!("127.{}.{}.{last}", 64 + process % 128, (process / 128) % 256);
        match TcpListener::bind((address.as_str(), 636)) {
            Ok(_) => return Some(address),
            Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
                tell("skipped: a controller listens at ports below 1024, which only root may use here");
                return None;
            }
            Err(_) => {}
        }
    }
    panic!("no address of this machine is free");
}

/// The folder of the domain with these entries, that controllers are copies of.
fn template(ldif: &str) -> PathBuf {
    let script = script("provision.py");
    let made_of = [fs::read(&script).expect("the script"), ldif.into()];
    keep("domain", &made_of, |at| {
        certificates(at);
        configure(at, "127.0.0.1", ALONE);
        fs::write(at.join("in.ldif"), ldif).expect("the first entries");
        run(Command::new("/usr/bin/python3")
            .arg(&script)
            .arg(at.join("ad/etc/smb.conf"))
            .args(["127.0.0.1", PASSWORD])
            .arg(at.join("in.ldif"))
            .env("TDB_NO_FSYNC", "1"));
    })
}

fn script(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "support", name].iter().collect()
}

/// A folder that is made once of these, and kept for the next run too.
fn keep(name: &str, made_of: &[Vec<u8>], make: impl FnOnce(&Path)) -> PathBuf {
    let digest = made_of
        .iter()
        .fold(Sha256::new(), |sum, part| sum.chain_update(part))
        .finalize();
    let digest: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let program = std::env::current_exe().expect("the path of the test");
    let target = program.parent().and_then(Path::parent).expect("the target folder");
    let kept = target.join(format!("{name}-{digest}"));
    if kept.exists() {
        tell(&format!("the {name} is there from an earlier run"));
        return kept;
    }
    let begun = Instant::now();
    let folder = tempfile::Builder::new()
        .prefix(&format!("{name}-"))
        .tempdir_in(target)
        .expect("a folder");
    make(folder.path());
    tell(&format!(
        "the {name} was made in {:.1} s",
        begun.elapsed().as_secs_f64()
    ));
    // Another program of tests may have been faster; then its folder is as good.
    match fs::rename(folder.path(), &kept) {
        Ok(()) => drop(folder.keep()),
        Err(error) => assert!(kept.exists(), "the {name} cannot be kept: {error}"),
    }
    kept
}

/// Past the capture of the test's output: how long this takes is worth knowing in every run.
fn tell(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// A configuration with every path inside the folder.
fn configure(folder: &Path, address: &str, role: Role) {
    let at = folder.display();
    let Role { name, services, clear } = role;
    let strong = if clear { "no" } else { "allow_sasl_over_tls" };
    for place in ["ad/etc", "run/ncalrpc"] {
        fs::create_dir_all(folder.join(place)).expect("a folder");
    }
    let text = format!(
        "[global]
netbios name = {name}
realm = LAB.TEST
workgroup = LAB
server role = active directory domain controller
interfaces = {address}/8
bind interfaces only = yes
server services = {services}
dcerpc endpoint servers = epmapper, drsuapi, lsarpc, samr, netlogon
private dir = {at}/ad/private
lock directory = {at}/ad
state directory = {at}/ad/state
cache directory = {at}/ad/cache
binddns dir = {at}/ad/bind-dns
pid directory = {at}/run
ncalrpc dir = {at}/run/ncalrpc
ntp signd socket directory = {at}/run/ntp
winbindd socket directory = {at}/run/winbindd
log file = {at}/samba.log
log level = 1
tls enabled = yes
tls keyfile = {at}/server.key
tls certfile = {at}/server.pem
tls cafile = {at}/ca.pem
ldap server require strong auth = {strong}
nsupdate command = /bin/true
dns update command = /bin/true
spn update command = /bin/true
samba kcc command = /bin/true
[sysvol]
path = {at}/ad/state/sysvol
[netlogon]
path = {at}/ad/state/sysvol/lab.test/scripts
"
    );
    fs::write(folder.join("ad/etc/smb.conf"), text).expect("a configuration");
    fs::write(folder.join("krb5.conf"), "[libdefaults]\ndefault_realm = LAB.TEST\n").expect("a configuration");
}
