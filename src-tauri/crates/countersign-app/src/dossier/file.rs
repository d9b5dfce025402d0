//! A dossier as a document of its own.

use serde_json::{Map, Value};

/// The one form of a JSON value: members by name, no blanks, a line feed at the end.
pub(crate) fn canonical(value: Value) -> String {
    let mut text = sorted(value).to_string();
    text.push('\n');
    text
}

fn sorted(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut members: Vec<(String, Value)> =
                map.into_iter().map(|(name, value)| (name, sorted(value))).collect();
            members.sort_by(|one, other| one.0.cmp(&other.0));
            Value::Object(Map::from_iter(members))
        }
        Value::Array(list) => Value::Array(list.into_iter().map(sorted).collect()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::canonical;
    use serde_json::json;

    #[test]
    fn members_stand_in_the_order_of_their_names_at_every_depth() {
        let value = json!({ "b": [{ "z": 1, "a": null }], "a": "x" });
        assert_eq!(canonical(value), "{\"a\":\"x\",\"b\":[{\"a\":null,\"z\":1}]}\n");
    }
}
