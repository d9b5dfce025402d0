//! A principal's attributes, as a membership rule asks for them: nothing is read that it does not name.

use countersign_domain::rule::{Attribute, Rule, Value};
use rusqlite::Row;
use serde::Deserializer as _;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, Visitor};

use crate::StoreError;

/// The attributes that have columns of their own, by the names of Microsoft Graph.
const COLUMNS: [(&str, &str); 7] = [
    ("displayName", "display_name"),
    ("userPrincipalName", "user_name"),
    ("mail", "mail"),
    ("department", "department"),
    ("jobTitle", "title"),
    ("employeeId", "employee_id"),
    ("userType", "user_type"),
];
const ENABLED: &str = "accountEnabled";

/// The attributes that every directory has.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    COLUMNS.into_iter().map(|(name, _)| name).chain([ENABLED])
}

/// What a rule asks of each principal.
pub(crate) struct Wanted {
    names: Vec<(String, Place)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In the list of attributes too, where the column is empty.
    Column(&'static str),
    Enabled,
    /// In the list of attributes.
    List,
}

/// What is known of one principal.
pub(crate) struct Known<'a> {
    wanted: &'a Wanted,
    values: Vec<Held<'a>>,
}

#[derive(Clone)]
enum Held<'a> {
    Nothing,
    Text(&'a str),
    Flag(bool),
    List(Vec<String>),
}

impl Wanted {
    pub(crate) fn by(rule: &Rule) -> Self {
        let place = |name: &str| {
            let column = COLUMNS.into_iter().find(|(known, _)| *known == name);
            match column {
                Some((_, column)) => Place::Column(column),
                None if name == ENABLED => Place::Enabled,
                None => Place::List,
            }
        };
        let names = rule.names().into_iter();
        Self {
            names: names.map(|name| (name.to_owned(), place(name))).collect(),
        }
    }

    /// The columns of `principal` that [`Wanted::read`] reads, for a `SELECT`.
    pub(crate) fn columns(&self) -> String {
        let mut columns = vec!["attributes"];
        columns.extend(self.names.iter().filter_map(|(_, place)| match place {
            Place::Column(column) => Some(*column),
            Place::Enabled => Some("enabled"),
            Place::List => None,
        }));
        columns.join(", ")
    }

    /// Reads a row that has these columns, by their names.
    pub(crate) fn read<'a>(&'a self, row: &'a Row<'_>) -> Result<Known<'a>, StoreError> {
        let text = |column| {
            let value = row.get_ref(column)?.as_str_or_null();
            value.map_err(|error| StoreError::Value(error.to_string()))
        };
        let mut values = Vec::with_capacity(self.names.len());
        let mut in_list = false;
        for (_, place) in &self.names {
            values.push(match *place {
                Place::Column(column) => text(column)?.map_or(Held::Nothing, Held::Text),
                Place::Enabled => row.get::<_, Option<bool>>("enabled")?.map_or(Held::Nothing, Held::Flag),
                Place::List => Held::Nothing,
            });
            in_list |= *place != Place::Enabled && matches!(values.last(), Some(Held::Nothing));
        }
        let mut known = Known { wanted: self, values };
        if in_list && let Some(attributes) = text("attributes")?.filter(|attributes| *attributes != "{}") {
            let mut json = serde_json::Deserializer::from_str(attributes);
            json.deserialize_map(&mut known)?;
        }
        Ok(known)
    }
}

impl Attribute for Known<'_> {
    fn value(&self, name: &str) -> Value<'_> {
        let place = self.wanted.names.iter().position(|(wanted, _)| wanted == name);
        match place.map(|place| &self.values[place]) {
            None | Some(Held::Nothing) => Value::Null,
            Some(Held::Text(text)) => Value::Text(text),
            Some(Held::Flag(flag)) => Value::Flag(*flag),
            Some(Held::List(values)) => match values.as_slice() {
                [] => Value::Null,
                [only] => Value::Text(only),
                several => Value::Many(several),
            },
        }
    }
}

/// Takes the wanted lists out of the JSON object, and passes over the others.
impl<'de> Visitor<'de> for &mut Known<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object of lists")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(place) = map.next_key_seed(Key(self))? {
            match place {
                Some(place) => self.values[place] = Held::List(map.next_value()?),
                None => _ = map.next_value::<IgnoredAny>()?,
            }
        }
        Ok(())
    }
}

/// The place of an attribute that is wanted and not known yet; names are compared without regard to case.
struct Key<'k, 'a>(&'k Known<'a>);

impl<'de> DeserializeSeed<'de> for Key<'_, '_> {
    type Value = Option<usize>;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_, '_> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the name of an attribute")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        let mut wanted = self.0.wanted.names.iter().zip(&self.0.values);
        Ok(wanted.position(|((wanted, place), held)| {
            *place != Place::Enabled && matches!(held, Held::Nothing) && wanted.eq_ignore_ascii_case(name)
        }))
    }
}
