//! Reads the record's types from their source: name, fields, comments, what may be left out.

use std::collections::BTreeMap;

const SOURCE: &[&str] = &[
    include_str!("../closing.rs"),
    include_str!("../further.rs"),
    include_str!("../head.rs"),
    include_str!("../line.rs"),
    include_str!("../register.rs"),
    include_str!("../row.rs"),
    include_str!("../package/assignment.rs"),
    include_str!("../package/head.rs"),
    include_str!("../package/request.rs"),
    include_str!("../package/totals.rs"),
    include_str!("../report/head.rs"),
];

/// The shape of a value.
#[derive(Debug, Clone)]
pub(super) enum Shape {
    Text,
    Truth,
    Count,
    Number,
    Moment,
    Day,
    Anything,
    Maybe(Box<Shape>),
    List(Box<Shape>),
    Named(String),
}

impl Shape {
    fn of(text: &str) -> Self {
        let inner = |name: &str| {
            text.strip_prefix(name)?
                .strip_suffix('>')
                .map(|inner| Box::new(Self::of(inner)))
        };
        if let Some(inner) = inner("Option<") {
            return Self::Maybe(inner);
        }
        if let Some(inner) = inner("Vec<") {
            return Self::List(inner);
        }
        match text {
            "String" => Self::Text,
            "bool" => Self::Truth,
            "u64" | "u32" => Self::Count,
            "i64" => Self::Number,
            "DateTime<Utc>" => Self::Moment,
            "NaiveDate" => Self::Day,
            "Value" => Self::Anything,
            name => Self::Named(name.to_owned()),
        }
    }

    pub(super) fn is_text(&self) -> bool {
        match self {
            Self::Text => true,
            Self::Maybe(inner) => inner.is_text(),
            _ => false,
        }
    }

    /// The type inside, and whether in a list.
    pub(super) fn inner(&self) -> Option<(&str, bool)> {
        match self {
            Self::Named(name) => Some((name, false)),
            Self::Maybe(inner) => inner.inner(),
            Self::List(inner) => inner.inner().map(|(name, _)| (name, true)),
            _ => None,
        }
    }
}

/// One field as it stands in the record.
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) shape: Shape,
    pub(super) about: String,
    /// It is left out where it is empty.
    pub(super) optional: bool,
    /// It is never written.
    pub(super) skipped: bool,
}

/// Every type of the record.
pub(super) struct Types(BTreeMap<String, (String, Vec<Field>)>);

fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |out, word| {
        let (head, tail) = word.split_at(1);
        out + &head.to_uppercase() + tail
    })
}

impl Types {
    pub(super) fn read() -> Self {
        let mut all = BTreeMap::new();
        for source in SOURCE {
            let (mut about, mut attributes, mut open) = (String::new(), String::new(), None);
            for line in source.lines().map(str::trim) {
                if let Some(text) = line.strip_prefix("///") {
                    about = format!("{about} {}", text.trim()).trim().to_owned();
                } else if line.starts_with("#[") {
                    attributes.push_str(line);
                } else if let Some(name) = line
                    .strip_prefix("pub struct ")
                    .and_then(|rest| rest.strip_suffix(" {"))
                {
                    open = Some((name.to_owned(), std::mem::take(&mut about), Vec::new()));
                    attributes.clear();
                } else if line == "}" {
                    if let Some((name, about, fields)) = open.take() {
                        all.insert(name, (about, fields));
                    }
                } else if let (Some((_, _, fields)), Some(rest)) = (&mut open, line.strip_prefix("pub ")) {
                    let (name, shape) = rest.trim_end_matches(',').split_once(": ").expect("a field");
                    let shape = Shape::of(shape);
                    fields.push(Field {
                        name: camel(name),
                        optional: attributes.contains("skip_serializing_if"),
                        skipped: attributes.contains("skip_serializing)"),
                        shape,
                        about: std::mem::take(&mut about),
                    });
                    attributes.clear();
                } else {
                    about.clear();
                    attributes.clear();
                }
            }
        }
        Self(all)
    }

    /// Comment and fields of a type.
    pub(super) fn of(&self, name: &str) -> (String, Vec<Field>) {
        self.0
            .get(name)
            .unwrap_or_else(|| panic!("{name} is a type of the record"))
            .clone()
    }

    /// Fields without a comment.
    pub(super) fn undescribed(&self) -> Vec<(&str, &str)> {
        let all = self.0.iter();
        all.flat_map(|(name, (_, fields))| fields.iter().map(move |field| (name.as_str(), field)))
            .filter(|(_, field)| field.about.is_empty())
            .map(|(name, field)| (name, field.name.as_str()))
            .collect()
    }
}
