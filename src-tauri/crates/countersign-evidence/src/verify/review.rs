//! What a review's record must agree with itself about.

use super::VerifyReport;
use super::record::{Check, Findings};
use crate::EvidenceError;
use crate::record::{
    ChangeRecord, Counted, Document, FindingRecord, ItemRecord, LogHead, NoticeRecord, ReadHead, ReassignmentRecord,
    RecordHead, ResourceRecord, ReviewerRecord, Section, TaskRecord, Totals, complete_item, parse,
};

/// A review's record while it is read.
#[derive(Default)]
pub(super) struct ReviewCheck {
    head: RecordHead,
    totals: Totals,
    stated: Totals,
}

impl ReviewCheck {
    fn item(&self, item: &ItemRecord, line: u64, found: &mut Findings<'_>) {
        if let Some(last) = item.events.last()
            && last.decision != item.decision
        {
            let message = format!("The decision on item {} is not that of its last event.", item.item_id);
            found.note(line, message);
        }
    }
}

impl Check for ReviewCheck {
    fn document(&self) -> &Document {
        &self.head.document
    }
    fn log(&self) -> &LogHead {
        &self.head.log
    }
    fn part(&mut self, part: usize, line: u64, json: &[u8]) -> Result<(), EvidenceError> {
        self.head.put(part, line, json)
    }
    fn row(&mut self, section: Section, line: u64, json: &[u8], found: &mut Findings<'_>) -> Result<(), EvidenceError> {
        match section {
            Section::Items => {
                let mut item: ItemRecord = parse(line, json)?;
                complete_item(&mut item);
                self.totals.add_item(&item);
                found.refer(item.events.iter().filter_map(|event| event.entry));
                self.item(&item, line, found);
            }
            Section::Changes => self.totals.add_change(&parse::<ChangeRecord>(line, json)?),
            Section::Tasks => self.totals.add_task(&parse::<TaskRecord>(line, json)?),
            Section::Reviewers => {
                parse::<ReviewerRecord>(line, json)?;
                self.totals.reviewers += 1;
            }
            Section::Findings => {
                let one = parse::<FindingRecord>(line, json)?;
                self.totals.findings += 1;
                self.totals.findings_open += u64::from(one.open);
            }
            Section::Resources => {
                parse::<ResourceRecord>(line, json)?;
                self.totals.resources += 1;
            }
            Section::Reassignments => {
                parse::<ReassignmentRecord>(line, json)?;
                self.totals.reassignments += 1;
            }
            Section::Notices => {
                parse::<NoticeRecord>(line, json)?;
                self.totals.notices += 1;
            }
            Section::Entries => self.totals.entries += 1,
            Section::Assignments | Section::Requests | Section::Rows => {}
        }
        Ok(())
    }
    fn totals(&mut self, line: u64, json: &[u8]) -> Result<(), EvidenceError> {
        self.stated = parse(line, json)?;
        Ok(())
    }
    fn counted(&self) -> Counted {
        Counted::Review(self.totals)
    }
    fn finish(&self, report: &mut VerifyReport) {
        if self.totals != self.stated {
            report.error("totals", "The totals are not what the rows of the record add up to.");
        }
        let sums = &self.head.reconciliation;
        let (items, scope, loaded) = (self.totals.items, sums.in_scope, sums.loaded);
        if items != scope {
            report.error(
                "reconciliation",
                format!("{items} items are recorded, {scope} are said to be in scope."),
            );
        }
        let left = sums
            .excluded
            .iter()
            .fold(0_u64, |sum, rule| sum.saturating_add(rule.count));
        if scope.checked_add(left) != Some(loaded) || sums.source != loaded {
            let source = sums.source;
            report.error(
                "reconciliation",
                format!(
                    "The population does not add up: {source} at the source, {loaded} loaded, {scope} in scope, {left} \
                     left out."
                ),
            );
        }
        if self
            .head
            .plan
            .as_ref()
            .is_some_and(|plan| plan.changes != self.totals.changes)
        {
            report.error("plan", "The plan states another number of changes than the record has.");
        }
    }
    fn missing(&self, count: usize) -> String {
        format!("{count} decisions refer to log entries that are not in the record.")
    }
}
