//! A place in a JSON document that knows its path, so that every problem is named where it stands.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use crate::definition::Problem;
use crate::policy::Period;

/// The longest text of a name, in characters.
pub(crate) const LONGEST_NAME: usize = 256;
/// The longest text of a description, in characters.
pub(crate) const LONGEST_TEXT: usize = 8_192;

/// An object of the document.
pub(crate) struct Place<'a> {
    members: &'a Map<String, Value>,
    path: String,
}

impl<'a> Place<'a> {
    pub(crate) fn of(value: &'a Value, path: impl Into<String>) -> Result<Self, Problem> {
        let path = path.into();
        match value.as_object() {
            Some(members) => Ok(Self { members, path }),
            None => Err(Problem::new(path, "An object { … } is expected here.")),
        }
    }

    /// The path of a member.
    pub(crate) fn path(&self, name: &str) -> String {
        match (self.path.is_empty(), name.is_empty()) {
            (true, _) => name.to_owned(),
            (false, true) => self.path.clone(),
            (false, false) => format!("{}.{name}", self.path),
        }
    }

    pub(crate) fn problem(&self, name: &str, message: impl Into<String>) -> Problem {
        Problem::new(self.path(name), message)
    }

    /// Nothing but these members, for formats that are ours alone.
    pub(crate) fn only(&self, known: &[&str]) -> Result<(), Problem> {
        match self.members.keys().find(|name| !known.contains(&name.as_str())) {
            Some(name) => {
                let message = format!("“{name}” is not known here; these are: {}.", known.join(", "));
                Err(self.problem(name, message))
            }
            None => Ok(()),
        }
    }

    /// A member that is there and not null.
    pub(crate) fn get(&self, name: &str) -> Option<&'a Value> {
        self.members.get(name).filter(|value| !value.is_null())
    }

    pub(crate) fn object(&self, name: &str) -> Result<Option<Place<'a>>, Problem> {
        self.get(name)
            .map(|value| Place::of(value, self.path(name)))
            .transpose()
    }

    /// An absent list is an empty one.
    pub(crate) fn list(&self, name: &str) -> Result<Vec<Place<'a>>, Problem> {
        let Some(value) = self.get(name) else {
            return Ok(Vec::new());
        };
        let list = value
            .as_array()
            .ok_or_else(|| self.problem(name, "A list [ … ] is expected here."))?;
        list.iter()
            .enumerate()
            .map(|(at, one)| Place::of(one, format!("{}[{at}]", self.path(name))))
            .collect()
    }

    pub(crate) fn text(&self, name: &str) -> Result<Option<&'a str>, Problem> {
        let Some(value) = self.get(name) else {
            return Ok(None);
        };
        let text = value
            .as_str()
            .ok_or_else(|| self.problem(name, "A text is expected here."))?;
        if text.chars().count() > LONGEST_TEXT {
            return Err(self.problem(name, format!("The text is longer than {LONGEST_TEXT} characters.")));
        }
        Ok(Some(text))
    }

    /// A text that must be there and must not be blank.
    pub(crate) fn needed(&self, name: &str, missing: &str) -> Result<String, Problem> {
        match self.text(name)?.map(str::trim) {
            None | Some("") => Err(self.problem(name, missing)),
            Some(text) => Ok(text.to_owned()),
        }
    }

    /// A name for people: there, of a bearable length, without control characters.
    pub(crate) fn name(&self, name: &str, missing: &str) -> Result<String, Problem> {
        let text = self.needed(name, missing)?;
        if text.chars().count() > LONGEST_NAME {
            return Err(self.problem(name, format!("The name is longer than {LONGEST_NAME} characters.")));
        }
        if text.chars().any(char::is_control) {
            return Err(self.problem(name, "The name holds control characters."));
        }
        Ok(text)
    }

    /// An absent flag is false.
    pub(crate) fn flag(&self, name: &str) -> Result<bool, Problem> {
        match self.get(name) {
            None => Ok(false),
            Some(value) => value
                .as_bool()
                .ok_or_else(|| self.problem(name, "True or false is expected here.")),
        }
    }

    pub(crate) fn number(&self, name: &str) -> Result<Option<i64>, Problem> {
        self.get(name)
            .map(|value| {
                value
                    .as_i64()
                    .ok_or_else(|| self.problem(name, "A whole number is expected here."))
            })
            .transpose()
    }

    pub(crate) fn period(&self, name: &str) -> Result<Option<Period>, Problem> {
        self.text(name)?
            .map(|text| Period::parse(text).map_err(|problem| self.problem(name, problem.to_string())))
            .transpose()
    }

    pub(crate) fn moment(&self, name: &str) -> Result<Option<DateTime<Utc>>, Problem> {
        self.text(name)?
            .map(|text| {
                DateTime::parse_from_rfc3339(text)
                    .map(|moment| moment.to_utc())
                    .map_err(|_| self.problem(name, "A moment such as 2026-07-01T00:00:00Z is expected here."))
            })
            .transpose()
    }

    /// `@odata.type` without its namespace.
    pub(crate) fn kind(&self) -> Result<&'a str, Problem> {
        let kind = self.text("@odata.type")?.unwrap_or_default();
        Ok(kind.trim_start_matches('#').trim_start_matches("microsoft.graph."))
    }
}

/// What was read, with the members of it that are known written over: what is not known stays.
pub(crate) fn overlay(source: &Value, known: Value) -> Value {
    match (source, known) {
        (Value::Object(before), Value::Object(known)) => {
            let mut merged = before.clone();
            for (name, value) in known {
                let value = match before.get(&name) {
                    Some(old) => overlay(old, value),
                    None => value,
                };
                merged.insert(name, value);
            }
            Value::Object(merged)
        }
        (Value::Array(before), Value::Array(known)) => {
            let same_length = before.len() == known.len();
            let element = |(at, new): (usize, Value)| match same_element(before, &new) {
                Element::Old(old) => overlay(old, new),
                Element::New => new,
                Element::ByPlace if same_length => overlay(&before[at], new),
                Element::ByPlace => new,
            };
            Value::Array(known.into_iter().enumerate().map(element).collect())
        }
        (_, known) => known,
    }
}

enum Element<'a> {
    Old(&'a Value),
    New,
    ByPlace,
}

/// Which element of a list was there before: by its id, else, where it says its kind, by all that is known of it.
/// Another subject in the same place must not inherit what was noted of the first.
fn same_element<'a>(before: &'a [Value], new: &Value) -> Element<'a> {
    let Some(known) = new.as_object() else {
        return Element::ByPlace;
    };
    let old = if let Some(id) = known.get("id") {
        before.iter().find(|old| old.get("id") == Some(id))
    } else if known.contains_key("@odata.type") {
        let holds_all = |old: &&Value| known.iter().all(|(name, value)| old.get(name) == Some(value));
        before.iter().find(holds_all)
    } else {
        return Element::ByPlace;
    };
    old.map_or(Element::New, Element::Old)
}
