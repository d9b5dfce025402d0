//! The ledger's words as a person says them. A word that is not known here stands as it is.

/// What was asked for.
pub(super) fn kind(kind: &str) -> &str {
    match kind {
        "userAdd" => "asked for it",
        "userUpdate" => "asked for more time",
        "userRemove" => "gave it back",
        "onBehalfAdd" => "asked for it for somebody else",
        "onBehalfUpdate" => "asked for more time for somebody else",
        "onBehalfRemove" => "gave it back for somebody else",
        "adminAdd" => "given directly",
        "adminUpdate" => "changed directly",
        "adminRemove" => "taken back directly",
        "systemAdd" => "given by a rule",
        "systemUpdate" => "changed by a rule",
        "systemRemove" => "taken back by itself",
        "approverRemove" => "taken back by an approver",
        other => other,
    }
}

/// Where a request stands.
pub(super) fn state(state: &str) -> &str {
    match state {
        "submitted" => "submitted",
        "pendingApproval" => "waits for approval",
        "scheduled" => "approved, waits for its start",
        "delivering" => "being carried out",
        "delivered" => "carried out",
        "partiallyDelivered" => "carried out in part",
        "deliveryFailed" => "could not be carried out",
        "denied" => "denied",
        "expired" => "not answered in time",
        "canceled" => "withdrawn",
        other => other,
    }
}

/// What happened to a request or an assignment.
pub(super) fn event(event: &str) -> &str {
    match event {
        "submit" => "submitted",
        "askApproval" => "sent to its approvers",
        "approveStage" => "approved in a stage",
        "escalate" => "sent to the alternates",
        "deny" => "denied",
        "timeOut" => "ended for want of an answer",
        "schedule" => "put off to its start",
        "deliver" => "handed over to be carried out",
        "cancel" => "withdrawn",
        "give" => "given",
        "extend" => "extended",
        "remove" => "taken back",
        "expire" => "its time was over",
        "deliveredAll" => "everything delivered",
        "deliveredSome" => "delivered in part",
        "deliveredNone" => "nothing could be delivered",
        "removedAll" => "everything removed",
        "removeFailed" => "not everything could be removed",
        "driftFound" => "something it gives was missing",
        "repaired" => "what was missing is there again",
        "reprocess" => "delivered once more",
        "retry" => "tried again",
        "leave" => "the rule holds no longer",
        "stay" => "the rule holds again",
        "fourteenDays" => "told fourteen days before its end",
        "oneDay" => "told a day before its end",
        other => other,
    }
}

/// A sentence within another one.
pub(super) fn within(sentence: &str) -> &str {
    let bare = sentence.trim_end();
    bare.strip_suffix('.')
        .filter(|rest| !rest.ends_with('.'))
        .unwrap_or(bare)
}
