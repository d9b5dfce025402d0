//! Definitions as files in Microsoft Graph's own shapes: read with the path of every problem, written without
//! losing what only other programs understand.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;
use serde_json::{Map, Value};
use ts_rs::TS;

use crate::Problem;

/// A definition as a file holds it.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DefinitionFile {
    /// Microsoft Graph's shape.
    #[ts(type = "unknown")]
    pub definition: Value,
}

/// Something of a file that was kept and is not acted on, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "ImportRemark")]
pub struct Remark {
    pub path: String,
    pub message: String,
}

/// An object of a file, which knows where it stands.
pub(crate) struct Object<'a> {
    pub value: &'a Value,
    members: &'a Map<String, Value>,
    path: String,
}

impl<'a> Object<'a> {
    pub fn of(value: &'a Value, path: impl Into<String>) -> Result<Self, Problem> {
        let path = path.into();
        match value.as_object() {
            Some(members) => Ok(Self { value, members, path }),
            None => Err(at(path, "An object { … } is expected here.")),
        }
    }

    pub fn path(&self, name: &str) -> String {
        match (self.path.as_str(), name) {
            ("", _) => name.to_owned(),
            (path, "") => path.to_owned(),
            (path, _) => format!("{path}.{name}"),
        }
    }

    /// A member that is there and not null.
    fn get(&self, name: &str) -> Option<&'a Value> {
        self.members.get(name).filter(|value| !value.is_null())
    }

    pub fn text(&self, name: &str) -> Result<Option<&'a str>, Problem> {
        match self.get(name) {
            None => Ok(None),
            Some(value) => match value.as_str().map(str::trim) {
                Some("") => Ok(None),
                Some(text) => Ok(Some(text)),
                None => Err(at(self.path(name), "A text is expected here.")),
            },
        }
    }

    pub fn flag(&self, name: &str) -> Result<Option<bool>, Problem> {
        match self.get(name) {
            None => Ok(None),
            Some(value) => match value.as_bool() {
                Some(flag) => Ok(Some(flag)),
                None => Err(at(self.path(name), "True or false is expected here.")),
            },
        }
    }

    pub fn object(&self, name: &str) -> Result<Option<Object<'a>>, Problem> {
        self.get(name)
            .map(|value| Object::of(value, self.path(name)))
            .transpose()
    }

    /// An absent list is none; an empty one says that there is nothing.
    pub fn list(&self, name: &str) -> Result<Option<Vec<Object<'a>>>, Problem> {
        let Some(value) = self.get(name) else {
            return Ok(None);
        };
        let list = value
            .as_array()
            .ok_or_else(|| at(self.path(name), "A list [ … ] is expected here."))?;
        let all = list
            .iter()
            .enumerate()
            .map(|(n, one)| Object::of(one, format!("{}[{n}]", self.path(name))));
        all.collect::<Result<_, _>>().map(Some)
    }

    /// A remark on each member that is none of these.
    pub fn remark_on_others(&self, known: &[&str], remarks: &mut Vec<Remark>) {
        for (name, value) in self.members {
            let empty = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
            if !empty && !name.contains("@odata.") && !known.contains(&name.as_str()) {
                remarks.push(Remark {
                    path: self.path(name),
                    message: format!("“{name}” is kept and handed on, and nothing is done with it here."),
                });
            }
        }
    }

    /// The file without these members, which are kept in places of their own.
    pub fn without(&self, names: &[&str]) -> Value {
        let kept = self.members.iter().filter(|(name, _)| !names.contains(&name.as_str()));
        Value::Object(kept.map(|(name, value)| (name.clone(), value.clone())).collect())
    }
}

/// A problem at a place of a file.
pub(crate) fn at(path: impl Into<String>, message: impl Into<String>) -> Problem {
    Problem::new(message).code("definition").field(path)
}

/// Puts a problem of a part at the part's place in the whole.
pub(crate) fn within(problem: Problem, path: &str) -> Problem {
    let field = match problem.field.as_deref() {
        None | Some("") => path.to_owned(),
        Some(own) if own.starts_with(path) => own.to_owned(),
        Some(own) => format!("{path}.{own}"),
    };
    problem.field(field)
}

/// A file that is being written over what it was read from.
pub(crate) struct Draft(Map<String, Value>);

impl Draft {
    pub fn over(source: Option<Value>) -> Self {
        Self(match source {
            Some(Value::Object(members)) => members,
            _ => Map::new(),
        })
    }

    /// What the file says there.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// What stands there now; left out where it is what an absent member means and none was there.
    pub fn set(&mut self, name: &str, value: Value, absent: &Value) {
        if self.0.contains_key(name) || value != *absent {
            self.0.insert(name.to_owned(), value);
        }
    }

    /// Only where the file said nothing.
    pub fn fill(&mut self, name: &str, value: Value) {
        self.0.entry(name).or_insert(value);
    }

    pub fn finish(self) -> Value {
        Value::Object(self.0)
    }
}

pub(crate) fn moment(at: DateTime<Utc>) -> Value {
    Value::String(at.to_rfc3339_opts(SecondsFormat::AutoSi, true))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_problem_of_a_part_stands_at_its_place_in_the_whole() {
        let of = |field: Option<&str>| {
            let problem = Problem::new("Wrong.");
            let problem = match field {
                Some(field) => problem.field(field),
                None => problem,
            };
            within(problem, "a[1]").field
        };
        assert_eq!(of(None).as_deref(), Some("a[1]"));
        assert_eq!(of(Some("b")).as_deref(), Some("a[1].b"));
        assert_eq!(of(Some("a[1].b")).as_deref(), Some("a[1].b"));
    }

    #[test]
    fn what_a_file_did_not_say_and_means_anyway_is_not_added_to_it() {
        let mut draft = Draft::over(Some(json!({ "a": 1, "other": [1] })));
        draft.set("a", json!(2), &json!(0));
        draft.set("b", json!(0), &json!(0));
        draft.set("c", json!(3), &json!(0));
        draft.fill("a", json!(9));
        assert_eq!(draft.finish(), json!({ "a": 2, "other": [1], "c": 3 }));
    }
}
