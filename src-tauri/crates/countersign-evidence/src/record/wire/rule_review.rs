//! The tables of a review's record, and of what every record has.

use super::rule::Fields;
use super::rule::Rule::{Id, Name, Of, Personal, Public, Silent};

pub(super) const SETTING: Fields = &[("name", Public), ("value", Personal)];
pub(super) const DOCUMENT: Fields = &[
    ("documentId", Public),
    ("organization", Public),
    ("storeId", Public),
    ("practice", Public),
    ("productVersion", Public),
    ("generatedAt", Public),
    ("generatedBy", Personal),
    ("assurance", Public),
    ("machineAccount", Silent),
    ("device", Silent),
    ("localOffset", Public),
    ("environment", Public),
    ("language", Public),
    ("paper", Public),
    ("timeSource", Public),
    ("further", Of(SETTING)),
    ("documentKey", Silent),
];
pub(super) const REVIEW: Fields = &[
    ("name", Public),
    ("reviewId", Public),
    ("instanceId", Public),
    ("description", Personal),
    ("periodStart", Public),
    ("periodEnd", Public),
    ("definition", Silent),
    ("changes", Of(DEFINITION_CHANGE)),
];
pub(super) const DEFINITION_CHANGE: Fields = &[
    ("at", Public),
    ("by", Personal),
    ("setting", Public),
    ("before", Personal),
    ("after", Personal),
];
pub(super) const CONFIGURATION: Fields = &[
    ("scope", Public),
    ("reviewerRule", Personal),
    ("fallback", Personal),
    ("durationDays", Public),
    ("defaultOnSilence", Public),
    ("autoApply", Public),
    ("justificationRequired", Public),
    ("recommendationRule", Public),
    ("lookBackDays", Public),
    ("threshold", Public),
    ("further", Of(SETTING)),
];
pub(super) const POPULATION: Fields = &[
    ("connector", Public),
    ("server", Public),
    ("account", Personal),
    ("base", Public),
    ("filter", Public),
    ("pages", Public),
    ("returned", Public),
    ("serverReported", Public),
    ("loaded", Public),
    ("excluded", Of(EXCLUDED)),
    ("orphaned", Silent),
    ("watermarks", Of(WATERMARK)),
    ("digest", Public),
    ("startedAt", Public),
    ("endedAt", Public),
    ("certificate", Silent),
];
pub(super) const EXCLUDED: Fields = &[("subject", Personal), ("reason", Public)];
pub(super) const WATERMARK: Fields = &[("name", Public), ("value", Public)];
pub(super) const COUNTED_OUT: Fields = &[("reason", Public), ("count", Public)];
pub(super) const TIMELINESS: Fields = &[
    ("plannedStart", Public),
    ("startedAt", Public),
    ("plannedEnd", Public),
    ("endedAt", Public),
    ("applyDueOn", Public),
    ("appliedAt", Public),
    ("lateBecause", Personal),
];
pub(super) const CONTROL: Fields = &[
    ("controlId", Public),
    ("name", Public),
    ("frameworkReferences", Public),
    ("periodStart", Public),
    ("periodEnd", Public),
    ("inPeriod", Public),
];
pub(super) const AGE: Fields = &[
    ("readAt", Public),
    ("firstDecisionAt", Public),
    ("lastDecisionAt", Public),
    ("offline", Of(OFFLINE)),
];
pub(super) const OFFLINE: Fields = &[("from", Public), ("until", Public), ("because", Public)];
pub(super) const PLAN: Fields = &[
    ("planId", Public),
    ("hash", Public),
    ("changes", Public),
    ("drawnAt", Public),
    ("drawnBy", Personal),
    ("countersignedAt", Public),
    ("countersignedBy", Personal),
    ("carriedOutAt", Public),
    ("carriedOutBy", Personal),
];
pub(super) const VERIFICATION: Fields = &[("readAt", Public), ("digest", Public), ("by", Personal)];
pub(super) const EXCEPTION: Fields = &[
    ("exceptionId", Public),
    ("itemId", Public),
    ("person", Personal),
    ("resource", Public),
    ("entitlement", Public),
    ("policy", Public),
    ("reason", Personal),
    ("state", Public),
    ("inForce", Public),
    ("proposedBy", Personal),
    ("proposedOn", Public),
    ("approvedBy", Personal),
    ("approvedOn", Public),
    ("untilOn", Public),
];
pub(super) const GUEST: Fields = &[
    ("itemId", Public),
    ("person", Personal),
    ("userName", Silent),
    ("state", Public),
    ("blockedAt", Public),
    ("deleteAt", Public),
    ("endedAt", Public),
    ("keptBy", Personal),
    ("reason", Personal),
];
pub(super) const RELEASE: Fields = &[
    ("itemId", Public),
    ("person", Personal),
    ("reviewer", Personal),
    ("obstacle", Personal),
    ("releasedBy", Personal),
    ("releasedAt", Public),
    ("reason", Personal),
];
pub(super) const ACKNOWLEDGEMENT: Fields = &[
    ("kind", Public),
    ("by", Name),
    ("byId", Id),
    ("role", Personal),
    ("statement", Public),
    ("at", Public),
    ("assurance", Public),
    ("device", Silent),
    ("digest", Public),
    ("entry", Public),
];
pub(super) const RETENTION: Fields = &[
    ("class", Public),
    ("years", Public),
    ("fromOn", Public),
    ("destroyAfterOn", Public),
    ("legalHold", Personal),
];
pub(super) const LOG: Fields = &[
    ("count", Public),
    ("seq", Public),
    ("hash", Public),
    ("checkpoint", Of(CHECKPOINT)),
];
pub(super) const CHECKPOINT: Fields = &[
    ("note", Public),
    ("size", Public),
    ("root", Public),
    ("keyName", Public),
    ("publicKey", Public),
    ("keys", Of(KEY)),
    ("timeStamp", Public),
    ("timeStampedAt", Public),
];
pub(super) const KEY: Fields = &[
    ("name", Public),
    ("publicKey", Public),
    ("fromEntry", Public),
    ("retiredAt", Public),
];
pub(super) const ITEM: Fields = &[
    ("itemId", Public),
    ("person", Of(PERSON)),
    ("resource", Public),
    ("resourceId", Public),
    ("resourceKind", Public),
    ("entitlement", Public),
    ("privileged", Public),
    ("path", Public),
    ("since", Public),
    ("assignment", Public),
    ("treatment", Public),
    ("recommendation", Of(RECOMMENDATION)),
    ("decision", Public),
    ("decidedBy", Of(PARTY)),
    ("decidedAt", Public),
    ("justification", Personal),
    ("system", Public),
    ("bulk", Of(BULK)),
    ("events", Of(EVENT)),
];
pub(super) const PERSON: Fields = &[
    ("name", Name),
    ("userName", Silent),
    ("id", Id),
    ("kind", Public),
    ("enabled", Public),
    ("employment", Public),
    ("department", Silent),
    ("manager", Silent),
];
pub(super) const PARTY: Fields = &[("name", Name), ("id", Id), ("role", Public)];
pub(super) const RECOMMENDATION: Fields = &[
    ("advice", Public),
    ("rule", Public),
    ("inputs", Of(SETTING)),
    ("followed", Public),
];
pub(super) const BULK: Fields = &[("id", Public), ("size", Public)];
pub(super) const EVENT: Fields = &[
    ("at", Public),
    ("by", Of(PARTY)),
    ("decision", Public),
    ("justification", Personal),
    ("system", Public),
    ("stage", Public),
    ("note", Personal),
    ("bulk", Of(BULK)),
    ("assurance", Public),
    ("device", Silent),
    ("entry", Public),
];
pub(super) const CHANGE: Fields = &[
    ("changeId", Public),
    ("itemId", Public),
    ("person", Personal),
    ("userName", Silent),
    ("resource", Public),
    ("entitlement", Public),
    ("action", Public),
    ("state", Public),
    ("resultCode", Public),
    ("message", Personal),
    ("at", Public),
    ("by", Personal),
    ("seenGoneAt", Public),
    ("stillThrough", Public),
    ("stillAt", Public),
    ("cameBack", Public),
    ("also", Public),
];
pub(super) const TASK: Fields = &[
    ("taskId", Public),
    ("itemId", Public),
    ("person", Personal),
    ("resource", Public),
    ("action", Public),
    ("reason", Personal),
    ("owner", Personal),
    ("dueOn", Public),
    ("path", Public),
    ("state", Public),
    ("notedAt", Public),
    ("notedBy", Personal),
    ("closedAt", Public),
    ("closedBy", Personal),
    ("reopenedAt", Public),
    ("reopenedBy", Personal),
    ("proof", Personal),
];
pub(super) const FINDING: Fields = &[
    ("kind", Public),
    ("itemId", Public),
    ("person", Personal),
    ("userName", Silent),
    ("resource", Public),
    ("what", Personal),
    ("treatment", Personal),
    ("open", Public),
];
pub(super) const RESOURCE: Fields = &[
    ("resource", Public),
    ("resourceId", Public),
    ("resourceKind", Public),
    ("items", Public),
    ("previous", Public),
    ("joined", Public),
    ("left", Public),
    ("removed", Public),
];
pub(super) const REVIEWER: Fields = &[
    ("name", Name),
    ("id", Id),
    ("because", Personal),
    ("items", Public),
    ("decided", Public),
    ("approved", Public),
    ("denied", Public),
    ("firstAt", Public),
    ("lastAt", Public),
    ("relation", Silent),
    ("signal", Of(SIGNAL)),
    ("notices", Silent),
];
pub(super) const SIGNAL: Fields = &[
    ("medianSeconds", Public),
    ("mostInAMinute", Public),
    ("approvedPermille", Public),
    ("sameReasonPermille", Public),
    ("inBulk", Public),
];
pub(super) const REASSIGNMENT: Fields = &[
    ("at", Public),
    ("by", Personal),
    ("from", Personal),
    ("to", Personal),
    ("items", Public),
    ("reason", Personal),
    ("entry", Public),
];
pub(super) const NOTICE: Fields = &[
    ("to", Personal),
    ("kind", Public),
    ("channel", Public),
    ("at", Public),
    ("sentAt", Public),
    ("state", Public),
    ("because", Personal),
];
pub(super) const ENTRY: Fields = &[
    ("seq", Public),
    ("at", Public),
    ("operation", Public),
    ("entry", Silent),
    ("prev", Public),
    ("hash", Public),
];
