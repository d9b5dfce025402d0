//! From a [`Policy`] back to Graph's JSON.

use chrono::SecondsFormat;
use chrono_tz::Tz;
use serde_json::{Value, json};

use super::subject::to_graph;
use super::{ApprovalStage, Expiration, OwnSettings, Policy, Question, Visibility, parse};
use crate::json::overlay;

impl Policy {
    /// Graph's JSON. A policy that was read and not changed gives back what it was read from; in one that was
    /// changed, the members that only other programs understand stay.
    pub fn to_graph(&self) -> Value {
        // Only a review's dates depend on a zone, and they know theirs.
        let zone = self.review.as_ref().map_or(Tz::UTC, |review| review.recurrence.zone);
        match parse(&self.source, zone) {
            Ok(read) if read == *self => self.source.clone(),
            _ => overlay(&self.source, self.known()),
        }
    }

    fn known(&self) -> Value {
        let automatic = self.automatic.as_ref().map(|automatic| {
            json!({
                "requestAccessForAllowedTargets": automatic.add,
                "removeAccessWhenTargetLeavesAllowedTargets": automatic.remove,
                "gracePeriodBeforeAccessRemoval": automatic.grace,
            })
        });
        let requestor = &self.requestor;
        let mut json = json!({
            "displayName": self.display_name,
            "description": self.description,
            "allowedTargetScope": self.targets.scope.word(),
            "specificAllowedTargets": to_graph(&self.targets.specific),
            "automaticRequestSettings": automatic,
            "expiration": expiration(self.expiration),
            "requestorSettings": {
                "enableTargetsToSelfAddAccess": requestor.self_add,
                "enableTargetsToSelfUpdateAccess": requestor.self_update,
                "enableTargetsToSelfRemoveAccess": requestor.self_remove,
                "allowCustomAssignmentSchedule": requestor.custom_schedule,
                "enableOnBehalfRequestorsToAddAccess": requestor.on_behalf_add,
                "enableOnBehalfRequestorsToUpdateAccess": requestor.on_behalf_update,
                "enableOnBehalfRequestorsToRemoveAccess": requestor.on_behalf_remove,
                "onBehalfRequestors": to_graph(&requestor.on_behalf),
            },
            "requestApprovalSettings": {
                "isApprovalRequiredForAdd": self.approval.for_add,
                "isApprovalRequiredForUpdate": self.approval.for_update,
                "isRequestorJustificationRequired": self.approval.requestor_justification,
                "stages": self.approval.stages.iter().map(stage).collect::<Value>(),
            },
            "reviewSettings": self.review.as_ref().map(super::PolicyReview::to_graph),
            "notificationSettings": { "isAssignmentNotificationDisabled": !self.notify },
            "questions": self.questions.iter().map(Question::to_graph).collect::<Value>(),
        });
        if self.own != OwnSettings::default() || self.source.get("@countersign.policy").is_some() {
            json["@countersign.policy"] = json!(self.own);
        }
        json
    }
}

fn stage(stage: &ApprovalStage) -> Value {
    json!({
        "durationBeforeAutomaticDenial": stage.time_out,
        "durationBeforeEscalation": stage.escalate_after.map_or_else(|| "PT0S".to_owned(), String::from),
        "isEscalationEnabled": stage.escalate_after.is_some(),
        "isApproverJustificationRequired": stage.justification,
        "approverInformationVisibility": match stage.visibility {
            Visibility::Default => "default",
            Visibility::NotVisible => "notVisible",
            Visibility::Visible => "visible",
        },
        "primaryApprovers": to_graph(&stage.primary),
        "fallbackPrimaryApprovers": to_graph(&stage.fallback),
        "escalationApprovers": to_graph(&stage.escalation),
        "fallbackEscalationApprovers": to_graph(&stage.escalation_fallback),
    })
}

fn expiration(expiration: Expiration) -> Value {
    match expiration {
        Expiration::Never => json!({ "type": "noExpiration", "endDateTime": null, "duration": null }),
        Expiration::At(end) => {
            let end = end.to_rfc3339_opts(SecondsFormat::AutoSi, true);
            json!({ "type": "afterDateTime", "endDateTime": end, "duration": null })
        }
        Expiration::After(period) => {
            json!({ "type": "afterDuration", "endDateTime": null, "duration": period })
        }
    }
}
