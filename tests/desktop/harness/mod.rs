//! Opens the real program on a display of its own and drives it through WebDriver.
//!
//! ```ignore
//! let Some(window) = Start::new("reviewer-day").store(&folder).open() else { return };
//! window.role("button", "Sync now").click();
//! window.sees("1,204 people");
//! window.press(Key::Down);
//! window.picture("desk");
//! ```
//!
//! Everything waits up to [`PATIENCE`] for what it was asked for, and a test that waits in vain says
//! what was on the page. Pictures go to `target/pictures`, or where `COUNTERSIGN_PICTURES` says.

mod access;
mod display;
mod driver;
mod element;
mod key;
mod picture;
mod start;
mod tab;

use std::sync::MutexGuard;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

pub use element::Element;
pub use key::Key;
#[allow(unused_imports, reason = "the benchmark looks for the window's processes by it")]
pub use start::{Start, program};

/// How long something may take to appear. Generous, because the machine that runs this is busy; only a test that fails
/// waits so long.
pub const PATIENCE: Duration = Duration::from_secs(180);

/// A script that finds elements by role and name; see `find.js`.
const FIND: &str = include_str!("find.js");

/// Calls back when what the page holds now has been painted, in its own fonts.
const PAINTED: &str = "const done = arguments[0]; document.fonts.ready.then(() => \
    setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(() => done())), 250))";

/// An open window. It and everything started for it end when this is dropped.
pub struct Window {
    driver: driver::Driver,
    display: display::Display,
    test: String,
    /// Last, so that the next window opens when this one is gone; none where another window of the test has it.
    _turn: Option<MutexGuard<'static, ()>>,
}

impl Window {
    /// The first element matching a CSS selector, once there is one.
    pub fn css(&self, selector: &str) -> Element<'_> {
        let script = "return [...document.querySelectorAll(arguments[0])].slice(0, 1)";
        self.wait_for(&format!("an element like {selector}"), script, &json!([selector]))
    }

    /// The first element that is seen, has this role, and whose name contains `name`, whatever its case.
    /// An exact name wins over one that merely contains it.
    pub fn role(&self, role: &str, name: &str) -> Element<'_> {
        self.wait_for(&format!("a {role} named “{name}”"), FIND, &json!([role, name]))
    }

    /// Whether such an element is there now.
    pub fn has(&self, role: &str, name: &str) -> bool {
        self.script(FIND, &json!([role, name]))
            .as_array()
            .is_some_and(|found| !found.is_empty())
    }

    /// The input that belongs to a label.
    pub fn field(&self, label: &str) -> Element<'_> {
        self.wait_for(&format!("a field labelled “{label}”"), FIND, &json!(["field", label]))
    }

    /// The element that has the keyboard's focus.
    pub fn focused(&self) -> Element<'_> {
        let found = self.script("return document.activeElement", &json!([]));
        Element::from_value(self, &found).expect("something has the focus")
    }

    /// Waits until the page shows a text.
    pub fn sees(&self, text: &str) {
        self.wait_until(&format!("the page shows “{text}”"), || self.text().contains(text));
    }

    /// Waits until the page no longer shows a text.
    pub fn no_longer_sees(&self, text: &str) {
        self.wait_until(&format!("“{text}” is gone"), || !self.text().contains(text));
    }

    /// All text the page shows.
    pub fn text(&self) -> String {
        let text = self.script("return document.body ? document.body.innerText : ''", &json!([]));
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Types a text where the focus is, key by key.
    pub fn keys(&self, text: &str) {
        for letter in text.chars() {
            self.driver.key(&letter.to_string(), &[]);
        }
    }

    /// Presses one key where the focus is.
    pub fn press(&self, key: Key) {
        self.driver.key(key.code(), &[]);
    }

    /// Presses a key while others are held, as in `chord(&[Key::Control], "z")`.
    pub fn chord(&self, held: &[Key], letter: &str) {
        let held: Vec<&str> = held.iter().map(|key| key.code()).collect();
        self.driver.key(letter, &held);
    }

    /// Waits until something is true.
    ///
    /// # Panics
    /// With what was waited for and what was on the page, when it does not become true.
    pub fn wait_until(&self, what: &str, mut is_so: impl FnMut() -> bool) {
        let start = Instant::now();
        while !is_so() {
            if start.elapsed() > PATIENCE {
                self.fail(what);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Runs a script's body in the page and gives what it returns.
    pub fn script(&self, body: &str, arguments: &Value) -> Value {
        self.driver.execute("sync", body, arguments)
    }

    /// Runs a script's body that calls its last argument when it is done.
    pub fn script_later(&self, body: &str, arguments: &Value) -> Value {
        self.driver.execute("async", body, arguments)
    }

    /// Calls an operation through the window's own way to the desk; a problem comes as an error.
    pub fn call(&self, name: &str, input: &Value) -> Result<Value, Value> {
        let body = "const [name, input, done] = arguments; \
            window.__TAURI_INTERNALS__.invoke('call', { name, input }) \
            .then((answer) => done({ answer }), (problem) => done({ problem }))";
        let mut said = self.script_later(body, &json!([name, input]));
        match said["problem"].take() {
            Value::Null => Ok(said["answer"]["value"].take()),
            problem => Err(problem),
        }
    }

    /// Waits until what the page holds now has been painted.
    pub fn paint(&self) {
        self.script_later(PAINTED, &json!([]));
    }

    /// Gives the window another size, in pixels.
    pub fn resize(&self, width: u32, height: u32) {
        self.driver.post(
            "window/rect",
            &json!({ "x": 0, "y": 0, "width": width, "height": height }),
        );
        self.paint();
    }

    /// Goes to a screen by its address, as a link does.
    pub fn go(&self, place: &str) {
        self.script("location.hash = arguments[0]", &json!([format!("#{place}")]));
        self.paint();
    }

    /// Takes a picture of the page, keeps it as `TEST-name.png`, and gives the number of its colours.
    /// A blank page has one.
    pub fn picture(&self, name: &str) -> u32 {
        self.paint();
        picture::keep(&format!("{}-{name}", self.test), &self.driver.screenshot())
    }

    /// Takes a picture of the whole screen, with the window's frame and any dialog of the system's.
    pub fn screen(&self, name: &str) -> u32 {
        picture::keep(&format!("{}-{name}-screen", self.test), &self.display.screenshot())
    }

    fn wait_for(&self, what: &str, script: &str, arguments: &Value) -> Element<'_> {
        let start = Instant::now();
        loop {
            let found = self.script(script, arguments);
            if let Some(element) = found.get(0).and_then(|first| Element::from_value(self, first)) {
                return element.found_by(script, arguments);
            }
            if start.elapsed() > PATIENCE {
                self.fail(what);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn fail(&self, what: &str) -> ! {
        self.picture("waited-in-vain");
        panic!("waited in vain: {what}.\n--- the page shows ---\n{}\n---", self.text());
    }
}
