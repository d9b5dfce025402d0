//! The published schema, held against the Rust types: it is made from their source text and their comments.

mod source;

use serde_json::{Map, Value, json};

use super::wire::rule::{Fields, Rule, of_part, of_section, rule};
use super::{Kind, Section};
use source::{Field, Shape, Types};

const ID: &str = "https://countersign.example/schema/evidence-2.schema.json";
const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/evidence-2.schema.json");

/// The type of a section's rows.
fn row_type(section: Section) -> &'static str {
    match section {
        Section::Items => "ItemRecord",
        Section::Changes => "ChangeRecord",
        Section::Tasks => "TaskRecord",
        Section::Findings => "FindingRecord",
        Section::Resources => "ResourceRecord",
        Section::Reviewers => "ReviewerRecord",
        Section::Reassignments => "ReassignmentRecord",
        Section::Notices => "NoticeRecord",
        Section::Assignments => "AssignmentRecord",
        Section::Requests => "RequestRecord",
        Section::Rows => "RowRecord",
        Section::Entries => "LogEntry",
    }
}

/// The types of head and totals.
fn head_type(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::AccessReview => ("RecordHead", "Totals"),
        Kind::AccessPackage => ("PackageHead", "PackageTotals"),
        Kind::Exception | Kind::Period | Kind::Sample => ("ReportHead", "ReportTotals"),
    }
}

struct Maker {
    types: Types,
    /// The tables under which a type stands: a second one gets a name of its own.
    tables: Vec<(String, Fields)>,
    defs: Map<String, Value>,
}

fn described(mut schema: Value, about: &str) -> Value {
    if !about.is_empty() {
        schema["description"] = json!(about);
    }
    schema
}

fn object(about: &str, properties: Map<String, Value>, required: &[String]) -> Value {
    described(
        json!({ "type": "object", "additionalProperties": false, "properties": properties, "required": required }),
        about,
    )
}

impl Maker {
    fn key(&mut self, name: &str, fields: Fields) -> String {
        let known = self.tables.iter().filter(|(other, _)| other == name);
        let same = |table: Fields| std::ptr::eq(table.as_ptr(), fields.as_ptr());
        let place = known
            .clone()
            .position(|(_, table)| same(table))
            .unwrap_or_else(|| known.count());
        if !self.tables.iter().any(|(other, table)| other == name && same(table)) {
            self.tables.push((name.to_owned(), fields));
        }
        if place == 0 {
            name.to_owned()
        } else {
            format!("{name}.{}", place + 1)
        }
    }

    /// The schema of a value as it stands in public (or, where everything of it is personal, there).
    fn value(&mut self, shape: &Shape, fields: Option<Fields>) -> Value {
        match shape {
            Shape::Text => json!({ "type": "string" }),
            Shape::Truth => json!({ "type": "boolean" }),
            Shape::Count => json!({ "type": "integer", "minimum": 0 }),
            Shape::Number => json!({ "type": "integer" }),
            Shape::Moment => json!({ "type": "string", "format": "date-time" }),
            Shape::Day => json!({ "type": "string", "format": "date" }),
            Shape::Anything => json!({}),
            Shape::Maybe(inner) => match self.value(inner, fields) {
                reference if reference.get("$ref").is_some() => json!({ "anyOf": [reference, { "type": "null" }] }),
                mut plain => {
                    if let Some(kind) = plain.get("type").cloned() {
                        plain["type"] = json!([kind, "null"]);
                    }
                    plain
                }
            },
            Shape::List(inner) => json!({ "type": "array", "items": self.value(inner, fields) }),
            Shape::Named(name) => self.reference(name, fields),
        }
    }

    fn reference(&mut self, name: &str, fields: Option<Fields>) -> Value {
        let (key, personal) = match fields {
            Some(fields) => (self.key(name, fields), false),
            None => (format!("{name}.whole"), true),
        };
        if !self.defs.contains_key(&key) {
            self.defs.insert(key.clone(), Value::Null);
            let schema = if personal {
                self.whole(name)
            } else {
                self.public(name, fields.unwrap_or_default())
            };
            self.defs.insert(key.clone(), schema);
        }
        json!({ "$ref": format!("#/$defs/{key}") })
    }

    /// An object all of which is personal, or all of which is public.
    fn whole(&mut self, name: &str) -> Value {
        let (about, list) = self.types.of(name);
        let (mut properties, mut required) = (Map::new(), Vec::new());
        for field in list {
            if !field.skipped {
                properties.insert(
                    field.name.clone(),
                    described(self.value(&field.shape, None), &field.about),
                );
                if !field.optional {
                    required.push(field.name.clone());
                }
            }
        }
        object(&about, properties, &required)
    }

    fn public(&mut self, name: &str, fields: Fields) -> Value {
        let (about, list) = self.types.of(name);
        let (mut properties, mut required, mut near) = (Map::new(), Vec::new(), 0);
        let hidden = |about: &str| json!({ "enum": [null, ""], "description": format!("{about} Withheld where it is null: it stands in `personal`.") });
        for Field {
            name: field,
            shape,
            about,
            optional,
            skipped,
        } in list
        {
            if skipped || (name == "LogEntry" && field == "actor") {
                continue;
            }
            match rule(fields, field.as_bytes(), &mut near) {
                Rule::Public => {
                    // Within a public object everything is public.
                    properties.insert(field.clone(), described(self.value(&shape, None), &about));
                    if !optional {
                        required.push(field);
                    }
                }
                Rule::Of(inner) => {
                    properties.insert(field.clone(), described(self.value(&shape, Some(inner)), &about));
                    if !optional {
                        required.push(field);
                    }
                }
                Rule::Personal | Rule::Name if shape.is_text() => {
                    properties.insert(field, hidden(&about));
                }
                Rule::Personal | Rule::Name => {}
                Rule::Cells => {
                    let cells = json!({ "type": "array", "items": { "type": ["string", "null"] } });
                    properties.insert(
                        field.clone(),
                        described(cells, &format!("{about} Withheld where it is null.")),
                    );
                    required.push(field);
                }
                Rule::Silent if shape.is_text() => {
                    properties.insert(field, json!({ "const": "", "description": about }));
                }
                Rule::Silent => {}
                Rule::Id => {
                    properties.insert(field, json!({ "const": "", "description": about }));
                    properties.insert("who".into(), json!({ "$ref": "#/$defs/pseudonym" }));
                }
            }
        }
        // A decision that follows from its item is written as its log entry alone.
        if name == "DecisionEvent" {
            required.clear();
        }
        object(&about, properties, &required)
    }

    /// The personal part of an object; none where it has none.
    fn personal(&mut self, name: &str, fields: Fields) -> Option<Value> {
        let key = format!("{}.personal", self.key(name, fields));
        let reference = json!({ "$ref": format!("#/$defs/{key}") });
        if let Some(known) = self.defs.get(&key) {
            return (!known["properties"].as_object().is_some_and(Map::is_empty)).then_some(reference);
        }
        let (about, list) = self.types.of(name);
        let (mut properties, mut near) = (Map::new(), 0);
        for field in list {
            if field.skipped || (name == "LogEntry" && field.name == "actor") {
                continue;
            }
            let found = match rule(fields, field.name.as_bytes(), &mut near) {
                Rule::Public => None,
                Rule::Of(inner) => field.shape.inner().and_then(|(name, list)| {
                    let part = self.personal(name, inner)?;
                    Some(if list {
                        json!({ "type": "array", "items": part })
                    } else {
                        part
                    })
                }),
                _ => Some(self.value(&field.shape, None)),
            };
            if let Some(schema) = found {
                properties.insert(field.name, described(schema, &field.about));
            }
        }
        let empty = properties.is_empty();
        let about = format!("What is personal of: {about}");
        self.defs.insert(key, object(&about, properties, &[]));
        (!empty).then_some(reference)
    }

    /// A row or part with its tail.
    fn line(&mut self, name: &str, fields: Fields) -> Value {
        let mut schema = self.public(name, fields);
        if let Some(personal) = self.personal(name, fields) {
            self.tail(&mut schema, personal);
        }
        schema
    }

    fn tail(&mut self, schema: &mut Value, personal: Value) {
        schema["properties"]["personal"] = personal;
        schema["properties"]["withheld"] = json!({ "$ref": "#/$defs/withheld" });
        schema["not"] = json!({ "required": ["personal", "withheld"] });
    }

    fn part(&mut self, name: &str, shape: &Shape) -> Value {
        let fields = of_part(name);
        match shape {
            Shape::Named(of) => self.line(of, fields),
            Shape::Maybe(inner) => json!({ "anyOf": [self.part(name, inner), { "type": "null" }] }),
            Shape::List(inner) => {
                let Shape::Named(of) = &**inner else {
                    panic!("{name} is a list of plain values")
                };
                let public = self.public(of, fields);
                let mut schema = object("", Map::new(), &["rows".to_owned()]);
                schema["properties"]["rows"] = json!({ "type": "array", "items": public });
                if let Some(personal) = self.personal(of, fields) {
                    let list = json!({ "type": "array", "items": personal });
                    let part = object("", Map::from_iter([("rows".to_owned(), list)]), &[]);
                    self.tail(&mut schema, part);
                }
                schema
            }
            _ => panic!("{name} is a plain value"),
        }
    }

    fn kind(&mut self, kind: Kind) -> Value {
        let (head, totals) = head_type(kind);
        let (about, parts) = self.types.of(head);
        let (mut properties, mut required) = (Map::new(), vec!["countersignEvidence".to_owned()]);
        properties.insert(
            "countersignEvidence".into(),
            json!({ "const": super::RECORD_VERSION, "description": "Version of the record's layout." }),
        );
        if kind != Kind::AccessReview {
            properties.insert(
                "evidence".into(),
                json!({ "const": kind.word(), "description": "What it is the record of." }),
            );
            required.push("evidence".into());
        }
        properties.insert(
            "profile".into(),
            json!({ "const": "redacted", "description": "Personal data are withheld." }),
        );
        assert_eq!(
            parts.iter().map(|part| part.name.as_str()).collect::<Vec<_>>(),
            kind.parts()
        );
        for part in parts {
            properties.insert(
                part.name.clone(),
                described(self.part(&part.name, &part.shape), &part.about),
            );
            required.push(part.name);
        }
        for &section in kind.sections() {
            let name = section.opening().split('"').nth(1).expect("a name").to_owned();
            let row = self.line(row_type(section), of_section(section));
            let key = format!("{}.line", row_type(section));
            self.defs.insert(key.clone(), row);
            properties.insert(
                name.clone(),
                json!({ "type": "array", "items": { "$ref": format!("#/$defs/{key}") } }),
            );
            required.push(name);
        }
        properties.insert("totals".into(), self.reference(totals, None));
        required.push("totals".into());
        object(&about, properties, &required)
    }
}

fn made() -> String {
    let mut maker = Maker {
        types: Types::read(),
        tables: Vec::new(),
        defs: Map::new(),
    };
    maker.defs.insert("withheld".into(), json!({
        "type": "string", "pattern": "^[0-9a-f]{64}$",
        "description": "Stands for the personal part of this line: SHA-256(salt, bytes of the personal object), where the salt is the first 16 bytes of HMAC-SHA-256(document key, number of the line as 8 bytes, big-endian); of a log entry SHA-256(0x00, bytes of the entry), its leaf in the log's Merkle tree. The leaf of the line under the root is SHA-256(0x00, the line's bytes before \"personal\":, 0x00, these 32 bytes); of a line without a personal part SHA-256(0x00, the line)."
    }));
    maker.defs.insert("pseudonym".into(), json!({
        "type": "string", "pattern": "^p-[0-9a-f]{12}$",
        "description": "Stands for one person within this document: p- and the first 6 bytes of HMAC-SHA-256(document key, the person's id)."
    }));
    let kinds: Vec<Value> = Kind::ALL
        .into_iter()
        .map(|kind| {
            let schema = maker.kind(kind);
            maker.defs.insert(kind.word().into(), schema);
            json!({ "$ref": format!("#/$defs/{}", kind.word()) })
        })
        .collect();
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": ID,
        "title": "The record of evidence by Countersign, version 2",
        "description": "evidence.json as attached to every document. Each line of the file is one leaf of the root (a Merkle tree as in RFC 6962, section 2.1). What is personal stands last in its line, under `personal`; a redacted record has its hash under `withheld` instead, and the same root.",
        "oneOf": kinds,
        "$defs": maker.defs,
    });
    serde_json::to_string_pretty(&schema).expect("JSON") + "\n"
}

#[test]
fn the_published_schema_has_every_field_of_the_types() {
    let made = made();
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        std::fs::write(PATH, &made).expect("writes");
    }
    assert!(
        made == super::SCHEMA || std::fs::read_to_string(PATH).is_ok_and(|text| text == made),
        "schema/evidence-2.schema.json is not what the types say; write it anew with UPDATE_EXPECTED=1"
    );
}

#[test]
fn every_field_of_the_schema_is_described() {
    let types = Types::read();
    let bare: Vec<String> = types
        .undescribed()
        .into_iter()
        .map(|(name, field)| format!("{name}.{field}"))
        .collect();
    assert!(bare.is_empty(), "these have no description: {bare:?}");
}
