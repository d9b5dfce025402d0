//! The words of the notices about access packages (access-governance §2.12).

use crate::notice::NoticeKind;

/// Whether a notice is about an access package.
pub(super) fn is_about(kind: NoticeKind) -> bool {
    kind >= NoticeKind::ApprovalAsked
}

/// The subject and the first sentence.
pub(super) fn words(kind: NoticeKind, package: &str, stage: &str, until: &str) -> (String, String) {
    match kind {
        NoticeKind::ApprovalEscalated => (
            format!("To approve: {package}{until}"),
            format!("A request for “{package}”{stage} was not answered in time, so you are asked too."),
        ),
        NoticeKind::ApprovalReminder => (
            format!("Reminder, to approve: {package}{until}"),
            format!("A request for “{package}”{stage} still waits for your answer."),
        ),
        NoticeKind::ApproverMissing => (
            format!("Nobody can approve: {package}{until}"),
            format!("Nobody is left who could approve a request for “{package}”{stage}, so an administrator is asked."),
        ),
        NoticeKind::RequestApproved => (
            format!("Approved: {package}"),
            format!("Your request for “{package}” was approved."),
        ),
        NoticeKind::RequestDenied => (
            format!("Denied: {package}"),
            format!("Your request for “{package}” was denied."),
        ),
        NoticeKind::RequestExpired => (
            format!("Expired: {package}"),
            format!("Your request for “{package}” has expired: nobody answered it in time."),
        ),
        NoticeKind::AccessDelivered => (
            format!("You have access: {package}"),
            format!("You have the access of “{package}”."),
        ),
        NoticeKind::AccessEnding => (
            format!("Your access ends soon: {package}{until}"),
            format!("Your access by “{package}” ends soon. Extend it where you still need it."),
        ),
        NoticeKind::AccessEnded => (
            format!("Your access has ended: {package}"),
            format!("Your access by “{package}” has ended."),
        ),
        _ => (
            format!("To approve: {package}{until}"),
            format!("You are asked to approve or deny a request for “{package}”{stage}."),
        ),
    }
}

/// Where to go with it.
pub(super) fn last(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::ApprovalAsked | NoticeKind::ApprovalEscalated | NoticeKind::ApprovalReminder => {
            "Please answer in Countersign, among your approvals."
        }
        NoticeKind::ApproverMissing => "Please answer in Countersign, or name other approvers in the policy.",
        _ => "What you have, and until when, is in Countersign.",
    }
}
