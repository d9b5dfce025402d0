//! `bundle`: a Debian package with the window and the command line, checked by installing it.
//!
//! Made with Debian's own tools: they are on every machine that can build it, and compute the exact
//! packages it depends on.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::step::{self, Outcome, Steps};
use crate::{place, setup};

const PROGRAMS: &[&str] = &["countersign", "countersign-desktop", "countersign-verify"];
const SIZES: &[u32] = &[16, 24, 32, 48, 64, 128, 256, 512];

const DESKTOP_ENTRY: &str = "\
[Desktop Entry]
Type=Application
Name=Countersign
GenericName=Access reviews
Comment=Access reviews with evidence, offline
Exec=countersign-desktop
Icon=countersign
Categories=Office;Security;
Keywords=access;review;audit;evidence;LDAP;
StartupWMClass=countersign-desktop
Terminal=false
";

const DESCRIPTION: &str = "\
Description: Access reviews with evidence, offline
 Reviews who has access to what over your own directory, carries out the
 result, and hands the auditor a PDF that proves it. Works without a network.
";

/// Starts the installed window on a display of its own and looks whether it is there.
const LOOK: &str = r#"# start the installed window
set -eu
countersign --version
countersign-desktop &
window=$!
for _ in $(seq 100); do
    sleep 0.2
    kill -0 "$window" 2>/dev/null || { echo 'The window closed by itself.' >&2; exit 1; }
    colours=$(import -window root png:- | identify -format %k -)
    if [ "$colours" -gt 20 ]; then import -window root "$1"; kill "$window"; exit 0; fi
done
kill "$window"
echo 'The window stays blank.' >&2
exit 1
"#;

pub fn run(words: &[String]) -> Outcome {
    let check = match words {
        [] => true,
        [word] if word == "--no-check" => false,
        _ => return Err("`bundle` knows only --no-check.".to_owned()),
    };
    let folder = place::target().join("bundle");
    let mut package = Err("it was not made".to_owned());
    let mut steps = Steps::new(false);
    steps.take("setup", setup::for_building);
    steps.take("user interface: build", || {
        step::run(&mut step::npm(&["run", "--silent", "build"]))
    });
    steps.take("programs", || {
        let packages = [
            "--package",
            "countersign-cli",
            "--package",
            "countersign-desktop",
            "--package",
            "countersign-verify",
        ];
        step::run(step::cargo(&["build", "--release", "--locked"]).args(packages))
    });
    steps.take("package", || {
        package = make(&folder);
        package.as_ref().map(|_| ()).map_err(Clone::clone)
    });
    if check {
        steps.take("setup for the check", setup::for_testing);
        steps.take("install and start", || {
            install_and_start(package.as_ref().map_err(Clone::clone)?, &folder)
        });
    }
    steps.finish()?;
    println!("{}", package?.display());
    Ok(())
}

/// Lays the package's files out below `folder/root` and packs them.
fn make(folder: &Path) -> Result<PathBuf, String> {
    let top = folder.join("root");
    if top.exists() {
        fs::remove_dir_all(&top).map_err(|problem| format!("{}: {problem}", top.display()))?;
    }
    for name in PROGRAMS {
        copy(&place::program("release", name), &top.join("usr/bin").join(name))?;
    }
    for size in SIZES {
        let icon = place::root().join(format!("icons/{size}.png"));
        copy(
            &icon,
            &top.join(format!("usr/share/icons/hicolor/{size}x{size}/apps/countersign.png")),
        )?;
    }
    let drawing = place::root().join("icons/countersign.svg");
    copy(
        &drawing,
        &top.join("usr/share/icons/hicolor/scalable/apps/countersign.svg"),
    )?;
    copy(
        &place::root().join("LICENSE"),
        &top.join("usr/share/doc/countersign/copyright"),
    )?;
    write(&top.join("usr/share/applications/countersign.desktop"), DESKTOP_ENTRY)?;

    let architecture = step::read(&mut step::program("dpkg", &["--print-architecture"]))?;
    let architecture = architecture.trim();
    let version = env!("CARGO_PKG_VERSION");
    let control = format!(
        "Package: countersign\nVersion: {version}\nArchitecture: {architecture}\nSection: admin\n\
         Priority: optional\nMaintainer: The Countersign authors <countersign@example.org>\n\
         Installed-Size: {}\nDepends: {}\nRecommends: gnome-keyring | keepassxc\n{DESCRIPTION}",
        size_of(&top)?.div_ceil(1024),
        dependencies(folder)?,
    );
    write(&top.join("DEBIAN/control"), &control)?;

    let package = folder.join(format!("countersign_{version}_{architecture}.deb"));
    let mut pack = Command::new("dpkg-deb");
    pack.args(["--root-owner-group", "-Zgzip", "--build"])
        .arg(&top)
        .arg(&package);
    step::run(&mut pack)?;
    Ok(package)
}

/// The packages whose libraries the programs are linked with, in the versions they need.
fn dependencies(folder: &Path) -> Result<String, String> {
    // The tool insists on a source package around it.
    write(
        &folder.join("debian/control"),
        "Source: countersign\n\nPackage: countersign\nArchitecture: any\n",
    )?;
    let mut command = Command::new("dpkg-shlibdeps");
    command.arg("-O").current_dir(folder);
    for name in PROGRAMS {
        command.arg(Path::new("root/usr/bin").join(name));
    }
    let said = step::read(&mut command)?;
    said.trim()
        .strip_prefix("shlibs:Depends=")
        .map(str::to_owned)
        .ok_or_else(|| format!("dpkg-shlibdeps said “{}”.", said.trim()))
}

fn install_and_start(package: &Path, folder: &Path) -> Outcome {
    let root = step::read(&mut step::program("id", &["-u"]))?.trim() == "0";
    let as_root = |words: &[&str]| {
        if root {
            step::program(words[0], &words[1..])
        } else {
            step::program("sudo", words)
        }
    };
    let path = package.to_string_lossy();
    step::run(&mut as_root(&[
        "apt-get",
        "install",
        "--yes",
        "-qq",
        "--reinstall",
        &path,
    ]))?;

    let home = folder.join("home");
    let runtime = home.join("runtime");
    let picture = folder.join("installed.png");
    fs::create_dir_all(&runtime).map_err(|problem| format!("{}: {problem}", runtime.display()))?;
    // The session bus refuses a runtime folder that others may enter.
    step::run(step::program("chmod", &["700"]).arg(&runtime))?;
    let words = [
        "-a",
        "-s",
        "-screen 0 1440x900x24",
        "dbus-run-session",
        "--",
        "sh",
        "-c",
        LOOK,
        "sh",
    ];
    let mut look = step::program("xvfb-run", &words);
    look.arg(&picture)
        .env("HOME", &home)
        .env("XDG_RUNTIME_DIR", &runtime)
        .env_remove("XDG_CONFIG_HOME")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("DBUS_SESSION_BUS_ADDRESS");
    let looked = step::run(&mut look);
    let removed = step::run(&mut as_root(&["dpkg", "--remove", "countersign"]));
    looked?;
    removed?;
    eprintln!("A picture of the installed window: {}", picture.display());
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Outcome {
    parent(to)?;
    fs::copy(from, to)
        .map(|_| ())
        .map_err(|problem| format!("{}: {problem}", from.display()))
}

fn write(path: &Path, text: &str) -> Outcome {
    parent(path)?;
    fs::write(path, text).map_err(|problem| format!("{}: {problem}", path.display()))
}

fn parent(path: &Path) -> Outcome {
    let Some(folder) = path.parent() else {
        return Ok(());
    };
    fs::create_dir_all(folder).map_err(|problem| format!("{}: {problem}", folder.display()))
}

/// Bytes of all files below a folder.
fn size_of(folder: &Path) -> Result<u64, String> {
    let mut bytes = 0;
    let entries = fs::read_dir(folder).map_err(|problem| format!("{}: {problem}", folder.display()))?;
    for entry in entries.flatten() {
        let path = entry.path();
        bytes += if path.is_dir() {
            size_of(&path)?
        } else {
            entry.metadata().map_or(0, |file| file.len())
        };
    }
    Ok(bytes)
}
