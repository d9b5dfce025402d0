//! One reviewer's packet out of what the ledger knows: only their items, with what they are to see of them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use countersign_domain::item::{Decision, DecisionSource};
use countersign_domain::recommendation::Recommendation;
use countersign_packet::Packet;
use countersign_packet::enrolment::{Organization, Person};
use countersign_packet::packet::{Earlier, Independence, Item, Principal, Resource, Review, Reviewer, Stage, Standing};
use countersign_store::exception::ExceptionRow;
use countersign_store::packet::{GatheredItem, Gatherer, Parts, Person as Gathered};
use countersign_store::review::InstanceView;

use crate::Problem;

/// What is the same for everybody who is asked.
pub(super) struct Common {
    pub organization: Organization,
    pub view: InstanceView,
    pub parts: Parts,
    pub stage: Stage,
    /// Policy exceptions in force, by item.
    pub exceptions: HashMap<i64, Vec<String>>,
    pub made_at: DateTime<Utc>,
}

/// What a policy exception says to a reviewer.
pub(super) fn sentence(row: &ExceptionRow) -> String {
    let by = row.approved_by.as_deref().unwrap_or("nobody");
    let (policy, until, reason) = (&row.policy, row.until_on, &row.reason);
    format!("A policy exception to “{policy}” allows it until {until}, approved by {by}: {reason}")
}

/// People as at the start of the run, who stand in the packets of many reviewers.
pub(super) type Known = HashMap<i64, Principal>;

/// So many are kept between packets; then they are read anew.
const MOST_KNOWN: usize = 100_000;

/// The reviewer's packet, without what makes it the only one of its kind: its id is `id`.
pub(super) fn build(
    gatherer: Gatherer<'_>,
    (common, known): (&Common, &mut Known),
    reviewer: i64,
    id: String,
    supersedes: Option<String>,
) -> Result<Packet, Problem> {
    let person = gatherer.person(reviewer)?;
    let mut tables = Tables::new(gatherer, known);
    let items = common.parts.items(reviewer);
    let mut packed = Vec::with_capacity(items.len());
    for item in items {
        let found = gatherer.item(item, reviewer)?;
        packed.push(to_item(item, found, reviewer, common, &mut tables)?);
    }
    let view = &common.view;
    let started = view.started_at.unwrap_or(common.made_at);
    Ok(Packet {
        id,
        organization: common.organization.clone(),
        made_at: common.made_at,
        reviewer: Reviewer {
            principal: reviewer,
            person: Person {
                key: Some(person.key),
                display_name: person.name,
                user_name: person.user_name,
                mail: person.mail,
            },
        },
        review: Review {
            review: view.review,
            instance: view.instance,
            name: view.display_name.clone(),
            description: view.description_for_reviewers.clone(),
            number: view.number,
            started_at: started,
            due_at: view.due_at,
            directory: common.parts.directory.clone(),
            read_at: view.snapshot_at.unwrap_or(started),
            snapshot_digest: common.parts.snapshot_digest.clone(),
            root: countersign_packet::hex::to_hex(&common.parts.root),
            look_back_days: view.look_back_days,
            sign_ins_kept: common.parts.sign_ins_kept,
        },
        stage: common.stage.clone(),
        supersedes,
        reply: None,
        principals: tables.principals,
        resources: tables.resources,
        items: packed,
    })
}

fn to_item(
    item: i64,
    found: GatheredItem,
    reviewer: i64,
    common: &Common,
    tables: &mut Tables<'_, '_>,
) -> Result<Item, Problem> {
    let shown = common.stage.recommendations;
    let path = found.path.iter().map(|step| tables.principal(*step));
    let path = path.collect::<Result<_, _>>()?;
    let own = found.principal == reviewer && !common.stage.self_review;
    let independence = match (own || found.provisioned, found.released) {
        (true, true) => Some(Independence::Released),
        (true, false) if own => Some(Independence::OwnAccess),
        (true, false) => Some(Independence::OwnProvision),
        (false, _) => None,
    };
    Ok(Item {
        item,
        version: found.version,
        principal: tables.principal(found.principal)?,
        resource: tables.resource(found.resource)?,
        entitlement: found.entitlement,
        direct: found.direct,
        path,
        since: found.since,
        recommendation: Recommendation::from_word(&found.recommendation).filter(|_| shown),
        insights: if shown { found.insights } else { Vec::new() },
        earlier: found
            .earlier
            .into_iter()
            .map(|(stage, decision, by, at, justification)| Earlier {
                stage,
                decision: Decision::from_word(&decision).unwrap_or(Decision::NotReviewed),
                by,
                at,
                justification,
            })
            .collect(),
        exceptions: common.exceptions.get(&item).cloned().unwrap_or_default(),
        independence,
        answer: found.own.and_then(|(decision, justification, at, source)| {
            Some(Standing {
                decision: Decision::from_word(&decision)?,
                justification,
                at,
                source: DecisionSource::from_word(&source)?,
            })
        }),
    })
}

/// Everybody and everything that the items name, once each.
struct Tables<'c, 'k> {
    gatherer: Gatherer<'c>,
    known: &'k mut Known,
    principals: Vec<Principal>,
    resources: Vec<Resource>,
    places: HashMap<i64, u32>,
    resource_places: HashMap<i64, u32>,
}

fn place(length: usize) -> Result<u32, Problem> {
    u32::try_from(length).map_err(|_| Problem::new("A packet holds at most 100000 items."))
}

impl<'c, 'k> Tables<'c, 'k> {
    fn new(gatherer: Gatherer<'c>, known: &'k mut Known) -> Self {
        Self {
            gatherer,
            known,
            principals: Vec::new(),
            resources: Vec::new(),
            places: HashMap::new(),
            resource_places: HashMap::new(),
        }
    }

    fn principal(&mut self, id: i64) -> Result<u32, Problem> {
        if let Some(place) = self.places.get(&id) {
            return Ok(*place);
        }
        let at = place(self.principals.len())?;
        let principal = self.person(id)?;
        self.principals.push(principal);
        self.places.insert(id, at);
        Ok(at)
    }

    fn person(&mut self, id: i64) -> Result<Principal, Problem> {
        if let Some(known) = self.known.get(&id) {
            return Ok(known.clone());
        }
        let Some(frozen) = self.gatherer.frozen(id)? else {
            return Ok(to_principal(self.gatherer.person(id)?));
        };
        let principal = to_principal(frozen);
        if self.known.len() >= MOST_KNOWN {
            self.known.clear();
        }
        self.known.insert(id, principal.clone());
        Ok(principal)
    }

    fn resource(&mut self, id: i64) -> Result<u32, Problem> {
        if let Some(place) = self.resource_places.get(&id) {
            return Ok(*place);
        }
        let at = place(self.resources.len())?;
        let found = self.gatherer.resource(id)?;
        self.resources.push(Resource {
            id,
            kind: found.kind,
            name: found.name,
            key: None,
            dn: (!found.dn.is_empty()).then_some(found.dn),
            description: found.description,
            owners: found.owners,
        });
        self.resource_places.insert(id, at);
        Ok(at)
    }
}

/// What a reviewer sees of a person; the directory's own keys stay at home.
fn to_principal(person: Gathered) -> Principal {
    Principal {
        id: person.id,
        kind: person.kind,
        name: person.name,
        key: None,
        dn: None,
        user_name: person.user_name,
        mail: person.mail,
        user_type: person.user_type,
        enabled: person.enabled,
        department: person.department,
        title: person.title,
        manager: person.manager,
        created_at: person.created_at,
        last_sign_in_at: person.last_sign_in_at,
        last_sign_in_field: person.last_sign_in_field,
    }
}
