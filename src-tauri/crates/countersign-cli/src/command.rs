//! From what was typed to operations of the desk.

mod acknowledgement;
mod actor;
mod answer;
mod assignment;
mod audit;
mod catalog;
mod conflict;
mod control;
mod device;
mod directory;
mod evidence;
mod exchange;
mod history;
mod notice;
mod organization;
mod package;
mod person;
mod request;
mod review;
mod signing;
mod workbook;
mod workstation;

use std::io::{BufRead, Read};
use std::path::Path;
use std::sync::Arc;

use countersign_app::{Desk, JobState, Problem};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::arguments::{Arguments, DirectoryVerb, GrantVerb, ItemVerb, Noun, PlanVerb, PrincipalVerb, StoreVerb};
use crate::desk::{bare, call, opened, passphrase, principal, sit, store_folder, wait};
use crate::remediation;

/// The answer, and whether it reports findings (exit code 3).
pub struct Outcome {
    pub value: Value,
    pub findings: bool,
}

impl From<Value> for Outcome {
    fn from(value: Value) -> Self {
        Self { value, findings: false }
    }
}

impl Outcome {
    /// What a job came to that goes on over what it could not take: a file, a person, a place that told of a problem.
    fn with_left_out(value: Value) -> Self {
        let is_told = |told: &Value| match told {
            Value::Array(all) => !all.is_empty(),
            Value::Object(all) => !all.is_empty(),
            other => other.as_u64().is_some_and(|many| many > 0),
        };
        let findings = ["refused", "disputes", "problems"]
            .iter()
            .any(|name| is_told(&value[*name]));
        Self { value, findings }
    }
}

pub(crate) use directory::directory_of;

pub(crate) type Result<T> = std::result::Result<T, Problem>;

pub fn run(arguments: Arguments) -> Result<Outcome> {
    match &arguments.noun {
        Noun::Demo { out } => crate::demo::run(out).map(Outcome::from),
        Noun::Store(verb) => store(&arguments, verb),
        Noun::Evidence(verb) if evidence::is_alone(verb) => {
            // Needs no store; with one given, the document is also looked up in it.
            let desk = if arguments.store.is_some() {
                opened(&arguments)?
            } else {
                bare(&arguments)?
            };
            evidence::alone(&desk, verb, arguments.json)
        }
        Noun::Workstation(verb) => workstation::workstation(&arguments, verb).map(Outcome::with_left_out),
        noun => with_store(&opened(&arguments)?, noun),
    }
}

pub(crate) fn absolute(path: &Path) -> std::path::PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

fn store(arguments: &Arguments, verb: &StoreVerb) -> Result<Outcome> {
    let desk = bare(arguments)?;
    let path = absolute(&store_folder(arguments)?);
    let open = |desk: &Arc<Desk>| {
        let view = call(desk, "store.open", json!({ "path": path, "passphrase": passphrase() }))?;
        sit(desk, arguments)?;
        Ok(view)
    };
    match verb {
        StoreVerb::Init { organization, practice, sample } => call(
            &desk,
            "store.init",
            json!({ "path": path, "organization": organization, "practice": practice, "sample": sample, "passphrase": passphrase() }),
        )
        .map(Outcome::from),
        StoreVerb::Show => open(&desk).map(Outcome::from),
        StoreVerb::Check => {
            open(&desk)?;
            let value = call(&desk, "store.check", json!({}))?;
            let findings = value["sound"] != true;
            Ok(Outcome { value, findings })
        }
        StoreVerb::Backup { folder } => {
            open(&desk)?;
            call(&desk, "store.backup", json!({ "path": absolute(folder) })).map(Outcome::from)
        }
        StoreVerb::Restore { from } => call(
            &desk,
            "store.restore",
            json!({ "from": absolute(from), "path": path, "passphrase": passphrase() }),
        )
        .map(Outcome::from),
    }
}

fn with_store(desk: &Arc<Desk>, noun: &Noun) -> Result<Outcome> {
    let value = match noun {
        Noun::Directory(verb @ DirectoryVerb::Import { .. }) => {
            return directory::directory(desk, verb).map(Outcome::with_left_out);
        }
        Noun::Directory(verb) => directory::directory(desk, verb)?,
        Noun::Principal(PrincipalVerb::List { search, kind, page }) => call(
            desk,
            "principal.list",
            json!({ "search": search, "kind": kind, "offset": page.offset, "limit": page.limit }),
        )?,
        Noun::Principal(PrincipalVerb::Show { principal: reference }) => call(
            desk,
            "principal.show",
            json!({ "principal": anything(desk, reference)? }),
        )?,
        Noun::Grant(GrantVerb::List {
            resource,
            principal,
            as_of,
            page,
        }) => {
            let resource = resource
                .as_ref()
                .map(|reference| anything(desk, reference))
                .transpose()?;
            let principal = principal
                .as_ref()
                .map(|reference| anything(desk, reference))
                .transpose()?;
            call(
                desk,
                "grant.list",
                json!({ "resource": resource, "principal": principal, "asOf": as_of, "offset": page.offset, "limit": page.limit }),
            )?
        }
        Noun::Person(verb) => person::person(desk, verb)?,
        Noun::Correlation(verb) => person::correlation(desk, verb)?,
        Noun::Ruling(verb) => person::ruling(desk, verb)?,
        Noun::Snapshot(verb) => person::snapshot(desk, verb)?,
        Noun::Review(verb) => review::review(desk, verb)?,
        Noun::Catalog(verb) => catalog::catalog(desk, verb)?,
        Noun::Package(verb) => package::package(desk, verb)?,
        Noun::Assignment(verb) => assignment::assignment(desk, verb)?,
        Noun::Item(verb) => item(desk, verb)?,
        Noun::Notice(verb) => notice::notice(desk, verb)?,
        Noun::Mail(verb) => notice::mail(desk, verb)?,
        Noun::Plan(verb) => plan(desk, verb)?,
        Noun::Task(verb) => remediation::task(desk, verb)?,
        Noun::Guest(verb) => remediation::guest(desk, verb)?,
        Noun::Dispute(verb) => answer::dispute(desk, verb)?,
        Noun::Exception(verb) => remediation::exception(desk, verb)?,
        Noun::Workbook(verb) => return workbook::workbook(desk, verb),
        Noun::Exchange(verb) => return exchange::exchange(desk, verb).map(Outcome::with_left_out),
        Noun::Conflict(verb) => return conflict::conflict(desk, verb),
        Noun::Control(verb) => return control::control(desk, verb),
        Noun::Framework(verb) => control::framework(desk, verb)?,
        Noun::Finding(verb) => return control::finding(desk, verb),
        Noun::Organization(verb) => organization::organization(desk, verb)?,
        Noun::Policy(verb) => request::policy(desk, verb)?,
        Noun::Request(verb) => request::request(desk, verb)?,
        Noun::Approval(verb) => request::approval(desk, verb)?,
        Noun::Access(verb) => request::access(desk, verb)?,
        Noun::Evidence(verb) => evidence::evidence(desk, verb)?,
        Noun::Device(verb) => device::device(desk, verb)?,
        Noun::Packet(verb) => return device::packet(desk, verb).map(Outcome::with_left_out),
        Noun::Signing(verb) => signing::signing(desk, verb)?,
        Noun::Acknowledgement(verb) => acknowledgement::acknowledgement(desk, verb)?,
        Noun::Retention(verb) => acknowledgement::retention(desk, verb)?,
        Noun::Hold(verb) => acknowledgement::hold(desk, verb)?,
        Noun::Audit(verb) => return audit::audit(desk, verb),
        Noun::Actor(verb) => actor::actor(desk, verb)?,
        Noun::Role(verb) => actor::role(desk, verb)?,
        Noun::Identity(verb) => actor::identity(desk, verb)?,
        Noun::History(verb) => history::history(desk, verb)?,
        Noun::Sample(verb) => history::sample(desk, verb)?,
        Noun::Tick => {
            let mut ticked = call(desk, "tick", json!({}))?;
            let jobs: Vec<i64> = ticked["jobs"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_i64)
                .collect();
            for job in jobs {
                // What runs by itself ends before this program does, whoever calls it.
                let ended = desk.await_job(job).filter(|view| view.state != JobState::Done);
                if let (Some(ended), Some(problems)) = (ended, ticked["problems"].as_array_mut()) {
                    let said = ended
                        .problem
                        .map_or_else(|| "It was cancelled.".to_owned(), |one| one.message);
                    problems.push(json!(format!("{}: {said}", ended.subject)));
                }
            }
            return Ok(Outcome::with_left_out(ticked));
        }
        Noun::Call { operation, input } => {
            let input: Value = serde_json::from_str(input)
                .map_err(|error| Problem::new(format!("The input is not JSON: {error}.")).code("usage"))?;
            let value = call(desk, operation, input)?;
            if value.get("job").is_some() {
                ended(desk, &value)?
            } else {
                value
            }
        }
        Noun::Demo { .. } | Noun::Store(_) | Noun::Workstation(_) => Value::Null,
    };
    Ok(value.into())
}

/// A job once it has ended well; the problem of one that has not.
fn ended(desk: &Arc<Desk>, started: &Value) -> Result<Value> {
    let view = started["job"].as_i64().and_then(|job| desk.await_job(job));
    let view = view.ok_or_else(|| Problem::new("The job that was started is not there.").code("missing"))?;
    match (view.state, view.problem) {
        (JobState::Done, _) => Ok(call(desk, "job.show", json!({ "job": started["job"] }))?),
        (_, Some(problem)) => Err(problem),
        (_, None) => Err(Problem::new("This was cancelled.").code("cancelled")),
    }
}

/// A group, a person, an application or a role, in this order.
pub(crate) fn anything(desk: &Arc<Desk>, reference: &str) -> Result<i64> {
    for kind in ["group", "user", "servicePrincipal", "directoryRole", "azureRole"] {
        match principal(desk, reference, kind) {
            Err(problem) if problem.code.as_deref() == Some("unknownPrincipal") => {}
            found => return found,
        }
    }
    Err(Problem::new(format!(
        "No group, person, application or role is called “{reference}”."
    ))
    .code("unknownPrincipal")
    .hint("Sync the directory, or check the id."))
}

/// The next line of standard input: with --prove, the first is the person's password.
pub(crate) fn read_secret() -> Result<Zeroizing<String>> {
    let mut text = Zeroizing::new(String::with_capacity(4_096));
    std::io::stdin()
        .lock()
        .take(65_536)
        .read_line(&mut text)
        .map_err(|error| Problem::new(format!("Standard input is not readable: {error}.")))?;
    while text.ends_with(['\n', '\r']) {
        text.pop();
    }
    Ok(text)
}

fn item(desk: &Arc<Desk>, verb: &ItemVerb) -> Result<Value> {
    match verb {
        ItemVerb::List {
            instance,
            reviewer,
            undecided,
            search,
            page,
        } => {
            let reviewer = reviewer
                .as_ref()
                .map(|reference| principal(desk, reference, "user"))
                .transpose()?;
            let decision: &[&str] = if *undecided { &["notReviewed"] } else { &[] };
            call(
                desk,
                "item.list",
                json!({ "instance": instance, "filter": { "reviewer": reviewer, "decision": decision, "search": search },
                        "offset": page.offset, "limit": page.limit }),
            )
        }
        ItemVerb::Show { item } => call(desk, "item.show", json!({ "item": item })),
        ItemVerb::Decide {
            item,
            decision,
            justification,
            version,
        } => call(
            desk,
            "item.decide",
            json!({ "item": item, "decision": decision.word(), "justification": justification, "version": version }),
        ),
        ItemVerb::DecideMany {
            instance,
            decision,
            justification,
            search,
        } => many(
            desk,
            "item.decideMany",
            json!({ "instance": instance, "filter": { "decision": ["notReviewed"], "search": search },
                    "decision": decision.word(), "justification": justification }),
        ),
        ItemVerb::Undo { item, version } => call(desk, "item.undo", json!({ "item": item, "version": version })),
        ItemVerb::AcceptRecommendations { instance } => {
            many(desk, "item.acceptRecommendations", json!({ "instance": instance }))
        }
        ItemVerb::Delegate { instance, to, reason } => call(
            desk,
            "item.delegate",
            json!({ "instance": instance, "to": principal(desk, to, "user")?, "reason": reason }),
        ),
    }
}

/// Decides at once, or as a job where that would take long.
fn many(desk: &Arc<Desk>, operation: &str, input: Value) -> Result<Value> {
    match call(desk, operation, input.clone()) {
        Err(problem) if problem.code.as_deref() == Some("large") => wait(desk, "item.decideAll", input),
        answered => answered,
    }
}

fn plan(desk: &Arc<Desk>, verb: &PlanVerb) -> Result<Value> {
    let newest = |instance: &i64| -> Result<Value> {
        let shown = call(desk, "plan.show", json!({ "instance": instance }))?;
        if shown.is_null() {
            return Err(Problem::new("No plan is drawn yet.")
                .code("missing")
                .hint("Draw one with “plan draw”."));
        }
        Ok(shown["plan"].clone())
    };
    match verb {
        PlanVerb::Draw { instance } => call(desk, "plan.draw", json!({ "instance": instance })),
        PlanVerb::Show { instance } => call(desk, "plan.show", json!({ "plan": newest(instance)? })),
        PlanVerb::Countersign { instance } => call(desk, "plan.countersign", json!({ "plan": newest(instance)? })),
        PlanVerb::CarryOut { instance, dry_run } => wait(
            desk,
            "plan.carryOut",
            json!({ "plan": newest(instance)?, "dryRun": dry_run }),
        ),
        PlanVerb::Verify { instance } => wait(desk, "plan.verify", json!({ "plan": newest(instance)? })),
    }
}
