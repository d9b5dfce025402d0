//! History, samples and dossiers from the command line.

use std::sync::Arc;

use countersign_app::Desk;
use serde_json::{Value, json};

use super::{Result, absolute, anything};
use crate::arguments::{HistoryFilter, HistoryVerb, Population, SampleVerb};
use crate::desk::{call, principal, wait};

fn person(desk: &Arc<Desk>, reference: Option<&String>) -> Result<Option<i64>> {
    reference.map(|one| principal(desk, one, "user")).transpose()
}

/// A resource, or an access package.
fn resource(desk: &Arc<Desk>, reference: Option<&String>) -> Result<Option<i64>> {
    reference
        .map(|one| anything(desk, one).or_else(|problem| principal(desk, one, "accessPackage").map_err(|_| problem)))
        .transpose()
}

fn filter(desk: &Arc<Desk>, of: &HistoryFilter) -> Result<Value> {
    Ok(json!({
        "from": of.from, "to": of.to, "review": of.review, "reviewer": person(desk, of.reviewer.as_ref())?,
        "principal": person(desk, of.principal.as_ref())?, "resource": resource(desk, of.resource.as_ref())?,
        "decision": of.decision, "source": of.source, "privileged": of.privileged, "kind": of.kind,
    }))
}

pub(super) fn history(desk: &Arc<Desk>, verb: &HistoryVerb) -> Result<Value> {
    match verb {
        HistoryVerb::List {
            filter: of,
            before,
            page,
        } => call(
            desk,
            "history.list",
            json!({ "filter": filter(desk, of)?, "before": before, "offset": page.offset, "limit": page.limit }),
        ),
        HistoryVerb::Person {
            principal: reference,
            resource: of,
            page,
        } => call(
            desk,
            "history.person",
            json!({ "principal": principal(desk, reference, "user")?, "resource": resource(desk, of.as_ref())?,
                    "offset": page.offset, "limit": page.limit }),
        ),
        HistoryVerb::Summary { from, to } => call(desk, "history.summary", json!({ "from": from, "to": to })),
        HistoryVerb::Export {
            out,
            format,
            no_bom,
            filter: of,
        } => wait(
            desk,
            "history.export",
            json!({ "filter": filter(desk, of)?, "path": absolute(out), "format": format, "bom": !no_bom }),
        ),
    }
}

fn population(desk: &Arc<Desk>, of: &Population) -> Result<Value> {
    Ok(json!({
        "population": of.population, "from": of.from, "to": of.to,
        "filter": {
            "review": of.review, "reviewer": person(desk, of.reviewer.as_ref())?,
            "principal": person(desk, of.principal.as_ref())?, "resource": resource(desk, of.resource.as_ref())?,
            "decision": of.decision, "source": of.source, "privileged": of.privileged,
        },
    }))
}

pub(super) fn sample(desk: &Arc<Desk>, verb: &SampleVerb) -> Result<Value> {
    match verb {
        SampleVerb::Population { of } => call(desk, "sample.population", population(desk, of)?),
        SampleVerb::Draw {
            of,
            size,
            seed,
            stratify,
            note,
        } => {
            let mut input = population(desk, of)?;
            input["size"] = json!(size);
            input["seed"] = json!(seed);
            input["stratify"] = json!(stratify);
            input["note"] = json!(note);
            call(desk, "sample.draw", input)
        }
        SampleVerb::List { page } => call(
            desk,
            "sample.list",
            json!({ "offset": page.offset, "limit": page.limit }),
        ),
        SampleVerb::Show { sample, page } => call(
            desk,
            "sample.show",
            json!({ "sample": sample, "offset": page.offset, "limit": page.limit }),
        ),
        SampleVerb::Dossier { about, id } => call(desk, "dossier.show", json!({ "about": about, "id": id })),
        SampleVerb::Export { sample, out } => wait(
            desk,
            "sample.export",
            json!({ "sample": sample, "folder": absolute(out) }),
        ),
    }
}
