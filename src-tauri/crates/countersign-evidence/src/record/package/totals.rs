//! What is counted while the record of a package is walked.

use serde::{Deserialize, Serialize};

use super::{AssignmentRecord, EventRecord, RequestRecord};

/// The last line of the record.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct PackageTotals {
    /// Assignments.
    pub assignments: u64,
    /// Held at the export, even in part.
    pub held: u64,
    /// Of these, in part.
    pub held_partly: u64,
    /// Of the held, everything seen there by a read.
    pub seen_there: u64,
    /// Being delivered at the export.
    pub under_way: u64,
    /// Nothing of it could be delivered.
    pub failed: u64,
    /// Ended.
    pub ended: u64,
    /// Of these, everything seen gone by a read.
    pub seen_gone: u64,
    /// Given by request and approval of a person, or without approval where the policy asks for none.
    pub by_request: u64,
    /// Given directly by an administrator.
    pub by_administrator: u64,
    /// Given by a rule.
    pub by_rule: u64,
    /// Entitlements in all assignments.
    pub entitlements: u64,
    /// Of these, held before any package gave them.
    pub prior: u64,
    /// Of these, given or taken by a person by hand.
    pub by_hand: u64,
    /// Changes in the directory.
    pub changes: u64,
    /// Of these, applied or found already so.
    pub applied: u64,
    /// Requests.
    pub requests: u64,
    /// Approved in every stage.
    pub approved: u64,
    /// Denied.
    pub denied: u64,
    /// Not answered in time.
    pub requests_expired: u64,
    /// Withdrawn.
    pub canceled: u64,
    /// Requests by the program.
    pub requests_by_program: u64,
    /// Stages that were escalated.
    pub escalated: u64,
    /// Answers of approvers.
    pub answers: u64,
    /// Answers by the very person who asked or was to hold it.
    pub own_answers: u64,
    /// Events caused by people.
    pub events_by_people: u64,
    /// Events caused by the program.
    pub events_by_program: u64,
    /// Audit entries.
    pub entries: u64,
}

impl PackageTotals {
    /// Not proven by a read: held and not seen there, or ended and not seen gone.
    pub fn not_proven(&self) -> u64 {
        (self.held.saturating_sub(self.seen_there)).saturating_add(self.ended.saturating_sub(self.seen_gone))
    }

    pub(crate) fn add_assignment(&mut self, one: &AssignmentRecord) {
        self.assignments += 1;
        self.held += u64::from(one.is_held());
        self.held_partly += u64::from(one.state == "partiallyDelivered");
        self.seen_there += u64::from(one.is_seen_there());
        self.under_way += u64::from(one.state == "delivering");
        self.failed += u64::from(one.state == "deliveryFailed");
        self.ended += u64::from(one.has_ended());
        self.seen_gone += u64::from(one.is_seen_gone());
        match one.basis.kind.as_deref() {
            Some("request") => self.by_request += 1,
            Some("administrator") => self.by_administrator += 1,
            Some("rule") => self.by_rule += 1,
            _ => {}
        }
        for given in &one.entitlements {
            self.entitlements += 1;
            self.prior += u64::from(given.prior);
            self.by_hand += u64::from(!given.by_hand.is_empty());
            self.changes += given.changes.len() as u64;
            self.applied += given
                .changes
                .iter()
                .filter(|change| matches!(change.state.as_str(), "applied" | "alreadySo"))
                .count() as u64;
        }
        self.add_events(&one.events);
        for request in &one.requests {
            self.add_request(request, Some(&one.person.id));
        }
    }

    /// `holder` is whose assignment it is about, where there is one.
    pub(crate) fn add_request(&mut self, one: &RequestRecord, holder: Option<&str>) {
        self.requests += 1;
        self.approved += u64::from(one.is_approved());
        self.denied += u64::from(one.state == "denied");
        self.requests_expired += u64::from(one.state == "expired");
        self.canceled += u64::from(one.state == "canceled");
        self.requests_by_program += u64::from(one.program);
        self.escalated += one.stages.iter().filter(|stage| stage.escalated_at.is_some()).count() as u64;
        let holder = holder.or(one.person.as_ref().map(|person| person.id.as_str()));
        for answer in one.all_answers() {
            self.answers += 1;
            let own =
                !answer.by.id.is_empty() && (answer.by.id == one.requestor.id || holder == Some(answer.by.id.as_str()));
            self.own_answers += u64::from(own);
        }
        self.add_events(&one.events);
    }

    fn add_events(&mut self, events: &[EventRecord]) {
        let program = events.iter().filter(|event| event.program).count() as u64;
        self.events_by_program += program;
        self.events_by_people += events.len() as u64 - program;
    }
}
