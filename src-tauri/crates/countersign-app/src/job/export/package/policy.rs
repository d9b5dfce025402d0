//! Every version of a policy that was in force, as it was given and in plain words.

use chrono::{DateTime, Utc};
use countersign_domain::policy::{
    self as rule, ApprovalStage, Expiration, Period as Length, Policy, PolicyReview, Question, QuestionKind, Requestor,
    Silence, Subject, TargetScope,
};
use countersign_evidence::Setting;
use countersign_evidence::package::PolicyRecord;
use countersign_store::StoreError;
use countersign_store::rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;

use super::Period;
use super::period::{ASSIGNED, OPEN};
use crate::Problem;
use crate::job::export::configuration::calendar;

/// Those in force in the period, and those that a recorded assignment or request names.
pub(super) fn versions(connection: &Connection, period: &Period) -> Result<Vec<PolicyRecord>, Problem> {
    let mut statement = connection
        .prepare_cached(&format!(
            "WITH version AS (
               SELECT v.*, y.key, y.display_name, y.deleted_at,
                      lead(v.changed_at) OVER (PARTITION BY v.policy_id ORDER BY v.version) AS replaced_at
               FROM policy y JOIN policy_version v ON v.policy_id = y.id WHERE y.package_id = ?1)
             SELECT * FROM version v
             WHERE (v.changed_at < ?3 AND coalesce(v.replaced_at, v.deleted_at, ?3) >= ?2)
                OR EXISTS (SELECT 1 FROM assignment a WHERE a.policy_id = v.policy_id AND a.policy_version = v.version
                           AND {ASSIGNED})
                OR EXISTS (SELECT 1 FROM request r WHERE r.package_id = ?1 AND r.policy_id = v.policy_id
                           AND r.policy_version = v.version AND {OPEN})
                OR EXISTS (SELECT 1 FROM assignment a JOIN request r ON r.assignment_id = a.id
                           WHERE r.policy_id = v.policy_id AND r.policy_version = v.version AND {ASSIGNED})
             ORDER BY v.policy_id, v.version"
        ))
        .map_err(StoreError::from)?;
    let (package, from, until) = period.values();
    let mut rows = statement
        .query(params![package, from, until])
        .map_err(StoreError::from)?;
    let mut all = Vec::new();
    while let Some(row) = rows.next().map_err(StoreError::from)? {
        let read = || -> countersign_store::rusqlite::Result<(PolicyRecord, String)> {
            let version: i64 = row.get("version")?;
            let (replaced, deleted): (Option<DateTime<Utc>>, Option<DateTime<Utc>>) =
                (row.get("replaced_at")?, row.get("deleted_at")?);
            let record = PolicyRecord {
                policy_id: row.get("policy_id")?,
                key: row.get("key")?,
                name: row.get("display_name")?,
                version: u64::try_from(version).unwrap_or(0),
                from: row.get("changed_at")?,
                by: row.get("changed_by")?,
                reason: row.get("reason")?,
                until: replaced.or(deleted),
                ..PolicyRecord::default()
            };
            Ok((record, row.get("definition")?))
        };
        let (mut record, text) = read().map_err(StoreError::from)?;
        record.definition = serde_json::from_str(&text)?;
        in_words(connection, &mut record)?;
        all.push(record);
    }
    Ok(all)
}

fn in_words(connection: &Connection, record: &mut PolicyRecord) -> Result<(), Problem> {
    let policy = match rule::parse(&record.definition, crate::review::zone(connection)?) {
        Ok(policy) => policy,
        // An earlier program took what this one does not; the JSON stands beside it all the same.
        Err(problem) => {
            record.words.push(Setting {
                name: "Not understood".into(),
                value: problem.to_string(),
            });
            return Ok(());
        }
    };
    if !policy.display_name.is_empty() {
        record.name.clone_from(&policy.display_name);
    }
    record.automatic = policy.automatic.is_some();
    let mut put = |name: &str, value: String| {
        if !value.is_empty() {
            record.words.push(Setting {
                name: name.into(),
                value,
            });
        }
    };
    put("Description", policy.description.clone());
    put("For", targets(connection, &policy)?);
    if let Some(automatic) = &policy.automatic {
        let mut words = Vec::new();
        if automatic.add {
            words.push("whoever meets the rule is given the package".to_owned());
        }
        if automatic.remove {
            words.push(format!(
                "whoever meets it no longer loses the package after {}",
                length(automatic.grace)
            ));
        }
        put("By itself", words.join("; "));
    }
    put("May be asked for", requestor(connection, &policy.requestor)?);
    put("Approval", approval(connection, &policy)?);
    put(
        "Asked of the person",
        policy.questions.iter().map(question).collect::<Vec<_>>().join("; "),
    );
    put(
        "Ends",
        match policy.expiration {
            Expiration::Never => "never".into(),
            Expiration::At(at) => format!("on {}", at.format("%Y-%m-%d %H:%M UTC")),
            Expiration::After(period) => format!("after {}", length(period)),
        },
    );
    put(
        "Reviewed",
        match &policy.review {
            None => "holders are not reviewed".into(),
            Some(review) => reviewed(connection, review)?,
        },
    );
    put("People are told of it", if policy.notify { "yes" } else { "no" }.into());
    let own: Value = serde_json::to_value(policy.own)?;
    let set = own.as_object().into_iter().flatten();
    let set = set.filter(|(_, value)| !value.is_null() && **value != Value::Bool(false));
    put(
        "Further",
        set.map(|(name, value)| format!("{name}: {value}"))
            .collect::<Vec<_>>()
            .join("; "),
    );
    Ok(())
}

fn targets(connection: &Connection, policy: &Policy) -> Result<String, Problem> {
    let all = match policy.targets.scope {
        TargetScope::NotSpecified => "nobody asks; administrators assign",
        TargetScope::AllMemberUsers => "all members, no guests",
        TargetScope::AllDirectoryUsers => "all people of the directory, guests too",
        TargetScope::AllDirectoryServicePrincipals => "all service principals",
        TargetScope::AllDirectoryAgentIdentities => "all agents",
        TargetScope::AllConfiguredConnectedOrganizationUsers => "people of all configured organizations",
        TargetScope::AllExternalUsers => "everybody from outside",
        TargetScope::SpecificDirectoryUsers
        | TargetScope::SpecificConnectedOrganizationUsers
        | TargetScope::SpecificDirectoryServicePrincipals => "",
    };
    match all {
        "" => subjects(connection, &policy.targets.specific),
        all => Ok(all.to_owned()),
    }
}

fn requestor(connection: &Connection, who: &Requestor) -> Result<String, Problem> {
    let pick = |flags: [(bool, &str); 3]| {
        let words: Vec<&str> = flags.iter().filter(|(set, _)| *set).map(|(_, word)| *word).collect();
        words.join(", ")
    };
    let own = pick([
        (who.self_add, "to have it"),
        (who.self_update, "to have it longer"),
        (who.self_remove, "to give it back"),
    ]);
    let others = pick([
        (who.on_behalf_add, "to have it"),
        (who.on_behalf_update, "to have it longer"),
        (who.on_behalf_remove, "to give it back"),
    ]);
    let mut words = vec![match own.as_str() {
        "" => "not by people for themselves".to_owned(),
        own => format!("for oneself {own}"),
    }];
    if !others.is_empty() {
        words.push(format!(
            "for others {others}, by {}",
            subjects(connection, &who.on_behalf)?
        ));
    }
    if who.custom_schedule {
        words.push("with a later start and an earlier end of one\u{2019}s own".into());
    }
    Ok(words.join("; "))
}

fn approval(connection: &Connection, policy: &Policy) -> Result<String, Problem> {
    let approval = &policy.approval;
    let mut words = vec![match (approval.for_add, approval.for_update) {
        (false, false) => "none is asked for".to_owned(),
        (true, false) => format!("{} stage(s) to have it, none to have it longer", approval.stages.len()),
        (false, true) => format!("none to have it, {} stage(s) to have it longer", approval.stages.len()),
        (true, true) => format!("{} stage(s), also to have it longer", approval.stages.len()),
    }];
    if approval.requestor_justification {
        words.push("whoever asks gives a reason".into());
    }
    if approval.for_add || approval.for_update {
        for (at, one) in approval.stages.iter().enumerate() {
            words.push(format!("stage {}: {}", at + 1, stage(connection, one)?));
        }
    }
    Ok(words.join("; "))
}

fn stage(connection: &Connection, one: &ApprovalStage) -> Result<String, Problem> {
    let mut words = vec![subjects(connection, &one.primary)?];
    if !one.fallback.is_empty() {
        words.push(format!("else {}", subjects(connection, &one.fallback)?));
    }
    if let Some(after) = one.escalate_after {
        words.push(format!(
            "after {} also {}",
            length(after),
            subjects(connection, &one.escalation)?
        ));
        if !one.escalation_fallback.is_empty() {
            words.push(format!("else {}", subjects(connection, &one.escalation_fallback)?));
        }
    }
    words.push(format!("over after {} without an answer", length(one.time_out)));
    if one.justification {
        words.push("with a reason".into());
    }
    Ok(words.join(", "))
}

fn question(one: &Question) -> String {
    let needed = if one.required { " (required)" } else { "" };
    let kind = match &one.kind {
        QuestionKind::Text {
            pattern: Some(pattern), ..
        } => format!(", as {pattern}"),
        QuestionKind::Text { .. } => String::new(),
        QuestionKind::Choice { multiple, choices } => {
            let all: Vec<&str> = choices.iter().map(|choice| choice.text.as_str()).collect();
            let how = if *multiple { "any of" } else { "one of" };
            format!(", {how} {}", all.join(" / "))
        }
    };
    format!("\u{201C}{}\u{201D}{kind}{needed}", one.text)
}

fn reviewed(connection: &Connection, review: &PolicyReview) -> Result<String, Problem> {
    let by = match review.self_review {
        true => "everybody on their own access".to_owned(),
        false => subjects(connection, &review.primary)?,
    };
    let silence = match review.silence {
        Silence::KeepAccess => "silence keeps access",
        Silence::RemoveAccess => "silence removes access",
        Silence::AcceptAccessRecommendation => "silence takes the recommendation",
    };
    Ok(format!(
        "{}, {} days each, by {by}; {silence}",
        calendar(&review.recurrence),
        review.duration_days
    ))
}

/// Whom a policy names, by their names where the directory has them.
fn subjects(connection: &Connection, all: &[Subject]) -> Result<String, Problem> {
    let mut words = Vec::new();
    for one in all {
        words.push(match one {
            Subject::User(key) => name(connection, "user", key)?,
            Subject::ServicePrincipal(key) => name(connection, "servicePrincipal", key)?,
            Subject::Group(key) => format!("members of {}", name(connection, "group", key)?),
            Subject::Rule(text) => format!("everybody with {text}"),
            Subject::Organization(key) => format!("people of {}", organization(connection, key)?),
            Subject::RequestorManager(level) => format!("manager (level {level}) of whoever asks"),
            Subject::TargetManager(level) => format!("manager (level {level}) of the person"),
            Subject::InternalSponsors => "internal sponsors of the organization".into(),
            Subject::ExternalSponsors => "external sponsors of the organization".into(),
            Subject::TargetSponsors => "sponsors of the person".into(),
            Subject::ResourceOwners => "owners of the resources".into(),
        });
    }
    Ok(match words.is_empty() {
        true => "nobody".into(),
        false => words.join(", "),
    })
}

fn name(connection: &Connection, kind: &str, key: &str) -> Result<String, Problem> {
    match crate::resolve::principal(connection, key, kind, "") {
        Ok(id) => {
            let name: String = connection
                .prepare_cached("SELECT display_name FROM principal WHERE id = ?1")
                .and_then(|mut statement| statement.query_row([id], |row| row.get(0)))
                .map_err(StoreError::from)?;
            Ok(name)
        }
        Err(problem) if matches!(problem.code.as_deref(), Some("unknownPrincipal" | "ambiguous")) => {
            Ok(format!("{key} (not in the directory)"))
        }
        Err(problem) => Err(problem),
    }
}

fn organization(connection: &Connection, key: &str) -> Result<String, Problem> {
    let found: Option<String> = connection
        .prepare_cached("SELECT display_name FROM organization WHERE key = ?1")
        .and_then(|mut statement| statement.query_row([key], |row| row.get(0)).optional())
        .map_err(StoreError::from)?;
    Ok(found.unwrap_or_else(|| format!("organization {key}")))
}

/// A length of time as a person says it.
fn length(period: Length) -> String {
    let minutes = period.minutes();
    let parts = [
        (minutes / 1_440, "day"),
        (minutes / 60 % 24, "hour"),
        (minutes % 60, "minute"),
    ];
    let words: Vec<String> = parts
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, unit)| format!("{number} {unit}{}", if *number == 1 { "" } else { "s" }))
        .collect();
    match words.is_empty() {
        true => "no time".into(),
        false => words.join(" "),
    }
}
