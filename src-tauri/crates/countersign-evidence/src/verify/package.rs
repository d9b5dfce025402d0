//! What a package's record must agree with itself about.

use std::collections::BTreeSet;

use super::VerifyReport;
use super::record::{Check, Findings};
use crate::EvidenceError;
use crate::record::package::{AssignmentRecord, PackageHead, PackageTotals, RequestRecord};
use crate::record::{Counted, Document, LogHead, ReadHead, Section, parse};

/// A package's record while it is read.
#[derive(Default)]
pub(super) struct PackageCheck {
    head: PackageHead,
    reads: BTreeSet<i64>,
    totals: PackageTotals,
    stated: PackageTotals,
}

impl PackageCheck {
    fn assignment(&self, one: &AssignmentRecord, line: u64, found: &mut Findings<'_>) {
        let of = format!("assignment {}", one.assignment_id);
        self.version(&of, one.policy_id, one.policy_version, line, found);
        if one.has_ended() && one.state == "expired" && one.ended_at.is_none() {
            found.note(
                line,
                format!("The record has no end of {of}, which is said to be over."),
            );
        }
        let reads = one
            .entitlements
            .iter()
            .flat_map(|given| [given.there_in, given.gone_in])
            .chain([one.basis.snapshot]);
        for read in reads.flatten() {
            if !self.reads.contains(&read) {
                found.note(line, format!("The record has no read {read}, which {of} names."));
            }
        }
        found.refer(one.log.iter().copied());
        for request in &one.requests {
            self.request(request, line, found);
        }
    }

    fn request(&self, one: &RequestRecord, line: u64, found: &mut Findings<'_>) {
        let of = format!("request {}", one.request_id);
        self.version(&of, one.policy_id, one.policy_version, line, found);
        found.refer(one.log.iter().copied());
        found.refer(one.all_answers().map(|answer| answer.entry));
        if one.went_through() && !one.stages.is_empty() && !one.is_approved() {
            found.note(line, format!("Not every stage of {of} approved, and it went through."));
        }
        for stage in &one.stages {
            let said = |word: &str| stage.answers.iter().any(|answer| answer.decision == word);
            let agrees = match stage.result.as_deref() {
                Some("approve") => said("approve"),
                Some("deny") => said("deny"),
                _ => true,
            };
            if !agrees {
                let position = stage.position;
                found.note(line, format!("No answer gives the result of stage {position} of {of}."));
            }
        }
    }

    fn version(&self, of: &str, policy: i64, version: u64, line: u64, found: &mut Findings<'_>) {
        if !self.head.has_version(policy, version) {
            found.note(
                line,
                format!("The record has no version {version} of policy {policy}, under which {of} stands."),
            );
        }
    }
}

impl Check for PackageCheck {
    fn document(&self) -> &Document {
        &self.head.document
    }
    fn log(&self) -> &LogHead {
        &self.head.log
    }
    fn part(&mut self, part: usize, line: u64, json: &[u8]) -> Result<(), EvidenceError> {
        self.head.put(part, line, json)?;
        self.reads = self.head.reads.iter().map(|read| read.snapshot).collect();
        Ok(())
    }
    fn row(&mut self, section: Section, line: u64, json: &[u8], found: &mut Findings<'_>) -> Result<(), EvidenceError> {
        match section {
            Section::Assignments => {
                let one: AssignmentRecord = parse(line, json)?;
                self.totals.add_assignment(&one);
                self.assignment(&one, line, found);
            }
            Section::Requests => {
                let one: RequestRecord = parse(line, json)?;
                self.totals.add_request(&one, None);
                self.request(&one, line, found);
            }
            Section::Entries => self.totals.entries += 1,
            _ => {}
        }
        Ok(())
    }
    fn totals(&mut self, line: u64, json: &[u8]) -> Result<(), EvidenceError> {
        self.stated = parse(line, json)?;
        Ok(())
    }
    fn counted(&self) -> Counted {
        Counted::Package(self.totals)
    }
    fn finish(&self, report: &mut VerifyReport) {
        if self.totals != self.stated {
            report.error("totals", "The totals are not what the rows of the record add up to.");
        }
        let sums = &self.head.reconciliation;
        let rows = [
            ("assignments", &sums.assignments, self.totals.assignments),
            ("requests", &sums.requests, self.totals.requests),
        ];
        for (what, tally, rows) in rows {
            if !tally.adds_up(rows) {
                let (stored, recorded, left) = (tally.stored, tally.recorded, tally.left());
                report.error(
                    "reconciliation",
                    format!(
                        "The {what} do not add up: {rows} rows, {recorded} said to be recorded, {left} left out, \
                         {stored} in the ledger."
                    ),
                );
            }
        }
        if sums.held != self.totals.held {
            let (held, stated) = (self.totals.held, sums.held);
            report.error(
                "reconciliation",
                format!("{held} recorded assignments are held, the ledger has {stated}."),
            );
        }
    }
    fn missing(&self, count: usize) -> String {
        format!("{count} rows refer to log entries that are not in the record.")
    }
}
