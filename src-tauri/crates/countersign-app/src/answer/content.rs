//! From a packet as it travels to a packet as the store takes it in.

use std::collections::HashMap;

use countersign_domain::item::DecisionSource;
use countersign_domain::recommendation::{Insight, Recommendation};
use countersign_packet::Packet;
use countersign_packet::packet::{Independence, Item, Principal, Resource};
use countersign_store::answer::{NewEvent, NewItem, NewPerson};

/// People, groups and resources in one list, each once; and the items by their places in it, resource by resource.
pub(crate) struct Content {
    pub people: Vec<NewPerson>,
    pub reviewer: usize,
    pub items: Vec<NewItem>,
}

impl Content {
    pub(crate) fn of(packet: &Packet) -> Self {
        let mut people = Vec::with_capacity(packet.principals.len() + packet.resources.len() + 1);
        let mut place: HashMap<i64, usize> = HashMap::new();
        let mut add = |one: NewPerson| -> usize {
            *place.entry(one.origin).or_insert_with(|| {
                people.push(one);
                people.len() - 1
            })
        };
        let principals: Vec<usize> = packet.principals.iter().map(|one| add(of_principal(one))).collect();
        let resources: Vec<usize> = packet.resources.iter().map(|one| add(of_resource(one))).collect();
        let person = &packet.reviewer.person;
        let reviewer = add(NewPerson {
            origin: packet.reviewer.principal,
            key: person.key.clone().unwrap_or_default(),
            kind: "user".into(),
            display_name: person.display_name.clone(),
            user_name: person.user_name.clone(),
            mail: person.mail.clone(),
            ..NewPerson::default()
        });
        let mut order: Vec<&Item> = packet.items.iter().collect();
        // The list is cut from columns in which the items of one resource stand together.
        order.sort_by_key(|one| one.resource);
        let at = |places: &[usize], one: u32| places.get(one as usize).copied().unwrap_or_default();
        let items = order
            .into_iter()
            .map(|item| NewItem {
                principal: at(&principals, item.principal),
                resource: at(&resources, item.resource),
                path: item.path.iter().map(|step| at(&principals, *step)).collect(),
                ..of_item(item, packet)
            })
            .collect();
        Self {
            people,
            reviewer,
            items,
        }
    }
}

/// A kind that the ledger knows; an unknown one counts as `other`.
fn kind(word: &str, other: &str) -> String {
    const KNOWN: [&str; 7] = [
        "user",
        "group",
        "servicePrincipal",
        "directoryRole",
        "azureRole",
        "accessPackage",
        "container",
    ];
    (if KNOWN.contains(&word) { word } else { other }).to_owned()
}

fn of_principal(one: &Principal) -> NewPerson {
    NewPerson {
        origin: one.id,
        key: one.key.clone().unwrap_or_default(),
        kind: kind(&one.kind, "user"),
        dn: one.dn.clone().unwrap_or_default(),
        display_name: one.name.clone(),
        description: None,
        user_name: one.user_name.clone(),
        mail: one.mail.clone(),
        user_type: one
            .user_type
            .as_ref()
            .map(|word| word.to_lowercase())
            .filter(|word| word == "member" || word == "guest"),
        enabled: one.enabled,
        department: one.department.clone(),
        title: one.title.clone(),
        manager_name: one.manager.clone(),
        employment: None,
        created_at: one.created_at,
        last_sign_in_at: one.last_sign_in_at,
        last_sign_in_field: one.last_sign_in_field.clone(),
    }
}

fn of_resource(one: &Resource) -> NewPerson {
    let owners = (!one.owners.is_empty()).then(|| format!("Owned by {}.", one.owners.join(", ")));
    let mut words: Vec<String> = one.description.iter().cloned().collect();
    words.extend(owners);
    NewPerson {
        origin: one.id,
        key: one.key.clone().unwrap_or_default(),
        kind: kind(&one.kind, "group"),
        dn: one.dn.clone().unwrap_or_default(),
        display_name: one.name.clone(),
        description: (!words.is_empty()).then(|| words.join(" ")),
        ..NewPerson::default()
    }
}

/// An item but for the places it names.
fn of_item(item: &Item, packet: &Packet) -> NewItem {
    let mut insights = item.insights.clone();
    insights.extend(item.exceptions.iter().map(|sentence| Insight {
        rule: "exception/1".into(),
        recommendation: Recommendation::NoInfoAvailable,
        sentence: sentence.clone(),
        inputs: Default::default(),
    }));
    let mut said: Vec<NewEvent> = item
        .earlier
        .iter()
        .filter(|one| one.stage < packet.stage.number)
        .map(|one| NewEvent {
            at: one.at,
            actor: one.by.clone(),
            own: false,
            decision: one.decision,
            justification: one.justification.clone(),
            source: DecisionSource::Reviewer,
            stage: one.stage,
        })
        .collect();
    said.sort_by_key(|one| one.stage);
    said.extend(item.answer.iter().map(|one| NewEvent {
        at: one.at,
        actor: packet.reviewer.person.display_name.clone(),
        own: true,
        decision: one.decision,
        justification: one.justification.clone(),
        source: one.source,
        stage: packet.stage.number,
    }));
    let released = matches!(item.independence, Some(Independence::Released));
    NewItem {
        origin_item: item.item,
        version: item.version,
        principal: 0,
        resource: 0,
        entitlement: item.entitlement.clone(),
        direct: item.direct,
        path: Vec::new(),
        recommendation: item.recommendation.unwrap_or(Recommendation::NoInfoAvailable),
        insights,
        released: released.then(|| format!("{} allowed it.", packet.organization.name)),
        provisioned: matches!(item.independence, Some(Independence::OwnProvision)),
        said,
    }
}
