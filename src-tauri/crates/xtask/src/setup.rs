//! `setup`: installs what building and testing needs, and nothing that is there already.

use std::collections::HashSet;
use std::process::{Command, Stdio};

use crate::place;
use crate::step::{self, Outcome};

/// Debian packages that building needs: the system's web view, its desktop library, the keyring's bus,
/// and a C compiler and Perl for the encrypted SQLite.
const BUILD: &[&str] = &[
    "build-essential",
    "libdbus-1-dev",
    "libgtk-3-dev",
    "librsvg2-dev",
    "libwebkit2gtk-4.1-dev",
    "perl",
    "pkg-config",
];

/// Debian packages that testing needs: a real directory, a real window, and other people's PDF tools.
const TEST: &[&str] = &[
    "apache2-bin",
    "dbus-x11",
    "fonts-noto-cjk",
    "fonts-noto-core",
    "gnome-keyring",
    "imagemagick",
    "ldap-utils",
    "libreoffice-calc-nogui",
    "mupdf-tools",
    "openssl",
    "poppler-utils",
    "python3-aiosmtpd",
    "python3-icalendar",
    "python3-jsonschema",
    "python3-markdown",
    "python3-uno",
    "python3-venv",
    "qpdf",
    "samba-ad-dc",
    "samba-ad-provision",
    "samba-dsdb-modules",
    "slapd",
    "slapd-contrib",
    "webkit2gtk-driver",
    "xauth",
    "xvfb",
];

/// Installs the packages named after it. No service is started: the tests start their own servers,
/// on loopback. A policy that was there before is put back, whatever happens.
const INSTALL: &str = r#"# install packages
set -eu
policy=/usr/sbin/policy-rc.d
kept=
if [ -e "$policy" ]; then kept=$(mktemp); cp -p "$policy" "$kept"; fi
put_back() { if [ -n "$kept" ]; then mv -f "$kept" "$policy"; else rm -f "$policy"; fi; }
trap put_back EXIT
trap 'exit 130' INT TERM
printf '#!/bin/sh\nexit 101\n' > "$policy"
chmod 755 "$policy"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends "$@" > /dev/null
"#;

/// An LDIF that this project did not write: the example of 389 Directory Server. Its package is only
/// unpacked below the target folder, because installing it would bring a whole server along.
const UNPACK: &str = r#"# unpack a public LDIF
set -eu
mkdir -p "$1"
cd "$1"
apt-get download -qq 389-ds-base 2>/dev/null || { apt-get update -qq; apt-get download -qq 389-ds-base; }
dpkg -x ./389-ds-base_*.deb .
rm -f ./389-ds-base_*.deb
"#;
const PUBLIC_LDIF: &str = "target/public/usr/share/dirsrv/data/Example.ldif";

/// Validators of PDF files, and a server that speaks S3, which Debian does not have, from PyPI; tests run them from the
/// folder below.
const VALIDATOR: &[&str] = &["pyhanko==0.38.0", "pikepdf==10.17.0", "moto[server]==5.2.5"];
const VALIDATOR_FOLDER: &str = "target/validator";

/// Azure's own server of blobs for tests, from npm, in a folder of its own.
const BLOBS: &str = "azurite@3.37.0";
const BLOBS_FOLDER: &str = "target/azurite";

pub fn run(words: &[String]) -> Outcome {
    for_building()?;
    if !words.iter().any(|word| word == "--build") {
        for_testing()?;
    }
    eprintln!("Everything needed is installed.");
    Ok(())
}

/// What building needs: system packages and the user interface's packages.
pub fn for_building() -> Outcome {
    install(BUILD)?;
    node()?;
    packages()
}

/// What testing needs beyond that.
pub fn for_testing() -> Outcome {
    install(TEST)?;
    validator()?;
    blobs()?;
    public_ldif()
}

/// What it would build for telling its maker how it is used is left out with its scripts.
fn blobs() -> Outcome {
    let folder = place::root().join(BLOBS_FOLDER);
    let stamp = folder.join("installed");
    if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == BLOBS) {
        return Ok(());
    }
    eprintln!("Installing {BLOBS}.");
    let wrong = |problem: std::io::Error| format!("{} cannot be written: {problem}.", folder.display());
    std::fs::create_dir_all(&folder).map_err(wrong)?;
    std::fs::write(folder.join("package.json"), r#"{ "private": true }"#).map_err(wrong)?;
    let words = [
        "install",
        "--no-audit",
        "--no-fund",
        "--omit=dev",
        "--ignore-scripts",
        "--loglevel=error",
        BLOBS,
    ];
    step::run(step::program("npm", &words).current_dir(&folder))?;
    std::fs::write(&stamp, BLOBS).map_err(wrong)
}

/// A Python of its own, so that nothing else of this machine is changed.
fn validator() -> Outcome {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    let folder = place::root().join(VALIDATOR_FOLDER);
    // A file says which ones are installed.
    let (stamp, wanted) = (folder.join("installed"), VALIDATOR.join("\n"));
    if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    eprintln!("Installing {}.", VALIDATOR.join(" "));
    step::run(step::program("python3", &["-m", "venv"]).arg(&folder))?;
    let pip = folder.join("bin/pip");
    let pip = pip.to_str().ok_or("the path of this project is not UTF-8.")?;
    step::run(step::program(pip, &["install", "--quiet", "--disable-pip-version-check"]).args(VALIDATOR))?;
    std::fs::write(&stamp, wanted).map_err(|problem| format!("{} cannot be written: {problem}.", stamp.display()))
}

fn public_ldif() -> Outcome {
    if !cfg!(target_os = "linux") || place::root().join(PUBLIC_LDIF).exists() {
        return Ok(());
    }
    let folder = place::root().join("target/public");
    // What apt says of its own sandbox is no news when it runs as root; its failures still end the step.
    step::run(
        step::program("sh", &["-c", UNPACK, "sh"])
            .arg(folder)
            .stderr(Stdio::null()),
    )
}

fn install(wanted: &[&str]) -> Outcome {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    if !place::is_installed("dpkg-query") || !place::is_installed("apt-get") {
        return Err(format!(
            "this is not a Debian-like system, so the packages must be installed by hand; on Debian they are: {}.",
            wanted.join(" ")
        ));
    }
    let missing = missing(wanted);
    if missing.is_empty() {
        return Ok(());
    }
    eprintln!("Installing {}.", missing.join(" "));
    let mut command = if is_root()? {
        Command::new("sh")
    } else if place::is_installed("sudo") {
        step::program("sudo", &["sh"])
    } else {
        return Err(format!(
            "packages are missing and there is no sudo; as root, run: apt-get install {}",
            missing.join(" ")
        ));
    };
    step::run(command.args(["-c", INSTALL, "sh"]).args(&missing).stdin(Stdio::null()))
}

/// Those of the packages that are not installed. dpkg-query ends with an error when it knows none of
/// them, which says the same.
fn missing<'a>(wanted: &[&'a str]) -> Vec<&'a str> {
    let output = Command::new("dpkg-query")
        .args(["-W", "-f", "${db:Status-Status} ${Package}\n"])
        .args(wanted)
        .stderr(Stdio::null())
        .output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    let text = text.unwrap_or_default();
    let installed: HashSet<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("installed "))
        .collect();
    wanted
        .iter()
        .copied()
        .filter(|name| !installed.contains(name))
        .collect()
}

fn is_root() -> Result<bool, String> {
    Ok(step::read(&mut step::program("id", &["-u"]))?.trim() == "0")
}

fn node() -> Outcome {
    let version = step::read(&mut step::program("node", &["--version"]))
        .map_err(|_| "Node.js 20 or newer is needed, and there is no `node`.".to_owned())?;
    let major = version
        .trim()
        .trim_start_matches('v')
        .split('.')
        .next()
        .unwrap_or_default();
    match major.parse::<u32>() {
        Ok(major) if major >= 20 => Ok(()),
        _ => Err(format!("Node.js 20 or newer is needed, this is {}.", version.trim())),
    }
}

/// The user interface's packages, exactly as its lock file names them.
fn packages() -> Outcome {
    let lock = place::ui().join("package-lock.json");
    let wanted = std::fs::read(&lock).map_err(|problem| format!("{} cannot be read: {problem}.", lock.display()))?;
    // A copy of the lock file says which one the packages were installed from.
    let stamp = place::ui().join("node_modules/.installed-from.json");
    if std::fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    step::run(&mut step::npm(&["ci", "--no-audit", "--no-fund", "--loglevel=error"]))?;
    std::fs::write(&stamp, wanted).map_err(|problem| format!("{} cannot be written: {problem}.", stamp.display()))
}
