//! A principal's attributes, as a membership rule asks for them.

use std::collections::HashMap;

use countersign_domain::rule::{Attribute, Value};
use rusqlite::Row;

use crate::StoreError;

/// What is known of one principal, by the names of Microsoft Graph.
pub(crate) struct Known {
    one: HashMap<&'static str, String>,
    enabled: Option<bool>,
    more: HashMap<String, Vec<String>>,
}

impl Known {
    /// Reads a row of `people.sql`.
    pub(crate) fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        let mut one = HashMap::new();
        for (name, column) in [
            ("displayName", "display_name"),
            ("userPrincipalName", "user_name"),
            ("mail", "mail"),
            ("department", "department"),
            ("jobTitle", "title"),
            ("employeeId", "employee_id"),
            ("userType", "user_type"),
        ] {
            if let Some(value) = row.get::<_, Option<String>>(column)? {
                one.insert(name, value);
            }
        }
        let attributes: String = row.get("attributes")?;
        let more: HashMap<String, Vec<String>> = serde_json::from_str(&attributes)?;
        Ok(Self {
            one,
            enabled: row.get("enabled")?,
            more: more
                .into_iter()
                .map(|(name, values)| (name.to_lowercase(), values))
                .collect(),
        })
    }
}

impl Attribute for Known {
    fn value(&self, name: &str) -> Value<'_> {
        if name == "accountEnabled" {
            return self.enabled.map_or(Value::Null, Value::Flag);
        }
        if let Some(value) = self.one.get(name) {
            return Value::Text(value);
        }
        match self.more.get(&name.to_lowercase()).map(Vec::as_slice) {
            None | Some([]) => Value::Null,
            Some([only]) => Value::Text(only),
            Some(several) => Value::Many(several),
        }
    }
}
