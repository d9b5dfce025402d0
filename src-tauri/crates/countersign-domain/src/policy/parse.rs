//! From Graph's JSON to a [`Policy`], refusing what contradicts itself at the earliest moment.

use chrono_tz::Tz;
use serde::Deserialize;
use serde_json::Value;

use super::subject::subjects;
use super::{
    Approval, ApprovalStage, Automatic, Expiration, OwnSettings, Policy, Requestor, Subject, TargetScope, Targets,
    Visibility, contradiction, question, review,
};
use crate::definition::Problem;
use crate::json::Place;
use crate::rule::Rule;

/// Reads a policy. Every problem names the JSON path it stands at. `zone` is the organization's: a review's
/// recurrence that names none means days there. What only the day can tell is left to [`Policy::check`].
pub fn parse(json: &Value, zone: Tz) -> Result<Policy, Problem> {
    let place = Place::of(json, "")?;
    let targets = targets(&place)?;
    let policy = Policy {
        display_name: place.name("displayName", "The policy needs a name.")?,
        description: place.text("description")?.unwrap_or_default().to_owned(),
        automatic: automatic(&place, &targets)?,
        targets,
        requestor: requestor(&place)?,
        approval: approval(&place)?,
        expiration: expiration(&place)?,
        questions: question::parse(&place)?,
        review: review::parse(&place, zone)?,
        notify: match place.object("notificationSettings")? {
            Some(settings) => !settings.flag("isAssignmentNotificationDisabled")?,
            None => true,
        },
        own: own(&place)?,
        source: json.clone(),
    };
    contradiction::check(&policy)?;
    Ok(policy)
}

fn targets(place: &Place<'_>) -> Result<Targets, Problem> {
    let scope = match place.text("allowedTargetScope")? {
        None => TargetScope::NotSpecified,
        Some(word) => TargetScope::from_word(word).ok_or_else(|| {
            let message = format!("“{word}” is not a scope of a policy.");
            place.problem("allowedTargetScope", message)
        })?,
    };
    let specific = subjects(place, "specificAllowedTargets")?;
    for (at, one) in specific.iter().enumerate() {
        if let Subject::Rule(rule) = one {
            Rule::parse(rule).map_err(|problem| {
                let field = format!("specificAllowedTargets[{at}].membershipRule");
                Problem::new(field, problem.to_string())
            })?;
        }
    }
    Ok(Targets { scope, specific })
}

/// One rule that the targets name, and what it does by itself.
fn automatic(place: &Place<'_>, targets: &Targets) -> Result<Option<Automatic>, Problem> {
    let Some(settings) = place.object("automaticRequestSettings")? else {
        return Ok(None);
    };
    let add = settings.flag("requestAccessForAllowedTargets")?;
    let remove = settings.flag("removeAccessWhenTargetLeavesAllowedTargets")?;
    let grace = settings.period("gracePeriodBeforeAccessRemoval")?.unwrap_or_default();
    if !add && !remove {
        return Ok(None);
    }
    if targets.scope != TargetScope::SpecificDirectoryUsers {
        return Err(place.problem(
            "allowedTargetScope",
            "An automatic policy is for specificDirectoryUsers, named by a rule.",
        ));
    }
    let [Subject::Rule(rule)] = targets.specific.as_slice() else {
        return Err(place.problem(
            "specificAllowedTargets",
            "An automatic policy has one target, a rule (attributeRuleMembers).",
        ));
    };
    let rule = Rule::parse(rule)
        .map_err(|problem| Problem::new("specificAllowedTargets[0].membershipRule", problem.to_string()))?;
    Ok(Some(Automatic {
        rule,
        add,
        remove,
        grace,
    }))
}

fn requestor(place: &Place<'_>) -> Result<Requestor, Problem> {
    let Some(settings) = place.object("requestorSettings")? else {
        return Ok(Requestor::default());
    };
    Ok(Requestor {
        self_add: settings.flag("enableTargetsToSelfAddAccess")?,
        self_update: settings.flag("enableTargetsToSelfUpdateAccess")?,
        self_remove: settings.flag("enableTargetsToSelfRemoveAccess")?,
        custom_schedule: settings.flag("allowCustomAssignmentSchedule")?,
        on_behalf_add: settings.flag("enableOnBehalfRequestorsToAddAccess")?,
        on_behalf_update: settings.flag("enableOnBehalfRequestorsToUpdateAccess")?,
        on_behalf_remove: settings.flag("enableOnBehalfRequestorsToRemoveAccess")?,
        on_behalf: subjects(&settings, "onBehalfRequestors")?,
    })
}

fn approval(place: &Place<'_>) -> Result<Approval, Problem> {
    let Some(settings) = place.object("requestApprovalSettings")? else {
        return Ok(Approval::default());
    };
    let stages = settings.list("stages")?;
    if stages.len() > 3 {
        let message = format!("A policy has at most three stages; these are {}.", stages.len());
        return Err(settings.problem("stages", message));
    }
    Ok(Approval {
        for_add: settings.flag("isApprovalRequiredForAdd")?,
        for_update: settings.flag("isApprovalRequiredForUpdate")?,
        requestor_justification: settings.flag("isRequestorJustificationRequired")?,
        stages: stages.iter().map(stage).collect::<Result<_, _>>()?,
    })
}

fn stage(place: &Place<'_>) -> Result<ApprovalStage, Problem> {
    if place.kind()? == "accessPackageDynamicApprovalStage" {
        let message = "The approvers of this stage are found by a custom extension, which is not run here.";
        return Err(place.problem("@odata.type", message));
    }
    let time_out = place
        .period("durationBeforeAutomaticDenial")?
        .filter(|period| !period.is_zero())
        .ok_or_else(|| {
            let message = "Say how long the approvers have to answer, such as P14D.";
            place.problem("durationBeforeAutomaticDenial", message)
        })?;
    let escalate_after = place.period("durationBeforeEscalation")?;
    let escalate_after = match place.flag("isEscalationEnabled")? {
        true => Some(escalate_after.unwrap_or_default()),
        false => None,
    };
    let visibility = match place.text("approverInformationVisibility")? {
        None | Some("default") => Visibility::Default,
        Some("notVisible") => Visibility::NotVisible,
        Some("visible") => Visibility::Visible,
        Some(other) => {
            let message = format!("“{other}” is not default, notVisible or visible.");
            return Err(place.problem("approverInformationVisibility", message));
        }
    };
    Ok(ApprovalStage {
        time_out,
        escalate_after,
        justification: place.flag("isApproverJustificationRequired")?,
        visibility,
        primary: subjects(place, "primaryApprovers")?,
        fallback: subjects(place, "fallbackPrimaryApprovers")?,
        escalation: subjects(place, "escalationApprovers")?,
        escalation_fallback: subjects(place, "fallbackEscalationApprovers")?,
    })
}

fn expiration(place: &Place<'_>) -> Result<Expiration, Problem> {
    let Some(pattern) = place.object("expiration")? else {
        return Ok(Expiration::Never);
    };
    match pattern.text("type")? {
        None | Some("notSpecified" | "noExpiration") => Ok(Expiration::Never),
        Some("afterDateTime") => match pattern.moment("endDateTime")? {
            Some(end) => Ok(Expiration::At(end)),
            None => Err(pattern.problem("endDateTime", "Say when the access ends.")),
        },
        Some("afterDuration") => match pattern.period("duration")?.filter(|period| !period.is_zero()) {
            Some(period) => Ok(Expiration::After(period)),
            None => Err(pattern.problem("duration", "Say how long the access lasts, such as P180D or PT8H.")),
        },
        Some(other) => {
            let message = format!("“{other}” is not noExpiration, afterDateTime or afterDuration.");
            Err(pattern.problem("type", message))
        }
    }
}

fn own(place: &Place<'_>) -> Result<OwnSettings, Problem> {
    const NAME: &str = "@countersign.policy";
    let Some(own) = place.get(NAME) else {
        return Ok(OwnSettings::default());
    };
    OwnSettings::deserialize(own).map_err(|error| place.problem(NAME, format!("This is not understood: {error}.")))
}
