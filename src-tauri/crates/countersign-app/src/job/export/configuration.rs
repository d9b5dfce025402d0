//! The configuration a run had, in words, and every change of it (E04).

use countersign_domain::definition::{DefaultDecision, Definition, Helper, JustificationRule, Resource, Stage};
use countersign_domain::outcome::Strategy;
use countersign_domain::recommendation::{SIGN_IN_RULE, peer_distance, peer_rarity, previous};
use countersign_domain::reviewer::ReviewerRule;
use countersign_domain::schedule::{End, Frequency, Recurrence};
use countersign_evidence as record;
use countersign_store::review::{self, InstanceView};
use countersign_store::rusqlite::Connection;
use serde_json::Value;

use crate::Problem;

pub(super) fn configuration(
    connection: &Connection,
    definition: &Definition,
    view: &InstanceView,
) -> Result<record::Configuration, Problem> {
    let settings = &definition.settings;
    Ok(record::Configuration {
        scope: scope(definition),
        reviewer_rule: by_stage(definition, |stage| {
            if stage.is_self_review() {
                "self-review: everybody on their own access".into()
            } else {
                rules(&stage.reviewers)
            }
        }),
        fallback: by_stage(definition, |stage| {
            if stage.fallback_reviewers.is_empty() {
                "none".into()
            } else {
                rules(&stage.fallback_reviewers)
            }
        }),
        duration_days: definition.duration_days(),
        default_on_silence: match settings.default_decision {
            DefaultDecision::NoChange => "no change",
            DefaultDecision::Approve => "approve",
            DefaultDecision::Deny => "deny (remove access)",
            DefaultDecision::Recommendation => "take the recommendation",
        }
        .into(),
        auto_apply: settings.auto_apply,
        justification_required: settings.justification != JustificationRule::Never,
        recommendation_rule: advises(definition).then(|| rules_of_advice(definition)),
        look_back_days: advises(definition).then_some(settings.look_back_days),
        threshold: Some(threshold(definition)),
        further: further(connection, definition, view)?,
    })
}

fn advises(definition: &Definition) -> bool {
    definition.settings.recommendations || definition.stages.iter().any(|stage| stage.recommendations)
}

fn rules_of_advice(definition: &Definition) -> String {
    let more = definition.settings.helpers.iter().map(|helper| match helper {
        Helper::PeerDistance => peer_distance::RULE,
        Helper::PeerRarity => peer_rarity::RULE,
        Helper::PreviousDecision => previous::RULE,
        Helper::Conflict => countersign_domain::recommendation::conflict::RULE,
    });
    std::iter::once(SIGN_IN_RULE)
        .chain(more)
        .collect::<Vec<_>>()
        .join(" + ")
}

fn further(
    connection: &Connection,
    definition: &Definition,
    view: &InstanceView,
) -> Result<Vec<record::Setting>, Problem> {
    let settings = &definition.settings;
    let setting = |name: &str, value: String| record::Setting {
        name: name.into(),
        value,
    };
    let mut all = vec![
        setting(
            "Reason required",
            match settings.justification {
                JustificationRule::Never => "never",
                JustificationRule::OnApproval => "on approval",
                JustificationRule::OnDenial => "on denial",
                JustificationRule::Always => "always",
            }
            .into(),
        ),
        setting("Notifications", crate::notice::settings_in_words(connection, view)?),
        setting(
            "Own access",
            by_stage(definition, |stage| {
                if stage.is_self_review() {
                    "decided by each person (self-review)".into()
                } else {
                    "nobody is asked about, or may decide on, their own access".into()
                }
            }),
        ),
        setting(
            "Several answers",
            by_stage(definition, |stage| strategy(stage.strategy).into()),
        ),
    ];
    if let Some(recurrence) = &settings.recurrence {
        all.push(setting("Calendar", calendar(recurrence)));
    }
    if let Some(on) = view.scheduled_on {
        all.push(setting(
            "Run",
            format!("number {} of the series, due on {on}", view.number),
        ));
    }
    if !view.missed.is_empty() {
        let days: Vec<String> = view.missed.iter().map(ToString::to_string).collect();
        all.push(setting(
            "Runs missed before it",
            format!("{}, because the program was not running", days.join(", ")),
        ));
    }
    if definition.stages.len() > 1 {
        for (stage, ran) in definition.stages.iter().zip(&view.stages) {
            let words: Vec<&str> = stage.moves_on.iter().map(|decision| decision.word()).collect();
            let moved = ran
                .moved_count
                .map_or_else(String::new, |count| format!("; {count} items went on"));
            let on = if words.is_empty() {
                "the last stage".to_owned()
            } else {
                format!("goes on: {}", words.join(", "))
            };
            all.push(setting(
                &format!("Stage {}", ran.position),
                format!("{} days; {on}{moved}", stage.duration_days),
            ));
        }
        all.push(setting(
            "Earlier stages",
            if settings.show_history {
                "shown to later reviewers"
            } else {
                "not shown to later reviewers"
            }
            .into(),
        ));
    }
    if let Some(days) = settings.carry_forward_days {
        all.push(setting(
            "Carried forward",
            format!("approvals by a person not older than {days} days, where nothing material changed"),
        ));
    }
    for one in review::reassignments(connection, view.instance)? {
        all.push(setting(
            "Handed over",
            format!(
                "{} item(s) of stage {} from {} to {} on {} by {}: {}",
                one.item_count,
                one.stage,
                one.from_name,
                one.to_name,
                one.at.format("%Y-%m-%d %H:%M UTC"),
                one.by,
                one.reason
            ),
        ));
    }
    for (name, reason) in review::excluded(connection, view.instance)? {
        all.push(setting("Left out by name", format!("{name}: {reason}")));
    }
    Ok(all)
}

pub(super) fn calendar(recurrence: &Recurrence) -> String {
    let often = match recurrence.frequency {
        Frequency::Once => "once",
        Frequency::Weekly => "weekly",
        Frequency::Monthly => "monthly",
        Frequency::Quarterly => "quarterly",
        Frequency::SemiAnnual => "semi-annually",
        Frequency::Annual => "annually",
    };
    let day = match recurrence.frequency.months() {
        Some(_) => format!(" on day {}", recurrence.day_of_month),
        None => String::new(),
    };
    let end = match recurrence.end {
        End::Never => "without end".to_owned(),
        End::On(last) => format!("until {last}"),
        End::After(runs) => format!("{runs} runs"),
    };
    format!(
        "{often}{day}, from {}, {end}; midnight in {}",
        recurrence.start_on,
        recurrence.zone.name()
    )
}

/// One sentence where all stages agree, else one for each.
fn by_stage(definition: &Definition, say: impl Fn(&Stage) -> String) -> String {
    let said: Vec<String> = definition.stages.iter().map(say).collect();
    match said.split_first() {
        Some((first, rest)) if rest.iter().all(|one| one == first) => {
            let mut letters = first.chars();
            letters
                .next()
                .map_or_else(String::new, |letter| letter.to_uppercase().chain(letters).collect())
        }
        _ => said
            .iter()
            .enumerate()
            .map(|(at, one)| format!("Stage {}: {one}", at + 1))
            .collect::<Vec<_>>()
            .join(". "),
    }
}

fn strategy(strategy: Strategy) -> &'static str {
    match strategy {
        Strategy::LastAnswer => "the last answer stands",
        Strategy::OneApprovalApproves => "one approval approves",
        Strategy::OneDenialDenies => "one denial denies",
        Strategy::ApprovedUnlessDenied => "approved unless somebody denies",
        Strategy::AllMustApprove => "all who are asked must approve",
    }
}

fn one_resource(resource: &Resource) -> String {
    match resource {
        Resource::Group(reference) => format!("group {reference}"),
        Resource::AllGroups => "all groups".into(),
        Resource::AllUnifiedGroups => "all Microsoft 365 groups".into(),
        Resource::Application(reference) => format!("application {reference}"),
        Resource::AllApplications => "all applications".into(),
        Resource::DirectoryRole(reference, _) => format!("directory role {reference}"),
        Resource::AllDirectoryRoles => "all directory roles".into(),
        Resource::AzureRole(reference) => format!("Azure role {reference}"),
        Resource::AllAzureRoles => "all Azure roles".into(),
        Resource::AccessPackage(reference, _) => format!("assignments of access package {reference}"),
        Resource::Catalog(reference) => format!("catalog {reference}"),
    }
}

fn scope(definition: &Definition) -> String {
    let members = if definition.scope.transitive {
        "members, nested groups opened"
    } else {
        "direct members"
    };
    let wanted = &definition.scope.principals;
    let mut only = Vec::new();
    if wanted.guests_only {
        only.push("guests only".to_owned());
    }
    if wanted.service_principals {
        only.push("service principals only".into());
    }
    if let Some(days) = wanted.inactive_days {
        only.push(format!("without a sign-in for {days} days"));
    }
    if !wanted.people.is_empty() {
        only.push(format!("these people only: {}", wanted.people.join(", ")));
    }
    if let Some(rule) = &wanted.rule {
        only.push(format!("matching {rule}"));
    }
    for one in &wanted.exclude {
        only.push(format!("without {} ({})", one.principal, one.reason));
    }
    let only = only.iter().map(|one| format!(", {one}")).collect::<String>();
    match definition.scope.resources.as_slice() {
        [one] => {
            let mut name = one_resource(one);
            if let Some(first) = name.get_mut(0..1) {
                first.make_ascii_uppercase();
            }
            format!("{name}: {members}{only}")
        }
        several => {
            let names: Vec<String> = several.iter().take(20).map(one_resource).collect();
            format!("{} resources ({}): {members}{only}", several.len(), names.join(", "))
        }
    }
}

fn rules(rules: &[ReviewerRule]) -> String {
    let words: Vec<String> = rules
        .iter()
        .map(|rule| match rule {
            ReviewerRule::User(reference) => format!("named person {reference}"),
            ReviewerRule::GroupMembers(reference) => format!("members of group {reference}"),
            ReviewerRule::Owners => "owners of each group".into(),
            ReviewerRule::Managers => "manager of each person".into(),
        })
        .collect();
    words.join("; ")
}

fn threshold(definition: &Definition) -> String {
    let threshold = definition.settings.threshold;
    let limit = threshold.removals.map_or_else(String::new, |limit| {
        format!(", or more than {limit} removals in all, accounts that are deleted included")
    });
    format!(
        "A second person signs when a group would be left empty, when more than {} percent of a group's direct members go{limit}",
        threshold.percent_of_group
    )
}

/// Every change of the definition up to the end of this run, setting by setting (E04).
pub(super) fn changes(connection: &Connection, view: &InstanceView) -> Result<Vec<record::DefinitionChange>, Problem> {
    let mut changes = Vec::new();
    for change in review::changes(connection, view.review, view.instance)? {
        let mut differ = |path: String, before: &Value, after: &Value| {
            changes.push(record::DefinitionChange {
                at: change.changed_at,
                by: change.changed_by.clone(),
                setting: if change.reason.is_empty() {
                    path
                } else {
                    format!("{path} ({})", change.reason)
                },
                before: before.to_string(),
                after: after.to_string(),
            });
        };
        difference("", &change.before, &change.after, &mut differ);
    }
    Ok(changes)
}

/// Calls `found` for each place where two JSON values differ.
fn difference(path: &str, before: &Value, after: &Value, found: &mut impl FnMut(String, &Value, &Value)) {
    match (before, after) {
        (Value::Object(one), Value::Object(two)) => {
            let names: std::collections::BTreeSet<&String> = one.keys().chain(two.keys()).collect();
            for name in names {
                let below = if path.is_empty() {
                    name.clone()
                } else {
                    format!("{path}.{name}")
                };
                let of = |map: &serde_json::Map<String, Value>| map.get(name).cloned().unwrap_or(Value::Null);
                difference(&below, &of(one), &of(two), found);
            }
        }
        _ if before == after => {}
        _ => found(path.to_owned(), before, after),
    }
}
