//! What the entries of the log about one run say of it as a whole, in one walk: who was shown how to be who they say,
//! on which machine; when people decided; when nothing was written at all.

use chrono::{DateTime, Duration, Utc};
use countersign_evidence::OfflineSpan;
use countersign_store::rusqlite::{Connection, params};
use countersign_store::{StoreError, audit};

/// So long a span without any entry says that the program did not run, or that nobody was at it.
const SPAN: Duration = Duration::hours(24);

/// One run's part of the log. Entries that follow each other with one proof and one machine are one line here.
#[derive(Default)]
pub(super) struct Slice {
    shown: Vec<(i64, usize)>,
    ways: Vec<(String, String)>,
    /// Entries by which items were handed over.
    pub(super) handed: Vec<(i64, DateTime<Utc>)>,
    pub(super) first_decision_at: Option<DateTime<Utc>>,
    pub(super) last_decision_at: Option<DateTime<Utc>>,
    gaps: Vec<(i64, i64)>,
}

/// Whether an entry holds decisions that came in packets or workbooks.
fn is_returned(operation: &str, text: &str) -> bool {
    matches!(operation, "packet.takeIn" | "packet.takeWorkbook" | "dispute.settle")
        && serde_json::from_str::<audit::AuditEntry>(text)
            .is_ok_and(|entry| entry.detail["events"]["count"].as_u64() > Some(0))
}

impl Slice {
    pub(super) fn of(connection: &Connection, instance: i64) -> Result<Self, StoreError> {
        let mut slice = Self::default();
        let mut statement =
            connection.prepare_cached("SELECT seq, entry FROM audit WHERE instance_id = ?1 ORDER BY seq")?;
        let mut rows = statement.query([instance])?;
        let mut above: Option<(i64, DateTime<Utc>)> = None;
        while let Some(row) = rows.next()? {
            let seq: i64 = row.get(0)?;
            let text = row
                .get_ref(1)?
                .as_str()
                .map_err(|error| StoreError::Value(error.to_string()))?;
            let (assurance, device) = match (field(text, "assurance"), field(text, "device")) {
                (Some(assurance), Some(device)) => (assurance.to_owned(), device.to_owned()),
                // A name with a character that JSON escapes.
                _ => {
                    let entry: audit::AuditEntry = serde_json::from_str(text)?;
                    (entry.assurance, entry.device)
                }
            };
            slice.note(seq, &assurance, &device);
            let Some(at) = field(text, "at").and_then(moment) else {
                continue;
            };
            match field(text, "operation") {
                Some("review.reassign" | "item.delegate") => slice.handed.push((seq, at)),
                Some(operation) if operation.starts_with("item.") || is_returned(operation, text) => {
                    slice.first_decision_at.get_or_insert(at);
                    slice.last_decision_at = Some(at);
                }
                _ => {}
            }
            if let Some((before, then)) = above
                && at - then > SPAN
            {
                slice.gaps.push((before, seq));
            }
            above = Some((seq, at));
        }
        Ok(slice)
    }

    fn note(&mut self, seq: i64, assurance: &str, device: &str) {
        if let Some((_, way)) = self.shown.last()
            && self
                .ways
                .get(*way)
                .is_some_and(|(one, two)| one == assurance && two == device)
        {
            return;
        }
        let known = self
            .ways
            .iter()
            .position(|(one, two)| one == assurance && two == device);
        let way = known.unwrap_or_else(|| {
            self.ways.push((assurance.to_owned(), device.to_owned()));
            self.ways.len() - 1
        });
        self.shown.push((seq, way));
    }

    /// How it was shown who made an entry of this run, and on which machine.
    pub(super) fn shown(&self, seq: i64) -> Option<(&str, &str)> {
        let at = self.shown.partition_point(|(from, _)| *from <= seq).checked_sub(1)?;
        let (assurance, device) = self.ways.get(self.shown.get(at)?.1)?;
        Some((assurance, device))
    }

    /// Spans in which the whole log has no entry, between the first and the last one of this run.
    pub(super) fn offline(&self, connection: &Connection) -> Result<Vec<OfflineSpan>, StoreError> {
        let mut statement =
            connection.prepare_cached("SELECT entry FROM audit WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq")?;
        let mut spans = Vec::new();
        for (from, until) in &self.gaps {
            let mut rows = statement.query(params![from, until])?;
            let mut above: Option<DateTime<Utc>> = None;
            while let Some(row) = rows.next()? {
                let text = row
                    .get_ref(0)?
                    .as_str()
                    .map_err(|error| StoreError::Value(error.to_string()))?;
                let Some(at) = field(text, "at").and_then(moment) else {
                    continue;
                };
                if let Some(then) = above
                    && at - then > SPAN
                {
                    spans.push(OfflineSpan {
                        from: then,
                        until: at,
                        because: "the log has no entry: the program did not run, or nobody worked with it".into(),
                    });
                }
                above = Some(at);
            }
        }
        Ok(spans)
    }
}

/// The text of a field near the start of an entry, where it stands there without an escape.
fn field<'a>(entry: &'a str, name: &str) -> Option<&'a str> {
    let mut from = entry.find(&format!("\"{name}\":\""))?;
    from += name.len() + 4;
    let text = entry.get(from..)?;
    let end = text.find('"')?;
    let value = text.get(..end)?;
    (!value.contains('\\')).then_some(value)
}

fn moment(text: &str) -> Option<DateTime<Utc>> {
    Some(DateTime::parse_from_rfc3339(text).ok()?.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_read_where_it_stands_and_not_out_of_a_name() {
        let entry = r#"{"seq":7,"at":"2026-03-01T08:00:00.000Z","actor":"A \"device\":\"x","assurance":"stated","device":"desk","operation":"item.decide"}"#;
        assert_eq!(field(entry, "device"), Some("desk"));
        assert_eq!(field(entry, "assurance"), Some("stated"));
        assert_eq!(field(entry, "operation"), Some("item.decide"));
        assert_eq!(field(r#"{"device":"a\\b"}"#, "device"), None);
        assert!(field(entry, "at").and_then(moment).is_some());
    }

    #[test]
    fn entries_of_one_proof_and_one_machine_are_one_line() {
        let mut slice = Slice::default();
        for (seq, assurance) in [(3, "stated"), (5, "stated"), (9, "osAccount"), (12, "stated")] {
            slice.note(seq, assurance, "desk");
        }
        assert_eq!((slice.shown.len(), slice.ways.len()), (3, 2));
        assert_eq!(slice.shown(5), Some(("stated", "desk")));
        assert_eq!(slice.shown(9), Some(("osAccount", "desk")));
        assert_eq!(slice.shown(12), Some(("stated", "desk")));
        assert_eq!(slice.shown(1), None);
    }
}
