//! The way to something by the Tab key. Presses are counted and no clock is looked at: a slow machine presses as often
//! as a fast one.

use super::{Key, Window};

/// More than any page has places for the focus.
const MOST: usize = 120;

impl Window {
    /// Tabs from wherever the focus is, until it is on an element of this role whose name contains `name`, whatever its
    /// case, or is just that, where there is such a one. The role `field` is any in which something is filled in.
    pub fn tab_to(&self, role: &str, name: &str) {
        self.walk(role, name, || self.press(Key::Tab));
    }

    /// The same backwards, by Shift and Tab.
    pub fn tab_back_to(&self, role: &str, name: &str) {
        self.walk(role, name, || self.chord(&[Key::Shift], Key::Tab.code()));
    }

    /// Role and name of what has the focus.
    pub fn focus(&self) -> (String, String) {
        // The page may replace it between the question where it is and the one what it is.
        let seen = (0..5).find_map(|_| self.focused().role_and_name());
        seen.unwrap_or_default()
    }

    fn walk(&self, role: &str, name: &str, press: impl Fn()) {
        // Whatever it is must be there and able to take the focus before anybody tabs to it.
        let found = self.role(role, name).name();
        self.paint();
        let wanted = name.to_lowercase();
        let is_exact = bare(&found) == wanted;
        let mut passed = Vec::new();
        for _ in 0..MOST {
            let (is, called) = self.focus();
            let called_so = match is_exact {
                true => bare(&called) == wanted,
                false => called.to_lowercase().contains(&wanted),
            };
            if (role == "field" || is == role) && called_so {
                return;
            }
            passed.push(format!("{is} “{called}”"));
            press();
        }
        self.picture("not-reached");
        panic!("no {role} “{name}” is reached by Tab; passed {}", passed.join(", "));
    }
}

/// A name in small letters, without the star of what must be filled in.
fn bare(name: &str) -> String {
    name.trim().trim_end_matches('*').trim_end().to_lowercase()
}
