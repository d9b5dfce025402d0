//! One JSON document: what was asked for, and a list of objects.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use serde_json::{Map, Value, json};

use super::{Cell, Sheet, Title, Written, moment, unwritable};
use crate::Problem;

pub(super) struct Json<'a> {
    path: &'a Path,
    out: BufWriter<File>,
    columns: &'a [&'a str],
    rows: u64,
}

impl<'a> Json<'a> {
    pub fn create(path: &'a Path, title: &Title<'a>) -> Result<Self, Problem> {
        let file = File::create(path).map_err(|error| unwritable(path, &error))?;
        let mut json = Self {
            path,
            out: BufWriter::with_capacity(1 << 17, file),
            columns: title.columns,
            rows: 0,
        };
        let about: Map<String, Value> = title
            .about
            .iter()
            .map(|(name, value)| ((*name).to_owned(), json!(value)))
            .collect();
        let head = format!(
            "{{\"schema\":{},\"about\":{},\"total\":{},\"{}\":[",
            json!(title.schema),
            Value::Object(about),
            title.total,
            title.name
        );
        json.write(head.as_bytes())?;
        Ok(json)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Problem> {
        self.out.write_all(bytes).map_err(|error| unwritable(self.path, &error))
    }
}

impl Sheet for Json<'_> {
    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Problem> {
        let value = |cell: &Cell<'_>| match *cell {
            Cell::Text(text) => json!(text),
            Cell::Number(number) => json!(number),
            Cell::Moment(at) => json!(moment(at)),
            Cell::Flag(flag) => json!(flag),
            Cell::Empty => Value::Null,
        };
        let row: Map<String, Value> = self
            .columns
            .iter()
            .zip(cells)
            .map(|(name, cell)| ((*name).to_owned(), value(cell)))
            .collect();
        let text = serde_json::to_string(&row)?;
        self.write(if self.rows > 0 { b",\n" } else { b"\n" })?;
        self.rows += 1;
        self.write(text.as_bytes())
    }

    fn finish(mut self: Box<Self>) -> Result<Written, Problem> {
        self.write(b"\n]}\n")?;
        let path = self.path;
        let file = self.out.into_inner().map_err(|error| unwritable(path, error.error()))?;
        file.sync_all().map_err(|error| unwritable(path, &error))?;
        Ok(Written {
            rows: self.rows,
            sheets: 1,
        })
    }
}
