//! One sentence for each finding of the ledger, and where it leads.

use countersign_domain::control::FindingKind;
use countersign_store::control::finding::FoundRow;

use super::{FindingLead, FindingRow};

pub(super) fn say(kind: FindingKind, found: FoundRow) -> FindingRow {
    let FoundRow { id, under, about, .. } = found;
    let name = &found.name;
    let person = found.person.as_deref().unwrap_or("somebody");
    let count = found.count.unwrap_or(0);
    let day = found
        .since
        .as_deref()
        .map_or("", |since| since.get(..10).unwrap_or(since));
    let things = |one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
    let task = FindingLead::Task {
        task: id,
        instance: under,
    };
    let item = FindingLead::Item {
        review: about.unwrap_or(0),
        instance: under.unwrap_or(0),
        item: id,
    };
    let exception = FindingLead::Exception { exception: id };
    let account = FindingLead::Principal { principal: id };
    // The directory stands where others have their owner.
    let place = found.owner.as_deref().unwrap_or("a directory");
    let (sentence, lead) = match kind {
        FindingKind::TaskOverdue => (
            format!("The access of {person} to {name} was to be removed by hand until {day}."),
            task,
        ),
        FindingKind::CameBack => (
            format!("The denied access of {person} to {name} was gone and is there again."),
            item,
        ),
        FindingKind::StillEffective => (
            format!("The denied access of {person} to {name} is still effective."),
            item,
        ),
        FindingKind::Conflict => (
            format!("{person} holds what does not go together: {name}."),
            FindingLead::Conflict {
                conflict: id,
                principal: about.unwrap_or(0),
                package: under.unwrap_or(0),
            },
        ),
        FindingKind::DisabledHolder => (
            format!(
                "The account of {name} is disabled and holds {}.",
                things("entitlement", "entitlements")
            ),
            FindingLead::Principal { principal: id },
        ),
        FindingKind::AccountLeft => (
            format!("{person} has left, and the account of {name} in {place} is not disabled."),
            account,
        ),
        FindingKind::AccountUnowned => (
            format!("The account of {name} in {place} is of nobody in the source of people."),
            account,
        ),
        FindingKind::AccountInDoubt => (
            format!("The account of {name} in {place} may be more than one person's: others have {person} too."),
            account,
        ),
        FindingKind::ServiceUnowned => (
            format!("A program uses the account {name} in {place}, and nobody answers for it."),
            account,
        ),
        FindingKind::GroupUnowned => (
            format!(
                "The group {name} in {place} with {} has no owner.",
                things("direct member", "direct members")
            ),
            account,
        ),
        FindingKind::Undecided => (
            format!(
                "The review {name} ended with {}.",
                things("undecided item", "undecided items")
            ),
            FindingLead::Instance {
                review: about.unwrap_or(0),
                instance: id,
            },
        ),
        FindingKind::EvidenceMissing => (
            format!("No evidence of the review {name} that ended on {day} was written."),
            FindingLead::Instance {
                review: about.unwrap_or(0),
                instance: id,
            },
        ),
        FindingKind::ExceptionEnding => (format!("The exception of {person} ({name}) ends on {day}."), exception),
        FindingKind::ExceptionEnded => (
            format!("The exception of {person} ({name}) ended on {day} and was not renewed or revoked."),
            exception,
        ),
        FindingKind::PlanWaiting => (
            format!(
                "The plan of {name} with {} waits for a second signature.",
                things("change", "changes")
            ),
            FindingLead::Plan {
                plan: id,
                review: about,
                instance: under,
            },
        ),
        FindingKind::DirectoryStale => (
            match &found.since {
                Some(_) => format!("The directory {name} was last read on {day}."),
                None => format!("The directory {name} was never read."),
            },
            FindingLead::Directory { directory: id },
        ),
        FindingKind::SyncFailing => (
            format!(
                "The directory {name} could not be read {count} times in a row since {day}: {}",
                found.person.as_deref().unwrap_or("nobody knows why.")
            ),
            FindingLead::Directory { directory: id },
        ),
        FindingKind::PeriodMissing | FindingKind::PeriodLate | FindingKind::LogUnsigned => {
            (format!("{name}."), FindingLead::Audit)
        }
    };
    let owned = !matches!(
        kind,
        FindingKind::AccountLeft
            | FindingKind::AccountUnowned
            | FindingKind::AccountInDoubt
            | FindingKind::ServiceUnowned
            | FindingKind::GroupUnowned
    );
    FindingRow {
        key: format!("{}:{id}", kind.word()),
        kind,
        severity: kind.severity(),
        sentence,
        since: found.since,
        owner: found.owner.filter(|_| owned),
        owner_id: found.owner_id,
        lead,
    }
}
