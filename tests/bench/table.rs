//! The table: what was measured, beside what, and whether it is enough.

use std::fmt;

/// What a figure must reach.
pub enum Reach {
    /// The ratio to the peer is at most this.
    AtMost(f64),
    /// The peer takes at least this many times as long.
    AtLeast(f64),
    /// The figure itself decided it.
    Said(String, bool),
    /// Nothing is promised; the figure explains another one.
    Nothing,
}

/// One line.
pub struct Row {
    pub measure: String,
    pub figure: String,
    pub peer: String,
    pub ratio: Option<f64>,
    pub reach: Reach,
}

impl Row {
    pub fn new(measure: impl Into<String>, figure: impl Into<String>) -> Row {
        Row {
            measure: measure.into(),
            figure: figure.into(),
            peer: "–".into(),
            ratio: None,
            reach: Reach::Nothing,
        }
    }

    pub fn beside(mut self, peer: impl Into<String>, ratio: f64, reach: Reach) -> Row {
        (self.peer, self.ratio, self.reach) = (peer.into(), Some(ratio), reach);
        self
    }

    /// A figure with a limit of its own.
    pub fn within(mut self, limit: impl Into<String>, is_met: bool) -> Row {
        self.reach = Reach::Said(limit.into(), is_met);
        self
    }

    pub fn is_met(&self) -> bool {
        match (&self.reach, self.ratio) {
            (Reach::AtMost(limit), Some(ratio)) => ratio <= *limit,
            (Reach::AtLeast(limit), Some(ratio)) => ratio >= *limit,
            (Reach::Said(_, is_met), _) => *is_met,
            _ => true,
        }
    }

    fn cells(&self) -> [String; 6] {
        let reach = match &self.reach {
            Reach::AtMost(limit) => format!("≤ {limit} ×"),
            Reach::AtLeast(limit) => format!("≥ {limit} ×"),
            Reach::Said(limit, _) => limit.clone(),
            Reach::Nothing => "–".into(),
        };
        let ratio = self.ratio.map_or_else(
            || "–".into(),
            |ratio| {
                if ratio < 0.1 {
                    format!("{:.2} %", ratio * 100.0)
                } else {
                    format!("{ratio:.2} ×")
                }
            },
        );
        let verdict = match self.reach {
            Reach::Nothing => "",
            _ if self.is_met() => "ok",
            _ => "MISS",
        };
        [
            self.measure.clone(),
            self.figure.clone(),
            self.peer.clone(),
            ratio,
            reach,
            verdict.into(),
        ]
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.cells().join(" | "))
    }
}

/// Prints the table to standard output, as Markdown, so that it can be kept as it is.
pub fn print(rows: &[Row], is_full: bool) {
    let head = ["measure", "figure", "peer or limit", "ratio", "reach", ""].map(str::to_owned);
    let lines: Vec<[String; 6]> = std::iter::once(head).chain(rows.iter().map(Row::cells)).collect();
    let width = |at: usize| lines.iter().map(|line| line[at].chars().count()).max().unwrap_or(0);
    let widths: [usize; 6] = std::array::from_fn(width);
    let missed = rows.iter().filter(|row| !row.is_met()).count();
    for (number, line) in lines.iter().enumerate() {
        let cells: Vec<String> = line
            .iter()
            .zip(widths)
            .map(|(cell, width)| format!("{cell:<width$}"))
            .collect();
        println!("| {} |", cells.join(" | "));
        if number == 0 {
            println!("|{}|", widths.map(|width| "-".repeat(width + 2)).join("|"));
        }
    }
    println!("\n{} of {} rows are met.", rows.len() - missed, rows.len());
    if !is_full {
        println!("This was the small size: its figures keep no promise.");
    }
}
