//! One element of the page.

use serde_json::{Value, json};

use super::{Key, Window};

/// The name WebDriver gives an element's reference (W3C WebDriver, section 12.1).
const REFERENCE: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Calls back when an element lies still: what moves into its place, such as a dialog that opens, is no place to press.
/// After some seconds it is pressed where it is.
const STILL: &str = r"
const [element, done] = arguments;
const start = performance.now();
let before = '';
const moves = (one) => one.playState === 'running' && one.effect?.target?.contains(element)
  && Number.isFinite(one.effect.getComputedTiming().endTime);
const look = () => {
  const { x, y, width, height } = element.getBoundingClientRect();
  const now = [x, y, width, height].join();
  const isStill = now === before && !document.getAnimations().some(moves);
  if (isStill || !element.isConnected || performance.now() - start > 5000) return done();
  before = now;
  requestAnimationFrame(look);
};
requestAnimationFrame(look);
";

/// An element that was found. The page may replace it: a click or a text then goes to its successor, and what is asked
/// of it has no answer any more, so that whoever waits looks again.
pub struct Element<'a> {
    window: &'a Window,
    id: String,
    /// The script that found it, and its arguments.
    found_by: Option<(String, Value)>,
}

impl<'a> Element<'a> {
    pub(super) fn from_value(window: &'a Window, value: &Value) -> Option<Self> {
        let id = value.get(REFERENCE)?.as_str()?.to_owned();
        Some(Self {
            window,
            id,
            found_by: None,
        })
    }

    pub(super) fn found_by(mut self, script: &str, arguments: &Value) -> Self {
        self.found_by = Some((script.to_owned(), arguments.clone()));
        self
    }

    /// Clicks it as a person does: where it is seen, once it lies still, with whatever lies over it in the way.
    pub fn click(&self) {
        let own = json!([{ REFERENCE: self.id }]);
        self.window.driver.await_unless_stale(STILL, &own);
        self.post("click", &json!({}));
    }

    /// Types a text into it.
    pub fn write(&self, text: &str) {
        self.post("value", &json!({ "text": text }));
    }

    /// Replaces what it holds.
    pub fn rewrite(&self, text: &str) {
        self.click();
        self.window.chord(&[Key::Control], "a");
        self.write(text);
    }

    /// The text it shows; none of one that was replaced.
    pub fn text(&self) -> String {
        self.word("text").unwrap_or_default()
    }

    /// Its role, as the browser computes it for a screen reader; none of one that was replaced.
    pub fn role(&self) -> String {
        self.word("computedrole").unwrap_or_default()
    }

    /// Its name, as the browser computes it for a screen reader; none of one that was replaced.
    pub fn name(&self) -> String {
        self.word("computedlabel").unwrap_or_default()
    }

    /// Both at once; `None` only of one that was replaced.
    pub fn role_and_name(&self) -> Option<(String, String)> {
        Some((self.word("computedrole")?, self.word("computedlabel")?))
    }

    /// One of its attributes.
    pub fn attribute(&self, name: &str) -> Option<String> {
        let value = self.get(&format!("attribute/{name}"))?;
        value.as_str().map(str::to_owned)
    }

    /// Whether it can be used now; one that was replaced cannot.
    pub fn is_enabled(&self) -> bool {
        self.get("enabled").is_some_and(|answer| answer == true)
    }

    fn word(&self, what: &str) -> Option<String> {
        Some(self.get(what)?.as_str().unwrap_or_default().to_owned())
    }

    /// `None` where the page replaced it.
    fn get(&self, what: &str) -> Option<Value> {
        self.window
            .driver
            .get_unless_stale(&format!("element/{}/{what}", self.id))
    }

    fn post(&self, what: &str, body: &Value) {
        let path = format!("element/{}/{what}", self.id);
        if self.window.driver.post_unless_stale(&path, body) {
            return;
        }
        let (script, arguments) = self.found_by.as_ref().expect("the element is gone");
        self.window
            .wait_for("the element's successor", script, arguments)
            .post(what, body);
    }
}
