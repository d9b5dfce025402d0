//! The tables of a package's record.

use super::rule::Fields;
use super::rule::Rule::{Id, Name, Of, Personal, Public, Silent};
use super::rule_review::{COUNTED_OUT, PARTY, PERSON, SETTING};

pub(super) const PACKAGE: Fields = &[
    ("name", Public),
    ("packageId", Public),
    ("key", Public),
    ("description", Personal),
    ("hidden", Public),
    ("adopts", Public),
    ("createdAt", Public),
    ("createdBy", Personal),
    ("deletedAt", Public),
    ("from", Public),
    ("until", Public),
];
pub(super) const CATALOG: Fields = &[
    ("name", Public),
    ("catalogId", Public),
    ("key", Public),
    ("description", Personal),
    ("published", Public),
    ("external", Public),
    ("directory", Public),
    ("delegations", Of(DELEGATION)),
];
pub(super) const DELEGATION: Fields = &[
    ("role", Public),
    ("person", Personal),
    ("userName", Silent),
    ("givenAt", Public),
    ("givenBy", Personal),
    ("endedAt", Public),
    ("endedBy", Personal),
];
pub(super) const ROLE: Fields = &[
    ("resource", Public),
    ("resourceId", Public),
    ("resourceKind", Public),
    ("entitlement", Public),
    ("addedAt", Public),
    ("addedBy", Personal),
    ("removedAt", Public),
    ("removedBy", Personal),
    ("gone", Public),
];
pub(super) const POLICY: Fields = &[
    ("policyId", Public),
    ("key", Public),
    ("name", Public),
    ("version", Public),
    ("from", Public),
    ("by", Personal),
    ("reason", Personal),
    ("until", Public),
    ("automatic", Public),
    ("words", Of(SETTING)),
    ("definition", Silent),
];
pub(super) const READ: Fields = &[
    ("snapshot", Public),
    ("mode", Public),
    ("startedAt", Public),
    ("endedAt", Public),
    ("digest", Public),
];
pub(super) const RECONCILIATION: Fields = &[
    ("unit", Public),
    ("source", Public),
    ("loaded", Public),
    ("inScope", Public),
    ("excluded", Of(COUNTED_OUT)),
    ("assignments", Of(TALLY)),
    ("requests", Of(TALLY)),
    ("held", Public),
];
pub(super) const TALLY: Fields = &[("stored", Public), ("recorded", Public), ("leftOut", Of(COUNTED_OUT))];
pub(super) const CONFLICT: Fields = &[
    ("other", Public),
    ("otherId", Public),
    ("kind", Public),
    ("reason", Personal),
    ("standsThere", Public),
    ("addedAt", Public),
    ("addedBy", Personal),
    ("removedAt", Public),
    ("holders", Of(HOLDER)),
];
pub(super) const HOLDER: Fields = &[
    ("assignmentId", Public),
    ("person", Personal),
    ("userName", Silent),
    ("through", Public),
    ("exceptionId", Public),
];
pub(super) const ASSIGNMENT: Fields = &[
    ("assignmentId", Public),
    ("key", Public),
    ("person", Of(PERSON)),
    ("state", Public),
    ("startsAt", Public),
    ("endsAt", Public),
    ("deliveredAt", Public),
    ("endedAt", Public),
    ("endedBecause", Personal),
    ("problem", Personal),
    ("policyId", Public),
    ("policy", Public),
    ("policyVersion", Public),
    ("basis", Of(BASIS)),
    ("requests", Of(REQUEST)),
    ("entitlements", Of(ENTITLEMENT)),
    ("events", Of(HAPPENED)),
    ("log", Public),
];
pub(super) const BASIS: Fields = &[("kind", Public), ("snapshot", Public)];
pub(super) const ENTITLEMENT: Fields = &[
    ("resource", Public),
    ("resourceId", Public),
    ("resourceKind", Public),
    ("entitlement", Public),
    ("state", Public),
    ("reason", Personal),
    ("prior", Public),
    ("adopted", Public),
    ("seenAt", Public),
    ("thereIn", Public),
    ("goneIn", Public),
    ("changes", Of(STEP)),
    ("byHand", Of(HAND)),
];
pub(super) const STEP: Fields = &[
    ("changeId", Public),
    ("planId", Public),
    ("takes", Public),
    ("drawnAt", Public),
    ("drawnBy", Personal),
    ("attempts", Public),
    ("attemptedAt", Public),
    ("state", Public),
    ("resultCode", Public),
    ("message", Personal),
    ("at", Public),
    ("by", Personal),
];
pub(super) const HAND: Fields = &[
    ("taskId", Public),
    ("reason", Personal),
    ("owner", Personal),
    ("state", Public),
    ("openedAt", Public),
    ("proof", Personal),
    ("closedAt", Public),
    ("closedBy", Personal),
];
pub(super) const HAPPENED: Fields = &[
    ("at", Public),
    ("by", Personal),
    ("program", Public),
    ("event", Public),
    ("state", Public),
    ("reason", Personal),
];
pub(super) const REQUEST: Fields = &[
    ("requestId", Public),
    ("key", Public),
    ("kind", Public),
    ("state", Public),
    ("requestor", Of(PARTY)),
    ("assurance", Public),
    ("device", Silent),
    ("program", Public),
    ("person", Of(PERSON)),
    ("at", Public),
    ("madeAt", Public),
    ("completedAt", Public),
    ("justification", Personal),
    ("answers", Of(SETTING)),
    ("startsAt", Public),
    ("endsAt", Public),
    ("policyId", Public),
    ("policyVersion", Public),
    ("exceptionId", Public),
    ("problem", Personal),
    ("stages", Of(STAGE)),
    ("events", Of(HAPPENED)),
    ("log", Public),
];
pub(super) const STAGE: Fields = &[
    ("position", Public),
    ("state", Public),
    ("startedAt", Public),
    ("dueAt", Public),
    ("escalatedAt", Public),
    ("endedAt", Public),
    ("result", Public),
    ("fallback", Personal),
    ("approvers", Of(APPROVER)),
    ("answers", Of(ANSWER)),
];
pub(super) const APPROVER: Fields = &[
    ("name", Name),
    ("id", Id),
    ("kind", Public),
    ("because", Public),
    ("askedAt", Public),
    ("endedBecause", Personal),
];
pub(super) const ANSWER: Fields = &[
    ("at", Public),
    ("by", Of(PARTY)),
    ("assurance", Public),
    ("device", Silent),
    ("decision", Public),
    ("justification", Personal),
    ("entry", Public),
];
