//! Microsoft's own description of Graph, cut to what a directory needs, and what it says of a request.
//!
//! The names of objects, relations and properties are those of the description. What it does not hold (which options
//! a list of changes takes, how large a page may be) is from the reference pages, and stands below as rules.

use serde_json::Value;

const CUT: &str = include_str!("../../fixture/graph/v1.0.json");
const OPTIONS: [&str; 8] = [
    "$select",
    "$expand",
    "$filter",
    "$top",
    "$count",
    "$orderby",
    "$skiptoken",
    "$deltatoken",
];

/// What is deleted at its own place: an assignment, of which nothing but itself goes.
const REMOVABLE: [&str; 2] = ["appRoleAssignment", "unifiedRoleAssignment"];
/// What is made, or asked for, by a POST to its list.
const CREATABLE: [&str; 4] = [
    "appRoleAssignment",
    "unifiedRoleAssignment",
    "unifiedRoleAssignmentScheduleRequest",
    "unifiedRoleEligibilityScheduleRequest",
];

/// What stands at a place of the tree.
#[derive(Debug, Clone)]
struct Place {
    of: String,
    many: bool,
    delta: bool,
    reference: bool,
    /// Reached through a relation: without `/$ref`, what is meant is the object itself.
    related: bool,
    /// Named by its identity.
    keyed: bool,
}

pub struct Description(Value);

impl Default for Description {
    fn default() -> Self {
        Description(serde_json::from_str(CUT).expect("the description is JSON"))
    }
}

impl Description {
    /// Whether the published API has this request; if not, why.
    pub fn check(&self, verb: &str, target: &str, body: &str) -> Result<(), String> {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let path = path.strip_prefix("/v1.0/").ok_or("it is not version 1.0")?;
        let place = self.place(path)?;
        let query = decode(query);
        for option in query.split('&').filter(|option| !option.is_empty()) {
            let (name, value) = option.split_once('=').ok_or("an option without a value")?;
            self.option(&place, name, value)?;
        }
        match (verb, place.reference) {
            ("GET", _) if !body.is_empty() => Err("a read has a body".into()),
            ("GET", _) => Ok(()),
            ("DELETE", true) if place.keyed => Ok(()),
            ("DELETE", true) => Err("a whole relation is deleted".into()),
            ("DELETE", false) if place.keyed && REMOVABLE.contains(&place.of.as_str()) => Ok(()),
            ("DELETE", false) if place.related => Err("the object itself is deleted, not its place in a list".into()),
            ("DELETE", false) if place.keyed && place.of == "user" => Ok(()),
            ("POST", true) if !place.keyed => reference_body(body),
            ("POST", false) if !place.keyed && CREATABLE.contains(&place.of.as_str()) => {
                self.properties(&place.of, body)
            }
            ("PATCH", false) if place.keyed && !place.related => self.properties(&place.of, body),
            _ => Err(format!("{verb} is not for {path}")),
        }
    }

    fn place(&self, path: &str) -> Result<Place, String> {
        let mut place: Option<Place> = None;
        for part in path.split('/') {
            place = Some(match place {
                None => self.first(part)?,
                Some(place) => self.step(place, part)?,
            });
        }
        place.ok_or_else(|| "nothing is named".into())
    }

    fn first(&self, part: &str) -> Result<Place, String> {
        let (of, many) = match (&self.0["sets"][part], &self.0["singletons"][part]) {
            (Value::String(of), _) => (of, true),
            (_, Value::String(of)) => (of, false),
            _ => return Err(format!("there is no “{part}”")),
        };
        Ok(Place {
            of: of.clone(),
            many,
            delta: false,
            reference: false,
            related: false,
            keyed: false,
        })
    }

    fn step(&self, place: Place, part: &str) -> Result<Place, String> {
        if place.reference || place.delta {
            return Err(format!("nothing stands behind “$ref” or “delta”, not “{part}”"));
        }
        if part == "$ref" && place.related {
            return Ok(Place {
                reference: true,
                ..place
            });
        }
        let delta = |one: &Value| one["name"] == "delta" && one["of"] == place.of.as_str();
        if place.many && part == "delta" && self.0["functions"].as_array().is_some_and(|all| all.iter().any(delta)) {
            return Ok(Place { delta: true, ..place });
        }
        if place.many {
            // Entra ID names assignments in its own way.
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
            if REMOVABLE.contains(&place.of.as_str()) && part.len() >= 16 && part.bytes().all(plain) {
                return Ok(Place {
                    many: false,
                    keyed: true,
                    ..place
                });
            }
            return match is_guid(part) {
                true => Ok(Place {
                    many: false,
                    keyed: true,
                    ..place
                }),
                false => Err(format!("“{part}” is no identity of {}", place.of)),
            };
        }
        let relation = self.member(&place.of, "relations", part);
        let relation = relation.ok_or_else(|| format!("{} has no relation “{part}”", place.of))?;
        // The roles of the directory hang below a singleton and belong to it.
        let contained = matches!(
            place.of.as_str(),
            "roleManagement" | "rbacApplication" | "identityGovernance" | "accessReviewSet" | "entitlementManagement"
        );
        Ok(Place {
            of: relation["type"].as_str().unwrap_or_default().to_owned(),
            many: relation["many"] == true,
            delta: false,
            reference: false,
            related: !contained,
            keyed: false,
        })
    }

    fn member(&self, of: &str, group: &str, name: &str) -> Option<&Value> {
        let kind = &self.0["types"][of];
        match kind[group].get(name) {
            Some(found) => Some(found),
            None => match kind["base"].as_str() {
                Some(base) if !base.is_empty() => self.member(base, group, name),
                _ => None,
            },
        }
    }

    fn option(&self, place: &Place, name: &str, value: &str) -> Result<(), String> {
        if !OPTIONS.contains(&name) {
            return Err(format!("there is no option “{name}”"));
        }
        if place.delta && matches!(name, "$top" | "$expand" | "$orderby" | "$count") {
            return Err(format!("a list of changes takes no {name}"));
        }
        match name {
            "$select" => {
                for one in value.split(',') {
                    let property = self.member(&place.of, "properties", one).is_some();
                    let relation = place.delta && self.member(&place.of, "relations", one).is_some();
                    if !property && !relation {
                        return Err(format!("{} has no “{one}”", place.of));
                    }
                    if place.delta && one == "signInActivity" {
                        return Err("a list of changes refuses signInActivity".into());
                    }
                }
                Ok(())
            }
            "$expand" => self.expanded(&place.of, value),
            "$top" => match value.parse::<u32>() {
                Ok(1..=999) => Ok(()),
                _ => Err(format!("a page of {value}")),
            },
            "$filter" if place.of == "appRoleAssignment" => match value.strip_prefix("resourceId eq ").map(is_guid) {
                Some(true) => Ok(()),
                _ => Err(format!("the filter “{value}”")),
            },
            "$filter" if place.of.starts_with("unifiedRole") => {
                let quoted = value.strip_prefix("principalId eq '");
                match quoted.and_then(|rest| rest.strip_suffix('\'')).map(is_guid) {
                    Some(true) => Ok(()),
                    _ => Err(format!("the filter “{value}”")),
                }
            }
            "$filter" => {
                let list = value.strip_prefix("id in (").and_then(|rest| rest.strip_suffix(')'));
                let ids = list.map(|list| list.split(',').count());
                match ids {
                    Some(1..=15) => Ok(()),
                    _ => Err(format!("the filter “{value}”")),
                }
            }
            "$deltatoken" if !place.delta => Err("only a list of changes takes a $deltatoken".into()),
            _ => Ok(()),
        }
    }

    /// Relations, with commas between them; each may be narrowed, or expanded in its turn, in brackets.
    fn expanded(&self, of: &str, value: &str) -> Result<(), String> {
        let (mut depth, mut start) = (0, 0);
        let ends = value.char_indices().chain([(value.len(), ',')]);
        for (at, sign) in ends {
            match sign {
                '(' => depth += 1,
                ')' => depth -= 1,
                ',' if depth == 0 => {
                    self.one_expanded(of, &value[start..at])?;
                    start = at + 1;
                }
                _ => {}
            }
        }
        (depth == 0)
            .then_some(())
            .ok_or_else(|| format!("the brackets of “{value}”"))
    }

    fn one_expanded(&self, of: &str, one: &str) -> Result<(), String> {
        let (relation, inner) = one.split_once('(').unwrap_or((one, ""));
        let found = self.member(of, "relations", relation);
        let found = found.ok_or_else(|| format!("{of} has no relation “{relation}”"))?;
        let of = found["type"].as_str().unwrap_or_default();
        let inner = inner.strip_suffix(')').unwrap_or(inner);
        if let Some(further) = inner.strip_prefix("$expand=") {
            return self.expanded(of, further);
        }
        let inner = inner.strip_prefix("$select=").unwrap_or_default();
        let strange = inner
            .split(',')
            .find(|one| !one.is_empty() && self.member(of, "properties", one).is_none());
        strange.map_or(Ok(()), |one| Err(format!("{of} has no “{one}”")))
    }

    fn properties(&self, of: &str, body: &str) -> Result<(), String> {
        let body: Value = serde_json::from_str(body).map_err(|error| error.to_string())?;
        let all = body.as_object().ok_or("the body is no object")?;
        for (name, value) in all {
            let kind = self.member(of, "properties", name).and_then(Value::as_str);
            let kind = kind.ok_or_else(|| format!("{of} has no “{name}”"))?;
            self.value(kind.trim_start_matches("graph."), value)?;
        }
        Ok(())
    }

    /// Whether a value is of its kind, as far as the kinds are known here.
    fn value(&self, kind: &str, value: &Value) -> Result<(), String> {
        let is = match kind {
            "Edm.String" => value.is_string(),
            "Edm.Boolean" => value.is_boolean(),
            "Edm.Guid" => value.as_str().is_some_and(is_guid),
            "Edm.DateTimeOffset" => value
                .as_str()
                .is_some_and(|at| chrono::DateTime::parse_from_rfc3339(at).is_ok()),
            kind => match (self.0["enums"][kind].as_array(), value) {
                (Some(words), value) => words.contains(value),
                (None, Value::Object(_)) if self.0["types"].get(kind).is_some() => {
                    return self.properties(kind, &value.to_string());
                }
                _ => false,
            },
        };
        is.then_some(()).ok_or_else(|| format!("{value} is no {kind}"))
    }
}

fn is_guid(text: &str) -> bool {
    let lengths = text.split('-').map(str::len).eq([8, 4, 4, 4, 12]);
    lengths && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

fn reference_body(body: &str) -> Result<(), String> {
    let body: Value = serde_json::from_str(body).map_err(|error| error.to_string())?;
    let link = body["@odata.id"].as_str().unwrap_or_default();
    let whole = body.as_object().is_some_and(|all| all.len() == 1) && link.contains("/v1.0/directoryObjects/");
    match whole {
        true => Ok(()),
        false => Err(format!("a reference is {body}")),
    }
}

/// A query as it was meant.
pub fn decode(query: &str) -> String {
    let mut out = Vec::new();
    let mut bytes = query.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            out.push(byte);
            continue;
        }
        let digits: String = bytes.by_ref().take(2).map(char::from).collect();
        out.push(u8::from_str_radix(&digits, 16).unwrap_or(b'?'));
    }
    String::from_utf8_lossy(&out).into_owned()
}
