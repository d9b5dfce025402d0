//! A display and a home of its own for every window, and the end of all that was started there.

use std::io::{BufRead, BufReader};
use std::os::unix::fs::DirBuilderExt;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

/// A virtual screen with a home folder beside it.
pub struct Display {
    number: String,
    home: TempDir,
    /// In the order they were started; each leads a process group.
    groups: Vec<Child>,
}

impl Display {
    /// Starts a screen; `size` in pixels, as in `1440x900`.
    pub fn start(size: &str) -> Self {
        let home = tempfile::tempdir().expect("a home folder can be made");
        for folder in ["runtime", "config/gtk-3.0", "data", "cache"] {
            // The session bus refuses a runtime folder that others may enter.
            let made = std::fs::DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(home.path().join(folder));
            made.expect("the home's folders can be made");
        }
        // The server chooses a free number and writes it to its standard output.
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-nolisten", "tcp", "-screen", "0"])
            .arg(format!("{size}x24"))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .expect("Xvfb is installed");
        let mut line = String::new();
        let output = server.stdout.take().expect("the server's output is read");
        BufReader::new(output)
            .read_line(&mut line)
            .expect("Xvfb says its number");
        assert!(!line.trim().is_empty(), "Xvfb did not start");
        Self {
            number: format!(":{}", line.trim()),
            home,
            groups: vec![server],
        }
    }

    /// A path in the home folder.
    pub fn home(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// Makes a command see this display and this home, and nothing of the person's own.
    pub fn settle(&self, command: &mut Command) {
        for name in [
            "WAYLAND_DISPLAY",
            "DBUS_SESSION_BUS_ADDRESS",
            "SESSION_MANAGER",
            "GTK_THEME",
            "LC_ALL",
            "LANGUAGE",
            "COUNTERSIGN_STORE",
            "COUNTERSIGN_PASSPHRASE",
        ] {
            command.env_remove(name);
        }
        command
            .env("DISPLAY", &self.number)
            .env("HOME", self.home.path())
            .env("XDG_RUNTIME_DIR", self.home("runtime"))
            .env("XDG_CONFIG_HOME", self.home("config"))
            .env("XDG_DATA_HOME", self.home("data"))
            .env("XDG_CACHE_HOME", self.home("cache"))
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .env("GDK_BACKEND", "x11")
            .env("NO_AT_BRIDGE", "1")
            .env("LANG", "C.UTF-8")
            .env("TZ", "UTC");
    }

    /// Starts a command as a group of its own, to be ended with the display.
    pub fn spawn(&mut self, command: &mut Command) {
        self.settle(command);
        let child = command.process_group(0).spawn();
        self.groups
            .push(child.expect("the program for the window's test can be started"));
    }

    /// Whether what was started last has ended.
    pub fn has_ended(&mut self) -> bool {
        let last = self.groups.last_mut().expect("the screen's own program");
        last.try_wait().expect("the state of a program").is_some()
    }

    /// The whole screen as a PNG file.
    pub fn screenshot(&self) -> Vec<u8> {
        let mut command = Command::new("import");
        self.settle(&mut command);
        let output = command.args(["-window", "root", "png:-"]).output();
        output.expect("ImageMagick's import is installed").stdout
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        // The window outlives its WebDriver session, so the whole group is ended, last started first.
        for child in self.groups.iter_mut().rev() {
            let group = format!("-{}", child.id());
            let _ = Command::new("kill")
                .args(["-KILL", "--", &group])
                .stderr(Stdio::null())
                .status();
            let _ = child.wait();
        }
    }
}
