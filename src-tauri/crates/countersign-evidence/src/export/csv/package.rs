//! One line per assignment; several requests or entitlements stand in one field, parted by semicolons.

use super::{flag, when, write};
use crate::record::package::AssignmentRecord;

/// Byte order mark and titles.
pub(super) const HEADER: &str = "\u{FEFF}assignment,person,userName,kind,enabled,department,manager,from,until,deliveredAt,\
endedAt,endedBecause,state,policy,policyVersion,basis,requestedBy,requestedAt,justification,approvedBy,approvedAt,\
entitlements,prior,changes,seenThere,seenGone,logEntries\r\n";

/// Appends the line of one assignment.
pub(in crate::export) fn line(one: &AssignmentRecord, out: &mut Vec<u8>) {
    let person = &one.person;
    let added = one.requests.iter().find(|request| request.adds());
    let approvals = || {
        let asked = added.into_iter().flat_map(|request| request.all_answers());
        asked.filter(|answer| answer.decision == "approve")
    };
    let joined = |words: Vec<String>| words.join("; ");
    let named = |only: fn(&crate::record::package::EntitlementRecord) -> bool| {
        let all = one.entitlements.iter().filter(|given| only(given));
        joined(
            all.map(|given| format!("{} ({})", given.resource, given.entitlement))
                .collect(),
        )
    };
    let changes = one.entitlements.iter().flat_map(|given| &given.changes);
    let fields: [&str; 27] = [
        &one.assignment_id.to_string(),
        &person.name,
        &person.user_name,
        &person.kind,
        flag(person.enabled),
        person.department.as_deref().unwrap_or_default(),
        person.manager.as_deref().unwrap_or_default(),
        &when(Some(one.starts_at)),
        &when(one.ends_at),
        &when(one.delivered_at),
        &when(one.ended_at),
        one.ended_because.as_deref().unwrap_or_default(),
        &one.state,
        &one.policy,
        &one.policy_version.to_string(),
        one.basis.kind.as_deref().unwrap_or_default(),
        added.map_or("", |request| request.requestor.name.as_str()),
        &when(added.map(|request| request.at)),
        added.map_or("", |request| request.justification.as_str()),
        &joined(approvals().map(|answer| answer.by.name.clone()).collect()),
        &joined(approvals().map(|answer| when(Some(answer.at))).collect()),
        &named(|_| true),
        &named(|given| given.prior),
        &joined(
            changes
                .map(|change| format!("{} {}", change.change_id, change.state))
                .collect(),
        ),
        flag(one.is_held().then(|| one.is_seen_there())),
        flag(one.has_ended().then(|| one.is_seen_gone())),
        &joined(one.log.iter().map(u64::to_string).collect()),
    ];
    write(&fields, out);
}
