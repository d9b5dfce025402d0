//! Signed acts, retention and legal holds from the command line.

use std::sync::Arc;

use countersign_app::{Desk, Problem};
use serde_json::{Value, json};

use super::Result;
use super::package::package_of;
use crate::arguments::{AcknowledgementVerb, HoldVerb, RetentionVerb};
use crate::desk::{call, principal};

fn package(desk: &Arc<Desk>, reference: Option<&String>) -> Result<Option<i64>> {
    reference.map(|one| package_of(desk, one)).transpose()
}

pub(super) fn acknowledgement(desk: &Arc<Desk>, verb: &AcknowledgementVerb) -> Result<Value> {
    match verb {
        AcknowledgementVerb::List {
            instance,
            package: of,
            page,
        } => call(
            desk,
            "acknowledgement.list",
            json!({ "instance": instance, "package": package(desk, of.as_ref())?, "offset": page.offset, "limit": page.limit }),
        ),
        AcknowledgementVerb::Offer { instance, package: of } => call(
            desk,
            "acknowledgement.offer.list",
            json!({ "instance": instance, "package": package(desk, of.as_ref())? }),
        ),
        AcknowledgementVerb::Mine => call(desk, "acknowledgement.mine", json!({})),
        AcknowledgementVerb::Sign {
            instance,
            package: of,
            kind,
            role,
            statement,
        } => {
            let package = package(desk, of.as_ref())?;
            let offers = call(
                desk,
                "acknowledgement.offer.list",
                json!({ "instance": instance, "package": package }),
            )?;
            let offer = offers
                .as_array()
                .and_then(|all| all.iter().find(|one| one["kind"] == kind.word()));
            let shown = |field: &str| {
                offer
                    .and_then(|one| one[field].as_str())
                    .filter(|text| !text.is_empty())
            };
            let text = statement.as_deref().or(shown("statement"));
            // Where nothing is offered, the desk says why.
            call(
                desk,
                "acknowledgement.sign",
                json!({ "kind": kind.word(), "instance": instance, "package": package, "role": role,
                        "statement": text.unwrap_or("none"), "digest": shown("digest").unwrap_or_default() }),
            )
        }
        AcknowledgementVerb::Withdraw {
            acknowledgement,
            reason,
        } => call(
            desk,
            "acknowledgement.withdraw",
            json!({ "acknowledgement": acknowledgement, "reason": reason }),
        ),
        AcknowledgementVerb::Name {
            principal: who,
            kind,
            review,
            package: of,
        } => call(
            desk,
            "acknowledgement.nominee.name",
            json!({ "kind": kind.word(), "principal": principal(desk, who, "user")?, "review": review,
                    "package": package(desk, of.as_ref())? }),
        ),
        AcknowledgementVerb::Dismiss { nominee } => {
            call(desk, "acknowledgement.nominee.dismiss", json!({ "nominee": nominee }))
        }
        AcknowledgementVerb::Nominees { page } => call(
            desk,
            "acknowledgement.nominee.list",
            json!({ "offset": page.offset, "limit": page.limit }),
        ),
    }
}

pub(super) fn retention(desk: &Arc<Desk>, verb: &RetentionVerb) -> Result<Value> {
    match verb {
        RetentionVerb::Classes => call(desk, "retention.class.list", json!({})),
        RetentionVerb::Put {
            name,
            years,
            because,
            class,
        } => call(
            desk,
            "retention.class.put",
            json!({ "class": class, "name": name, "years": years, "because": because }),
        ),
        RetentionVerb::Choose {
            class,
            review,
            package: of,
        } => call(
            desk,
            "retention.choose",
            json!({ "class": class, "review": review, "package": package(desk, of.as_ref())? }),
        ),
        RetentionVerb::Show { instance, package: of } => call(
            desk,
            "retention.show",
            json!({ "instance": instance, "package": package(desk, of.as_ref())? }),
        ),
        RetentionVerb::Due { until, page } => call(
            desk,
            "retention.due",
            json!({ "untilOn": until, "offset": page.offset, "limit": page.limit }),
        ),
    }
}

pub(super) fn hold(desk: &Arc<Desk>, verb: &HoldVerb) -> Result<Value> {
    match verb {
        HoldVerb::List { lifted, page } => call(
            desk,
            "hold.list",
            json!({ "lifted": lifted, "offset": page.offset, "limit": page.limit }),
        ),
        HoldVerb::Place {
            reason,
            review,
            package: of,
            person,
            everything,
        } => {
            let package = package(desk, of.as_ref())?;
            let person = person.as_ref().map(|who| principal(desk, who, "user")).transpose()?;
            let held = match (review, package, person, everything) {
                (Some(_), ..) => "review",
                (_, Some(_), ..) => "package",
                (_, _, Some(_), _) => "person",
                (.., true) => "everything",
                _ => {
                    return Err(
                        Problem::new("Say what is held: a review, a package, a person or everything.").code("usage"),
                    );
                }
            };
            call(
                desk,
                "hold.place",
                json!({ "held": held, "review": review, "package": package, "principal": person, "reason": reason }),
            )
        }
        HoldVerb::Lift { hold, reason } => call(desk, "hold.lift", json!({ "hold": hold, "reason": reason })),
    }
}
