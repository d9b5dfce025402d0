//! Answers on standard output, everything else on standard error.

use std::io::{self, Write};

use countersign_app::Problem;
use serde_json::Value;

/// One JSON document, or lines for a person.
pub fn answer(value: &Value, json: bool) -> io::Result<()> {
    let mut out = io::stdout().lock();
    if json {
        serde_json::to_writer_pretty(&mut out, value)?;
        return writeln!(out);
    }
    match value {
        Value::Object(map) if map.get("rows").is_some_and(Value::is_array) => {
            rows(&mut out, value["rows"].as_array().map_or(&[], Vec::as_slice))?;
            let shown = value["rows"].as_array().map_or(0, Vec::len);
            writeln!(out, "{shown} of {}", value["total"])
        }
        Value::Array(list) => rows(&mut out, list),
        other => block(&mut out, other, 0),
    }
}

/// A line per row: its plain values, in their order.
fn rows(out: &mut impl Write, rows: &[Value]) -> io::Result<()> {
    for row in rows {
        let cells: Vec<String> = match row {
            Value::Object(map) => map
                .values()
                // Of a problem, its sentence.
                .map(|value| value.get("message").filter(|said| said.is_string()).unwrap_or(value))
                .filter(|value| !value.is_object() && !value.is_null())
                .map(plain)
                .collect(),
            other => vec![plain(other)],
        };
        writeln!(out, "{}", cells.join("\t"))?;
    }
    Ok(())
}

fn block(out: &mut impl Write, value: &Value, depth: usize) -> io::Result<()> {
    let Value::Object(map) = value else {
        return writeln!(out, "{}", plain(value));
    };
    for (name, value) in map {
        let indent = "  ".repeat(depth);
        match value {
            Value::Null => {}
            Value::Object(inner) if !inner.is_empty() => {
                writeln!(out, "{indent}{name}:")?;
                block(out, value, depth + 1)?;
            }
            Value::Array(list) if list.iter().any(Value::is_object) => {
                writeln!(out, "{indent}{name}:")?;
                for one in list {
                    writeln!(out, "{indent}  -")?;
                    block(out, one, depth + 2)?;
                }
            }
            other => writeln!(out, "{indent}{name}: {}", plain(other))?,
        }
    }
    Ok(())
}

/// A value on one line. Control characters of a name from a directory do not reach the terminal.
fn plain(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(plain).collect::<Vec<_>>().join(" › "),
        other => other.to_string(),
    };
    text.chars()
        .map(|one| if one.is_control() { '\u{fffd}' } else { one })
        .collect()
}

pub fn problem(problem: &Problem, json: bool) {
    if json {
        // A problem is data too when JSON was asked for; it still goes to standard error.
        if let Ok(text) = serde_json::to_string(problem) {
            eprintln!("{text}");
            return;
        }
    }
    match &problem.field {
        Some(field) if !field.is_empty() => eprintln!("{} (at {field})", problem.message),
        _ => eprintln!("{}", problem.message),
    }
    if let Some(hint) = &problem.hint {
        eprintln!("{hint}");
    }
}
