//! Requests with every stage of their approval.

use countersign_evidence::package::{AnswerRecord, ApproverRecord, EventRecord, RequestRecord, StageRecord};
use countersign_evidence::{Party, Person, Setting};
use countersign_store::StoreError;
use countersign_store::rusqlite::{self, Connection, OptionalExtension, Row, params};
use serde_json::Value;

use super::period::{ASSIGNED, OPEN};
use super::source::{is_program, log, person, who};

// The first entry about a request is that of its making. Where a dispute was settled so, that entry is of whoever settled
// it: on which machine it was asked for stands with what came back.
const COLUMNS: &str = "SELECT r.*, q.key AS requestor_key, q.display_name AS requestor_name,
                         coalesce(iif(t.id IN (SELECT taken_id FROM request_dispute WHERE reason = 'revoked'),
                           'revokedDevice', t.assurance), l.entry ->> '$.assurance') AS assurance,
                         coalesce(t.device, l.entry ->> '$.device') AS device FROM request r
                       LEFT JOIN principal q ON q.id = r.requestor_id
                       LEFT JOIN audit l ON l.seq = (SELECT min(seq) FROM audit_package WHERE request_id = r.id)
                       LEFT JOIN taken_request t ON t.withdraws IS NULL
                         AND t.id IN (SELECT taken_id FROM request_dispute WHERE request_id = r.id)";

/// Every request about one assignment, oldest first.
pub(super) fn of_assignment(connection: &Connection, assignment: i64) -> Result<Vec<RequestRecord>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{COLUMNS} WHERE r.assignment_id = ?1 ORDER BY r.id"))?;
    let rows = statement.query_map([assignment], |row| read(connection, row, false))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Walks the requests of a period that no recorded assignment is named by.
pub(super) fn for_each_other<E: From<StoreError>>(
    connection: &Connection,
    values: &(i64, String, String),
    visit: &mut dyn FnMut(&RequestRecord) -> Result<(), E>,
) -> Result<(), E> {
    let sql = format!(
        "{COLUMNS} WHERE r.package_id = ?1 AND {} ORDER BY r.id",
        without_assignment()
    );
    let mut statement = connection.prepare_cached(&sql).map_err(StoreError::from)?;
    let (package, from, until) = values;
    let mut rows = statement
        .query(params![package, from, until])
        .map_err(StoreError::from)?;
    while let Some(row) = rows.next().map_err(StoreError::from)? {
        visit(&read(connection, row, true).map_err(StoreError::from)?)?;
    }
    Ok(())
}

/// Requests that led to no assignment, open at some time of the period.
pub(super) fn without_assignment() -> String {
    format!(
        "(r.assignment_id IS NULL OR NOT EXISTS (SELECT 1 FROM assignment a WHERE a.id = r.assignment_id)) AND {OPEN}"
    )
}

/// Requests about an assignment that is recorded.
pub(super) fn with_recorded_assignment() -> String {
    format!("EXISTS (SELECT 1 FROM assignment a WHERE a.id = r.assignment_id AND {ASSIGNED})")
}

fn read(connection: &Connection, row: &Row<'_>, with_person: bool) -> rusqlite::Result<RequestRecord> {
    let id: i64 = row.get("id")?;
    let policy_id: i64 = row.get("policy_id")?;
    let version: i64 = row.get("policy_version")?;
    let kind: String = row.get("kind")?;
    let stated: String = row.get("requestor")?;
    let program = kind.starts_with("system") || is_program(&stated);
    let name: Option<String> = row.get("requestor_name")?;
    Ok(RequestRecord {
        request_id: id,
        key: row.get("key")?,
        program,
        kind,
        state: row.get("state")?,
        requestor: Party {
            name: name.unwrap_or_else(|| who(stated)),
            id: row.get::<_, Option<String>>("requestor_key")?.unwrap_or_default(),
            role: String::new(),
        },
        assurance: said(row, "assurance")?,
        device: said(row, "device")?,
        person: match with_person {
            true => target(connection, row)?,
            false => None,
        },
        at: row.get("created_at")?,
        made_at: row.get("made_at")?,
        completed_at: row.get("completed_at")?,
        justification: row.get("justification")?,
        answers: answers(connection, policy_id, version, &row.get::<_, String>("answers")?)?,
        starts_at: row.get("starts_at")?,
        ends_at: row.get("ends_at")?,
        policy_id,
        policy_version: u64::try_from(version).unwrap_or(0),
        exception_id: row.get("exception_id")?,
        problem: row.get("problem")?,
        stages: stages(connection, id)?,
        events: events(connection, id)?,
        log: log(connection, "request_id", id)?,
    })
}

/// Who was to hold it.
fn target(connection: &Connection, row: &Row<'_>) -> rusqlite::Result<Option<Person>> {
    if let Some(id) = row.get::<_, Option<i64>>("target_id")? {
        return person(connection, id).map(Some);
    }
    let outsider: Option<String> = row.get("outsider")?;
    let Some(outsider) = outsider.and_then(|text| serde_json::from_str::<Value>(&text).ok()) else {
        return Ok(None);
    };
    let text = |names: [&str; 2]| {
        let found = names.iter().find_map(|name| outsider[*name].as_str());
        found.unwrap_or_default().to_owned()
    };
    Ok(Some(Person {
        name: text(["displayName", "name"]),
        user_name: text(["mail", "email"]),
        kind: "outsider".into(),
        ..Person::default()
    }))
}

/// What was answered, with the questions as that version of the policy asks them.
fn answers(connection: &Connection, policy: i64, version: i64, text: &str) -> rusqlite::Result<Vec<Setting>> {
    let given: Vec<Value> = serde_json::from_str(text).unwrap_or_default();
    if given.is_empty() {
        return Ok(Vec::new());
    }
    let mut asked = connection.prepare_cached(
        "SELECT q.value ->> '$.text' FROM policy_version v, json_each(v.definition, '$.questions') q
         WHERE v.policy_id = ?1 AND v.version = ?2
           AND coalesce(q.value ->> '$.id', CAST(q.value ->> '$.sequence' AS TEXT)) = ?3",
    )?;
    let mut all = Vec::new();
    for one in &given {
        let id = one["question"].as_str().unwrap_or_default();
        let question: Option<Option<String>> = asked
            .query_row(params![policy, version, id], |row| row.get(0))
            .optional()?;
        let values = one["values"].as_array().into_iter().flatten().filter_map(Value::as_str);
        all.push(Setting {
            name: question.flatten().unwrap_or_else(|| format!("question {id}")),
            value: values.collect::<Vec<_>>().join(", "),
        });
    }
    Ok(all)
}

fn stages(connection: &Connection, request: i64) -> rusqlite::Result<Vec<StageRecord>> {
    let mut statement =
        connection.prepare_cached("SELECT * FROM approval_stage WHERE request_id = ?1 ORDER BY position")?;
    let rows = statement.query_map([request], |row| {
        Ok(StageRecord {
            position: row.get("position")?,
            state: row.get("status")?,
            started_at: row.get("started_at")?,
            due_at: row.get("due_at")?,
            escalated_at: row.get("escalated_at")?,
            ended_at: row.get("ended_at")?,
            result: row.get("result")?,
            fallback: row.get("fallback")?,
            approvers: Vec::new(),
            answers: Vec::new(),
        })
    })?;
    let mut stages: Vec<StageRecord> = rows.collect::<Result<_, _>>()?;
    if stages.is_empty() {
        return Ok(stages);
    }
    let mut asked = connection.prepare_cached(
        "SELECT a.*, p.display_name, p.key FROM approver a JOIN principal p ON p.id = a.principal_id
         WHERE a.request_id = ?1 AND a.position = ?2 ORDER BY a.asked_at, a.kind DESC, p.display_name, a.principal_id",
    )?;
    let mut said = connection.prepare_cached(
        "SELECT e.*, p.display_name, p.key,
           coalesce(iif(t.id IN (SELECT taken_id FROM approval_dispute WHERE reason = 'revoked'),
             'revokedDevice', t.assurance), l.entry ->> '$.assurance') AS assurance,
           coalesce(t.device, l.entry ->> '$.device') AS device
         FROM approval_event e LEFT JOIN principal p ON p.id = e.actor_id LEFT JOIN audit l ON l.seq = e.audit_seq
         LEFT JOIN taken_approval t ON t.request_id = e.request_id AND t.stage = e.position AND t.approver_id = e.actor_id
           AND EXISTS (SELECT 1 FROM approval_dispute d WHERE d.taken_id = t.id AND d.settled_seq = e.audit_seq)
         WHERE e.request_id = ?1 AND e.position = ?2 ORDER BY e.id",
    )?;
    for stage in &mut stages {
        let rows = asked.query_map(params![request, stage.position], |row| {
            Ok(ApproverRecord {
                name: row.get("display_name")?,
                id: row.get("key")?,
                kind: row.get("kind")?,
                because: row.get("reason")?,
                asked_at: row.get("asked_at")?,
                ended_because: row.get("ended_because")?,
            })
        })?;
        stage.approvers = rows.collect::<Result<_, _>>()?;
        let rows = said.query_map(params![request, stage.position], answer)?;
        stage.answers = rows.collect::<Result<_, _>>()?;
    }
    Ok(stages)
}

fn answer(row: &Row<'_>) -> rusqlite::Result<AnswerRecord> {
    let name: Option<String> = row.get("display_name")?;
    let entry: i64 = row.get("audit_seq")?;
    Ok(AnswerRecord {
        at: row.get("at")?,
        by: Party {
            name: match name {
                Some(name) => name,
                None => row.get("actor")?,
            },
            id: row.get::<_, Option<String>>("key")?.unwrap_or_default(),
            role: String::new(),
        },
        assurance: said(row, "assurance")?,
        device: said(row, "device")?,
        decision: row.get("decision")?,
        justification: row.get("justification")?,
        entry: u64::try_from(entry).unwrap_or(0),
    })
}

/// A word of a log entry, where it says one.
fn said(row: &Row<'_>, name: &str) -> rusqlite::Result<Option<String>> {
    Ok(row.get::<_, Option<String>>(name)?.filter(|word| !word.is_empty()))
}

fn events(connection: &Connection, request: i64) -> rusqlite::Result<Vec<EventRecord>> {
    let mut statement = connection.prepare_cached(
        "SELECT at, actor, event, state, reason FROM request_event WHERE request_id = ?1 ORDER BY id",
    )?;
    let rows = statement.query_map([request], event)?;
    rows.collect()
}

/// An event of a request or of an assignment.
pub(super) fn event(row: &Row<'_>) -> rusqlite::Result<EventRecord> {
    let by: String = row.get("actor")?;
    let event: String = row.get("event")?;
    Ok(EventRecord {
        at: row.get("at")?,
        program: is_program(&by) || is_finding(&event),
        by: who(by),
        event,
        state: row.get("state")?,
        reason: row.get("reason")?,
    })
}

/// What receipts and reads came to, whoever started the job that found it.
fn is_finding(event: &str) -> bool {
    matches!(
        event,
        "deliveredAll" | "deliveredSome" | "deliveredNone" | "removedAll" | "removeFailed" | "driftFound" | "repaired"
    )
}
