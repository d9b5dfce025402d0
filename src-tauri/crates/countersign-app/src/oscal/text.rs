//! JSON that is written as it is gathered.

use std::io::Write;

use serde_json::Value;

use crate::Problem;

pub(super) struct Text<'a, W> {
    pub out: &'a mut W,
    pub told: u64,
}

impl<W: Write> Text<'_, W> {
    pub fn raw(&mut self, text: &str) -> Result<(), Problem> {
        self.out.write_all(text.as_bytes()).map_err(unwritten)
    }

    pub fn json(&mut self, value: &impl serde::Serialize) -> Result<(), Problem> {
        serde_json::to_writer(&mut *self.out, value).map_err(|error| unwritten(error.into()))
    }

    /// A list under its name, left out where it is empty: the format has no empty lists. How many there are.
    pub fn list(
        &mut self,
        name: &str,
        fill: impl FnOnce(&mut dyn FnMut(Value) -> Result<(), Problem>) -> Result<(), Problem>,
    ) -> Result<u64, Problem> {
        self.told = 0;
        fill(&mut |value| {
            self.raw(if self.told == 0 { name } else { ",\n" })?;
            self.told += 1;
            self.json(&value)
        })?;
        if self.told > 0 {
            self.raw("]")?;
        }
        Ok(self.told)
    }
}

fn unwritten(error: std::io::Error) -> Problem {
    Problem::new(format!("The file cannot be written: {error}.")).field("path")
}
