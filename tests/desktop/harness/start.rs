//! How a window is opened for a test.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

use serde_json::json;

use super::Window;
use super::display::Display;
use super::driver::{Driver, free_port};

/// One window at a time: several at once on a small machine only wait for each other.
static TURN: Mutex<()> = Mutex::new(());

/// Unlocks a keyring with an empty password and then becomes the driver. The session bus and all on
/// it live exactly as long as the driver.
const WITH_KEYRING: &str =
    "printf '\\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; exec \"$@\"";

/// Milliseconds that the driver gives a script and a page: a slow machine takes its time.
const LIMIT: u32 = 300_000;

/// What a test's window starts with.
pub struct Start {
    test: String,
    words: Vec<String>,
    environment: Vec<(String, String)>,
    size: String,
    dark: bool,
    keyring: bool,
    /// Whether another window of the same test is open, which has the turn.
    beside: bool,
    program: Option<PathBuf>,
}

impl Start {
    /// A window for a test of this name, which its pictures carry.
    pub fn new(test: &str) -> Self {
        Self {
            test: test.to_owned(),
            // Between two steps of a test nothing falls due: what is on the page is what the test made.
            words: vec!["--no-schedule".to_owned()],
            environment: Vec::new(),
            size: "1440x900".to_owned(),
            dark: false,
            keyring: false,
            beside: false,
            program: None,
        }
    }

    /// Opens this store at the start.
    pub fn store(self, folder: &Path) -> Self {
        self.word("--store").word(&folder.to_string_lossy())
    }

    /// Seats this principal.
    pub fn actor(self, principal: &str) -> Self {
        self.word("--as").word(principal)
    }

    /// Adds one word to the program's command line.
    pub fn word(mut self, word: &str) -> Self {
        self.words.push(word.to_owned());
        self
    }

    /// Sets a variable of the program's environment.
    pub fn environment(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The screen's size in pixels, as in `1440x900`.
    pub fn size(mut self, size: &str) -> Self {
        size.clone_into(&mut self.size);
        self
    }

    /// A desktop that prefers dark.
    pub fn dark(mut self) -> Self {
        self.dark = true;
        self
    }

    /// A session with an unlocked keyring; without it, there is none.
    pub fn keyring(mut self) -> Self {
        self.keyring = true;
        self
    }

    /// A second window of a test, with a display and a home of its own.
    pub fn beside(mut self, _first: &Window) -> Self {
        self.beside = true;
        self
    }

    /// Another program than the one under test.
    pub fn program(mut self, program: PathBuf) -> Self {
        self.program = Some(program);
        self
    }

    /// Opens the window. None, with a word on the standard error, where there is no program or no
    /// display to be had, unless `REQUIRE_WINDOW` is set.
    pub fn open(self) -> Option<Window> {
        let program = self.program.clone().unwrap_or_else(program);
        if let Some(missing) = missing(&program) {
            assert!(
                std::env::var_os("REQUIRE_WINDOW").is_none(),
                "the window's test needs {missing}"
            );
            eprintln!("skipped: the window's test needs {missing}");
            return None;
        }
        let turn = (!self.beside).then(|| TURN.lock().unwrap_or_else(PoisonError::into_inner));
        let mut display = Display::start(&self.size);
        if self.dark {
            let settings = "[Settings]\ngtk-application-prefer-dark-theme=1\n";
            let path = display.home("config/gtk-3.0/settings.ini");
            std::fs::write(path, settings).expect("the desktop's settings can be written");
        }

        let log = File::create(display.home("window.log")).expect("a log can be made");
        let capabilities = json!({
            "timeouts": { "script": LIMIT, "pageLoad": LIMIT },
            "webkitgtk:browserOptions": { "binary": program, "args": self.words },
        });
        // The driver cannot tell a port of its own: a free one is taken, and another if somebody was faster.
        let driver = (0..3).find_map(|_| {
            let port = free_port();
            display.spawn(&mut self.driver(port, &log));
            Driver::open(port, &capabilities, || display.has_ended())
        });
        let driver = driver.unwrap_or_else(|| {
            let said = std::fs::read_to_string(display.home("window.log"));
            panic!("WebKitWebDriver does not answer: {}", said.unwrap_or_default())
        });
        Some(Window {
            driver,
            display,
            test: self.test,
            _turn: turn,
        })
    }

    /// The driver on a port, which then starts the program.
    fn driver(&self, port: u16, log: &File) -> Command {
        let mut command = Command::new("dbus-run-session");
        command.arg("--");
        if self.keyring {
            command.args(["sh", "-c", WITH_KEYRING, "sh"]);
        }
        command
            .args(["WebKitWebDriver", "--host=127.0.0.1"])
            .arg(format!("--port={port}"))
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("a log can be shared"))
            .stderr(log.try_clone().expect("a log can be shared"));
        for (name, value) in &self.environment {
            command.env(name, value);
        }
        command
    }
}

/// The program under test: the one named by `COUNTERSIGN_DESKTOP`, or the one built beside this test.
pub fn program() -> PathBuf {
    if let Some(named) = std::env::var_os("COUNTERSIGN_DESKTOP") {
        return named.into();
    }
    // A test lies in PROFILE/deps, a benchmark in PROFILE.
    let own = std::env::current_exe().expect("a program knows where it lies");
    let beside = own
        .ancestors()
        .skip(1)
        .take(2)
        .map(|folder| folder.join("countersign-desktop"));
    beside
        .clone()
        .find(|path| path.is_file())
        .or_else(|| beside.last())
        .unwrap_or_default()
}

fn missing(program: &Path) -> Option<String> {
    if !program.is_file() {
        return Some(format!("the program at {}", program.display()));
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    ["Xvfb", "dbus-run-session", "WebKitWebDriver", "identify"]
        .into_iter()
        .find(|name| !std::env::split_paths(&path).any(|folder| folder.join(name).is_file()))
        .map(str::to_owned)
}
