//! Access reviews and catalogs that a tenant has itself: listed with what stands against taking them in, and taken in.

use std::collections::HashSet;

use countersign_directory::entra::{self, Governed};
use countersign_store::StoreError;
use countersign_store::catalog;
use countersign_store::rusqlite::params;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use super::{DirectoryInput, DirectoryView, one, sign_in};
use crate::Problem;
use crate::call::{Start, Stop, Write};
use crate::catalog::CatalogImportInput;
use crate::graph_file::Remark;
use crate::job::{Handle, JobStarted};
use crate::review::CreateInput;

/// What is not known of a tenant's definitions until it is tried.
const TRIED: &str = "directory.offered";

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "DirectoryImportInput")]
pub struct ImportInput {
    pub directory: i64,
    /// Reviews by their ids in the tenant.
    pub reviews: Vec<String>,
    /// Catalogs by their ids; each comes with its access packages.
    pub catalogs: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum OfferedKind {
    Review,
    Catalog,
}

/// What a tenant has, and what would come of taking it in.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Offered {
    pub rows: Vec<OfferedRow>,
    pub total: usize,
    /// What could not be read, a sentence each.
    pub missing: Vec<String>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OfferedRow {
    pub kind: OfferedKind,
    /// In the tenant.
    pub id: String,
    pub display_name: String,
    /// Of a catalog: its access packages, and their policies.
    pub packages: usize,
    pub policies: usize,
    /// Of a review: it comes round by itself, here as well once it is taken in.
    pub recurs: bool,
    /// It was taken in before.
    pub is_here: bool,
    /// What stands against it.
    pub problem: Option<Problem>,
    /// What is kept of it, and not acted on.
    pub remarks: Vec<Remark>,
}

/// What was taken in, and what was not.
#[derive(Debug, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TakenIn {
    pub made: Vec<TakenInRow>,
    pub refused: Vec<TakenInRow>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TakenInRow {
    pub kind: OfferedKind,
    pub id: String,
    pub display_name: String,
    /// The number of the review or the catalog here.
    pub number: Option<i64>,
    /// What is kept of it, and not acted on.
    pub remarks: Vec<Remark>,
    pub problem: Option<Problem>,
}

fn about(start: &Start, directory: i64) -> Result<DirectoryView, Problem> {
    let view = start
        .open
        .store
        .read(|connection| one(connection, directory).map_err(Stop))
        .map_err(|stop| stop.0)?;
    match view.kind.as_str() {
        "entra" => Ok(view),
        _ => Err(Problem::new(format!(
            "“{}” is no tenant of Entra ID, and has no reviews and catalogs of its own.",
            view.name
        ))
        .code("state")),
    }
}

fn read(start: &Start, view: &DirectoryView, handle: &Handle) -> Result<Governed, Problem> {
    let (desk, open) = (&start.desk, &start.open);
    let secret = desk.get_secret(open, &view.name)?;
    let keep = sign_in::keeper(desk, open, (view.directory, &view.name));
    let (folder, control) = (&open.home, handle.control());
    let reading = entra::governed(&view.settings, secret, folder, Some(keep), &control);
    Ok(desk.runtime.block_on(reading)?)
}

fn text<'a>(one: &'a Value, name: &str) -> &'a str {
    one[name].as_str().unwrap_or_default().trim()
}

fn list<'a>(one: &'a Value, name: &str) -> &'a [Value] {
    one[name].as_array().map_or(&[], Vec::as_slice)
}

/// Lists what the tenant has. Each is tried as if it were taken in, and nothing of that is kept.
pub(crate) fn offered(start: Start, input: DirectoryInput) -> Result<JobStarted, Problem> {
    let view = about(&start, input.directory)?;
    let begun = Start {
        desk: start.desk.clone(),
        open: start.open.clone(),
        actor: start.actor.clone(),
    };
    start.spawn_about(TRIED, view.name.clone(), Some(input.directory), &[], move |handle| {
        let found = read(&begun, &view, handle)?;
        handle.go_on()?;
        let mut rows = Vec::new();
        let tried = begun.desk.write::<()>(&begun.open, &begun.actor, TRIED, |write| {
            rows = try_all(write, &found, input.directory, handle)?;
            Err(Problem::new("Nothing of this is kept.").code(TRIED))
        });
        match tried {
            Err(problem) if problem.code.as_deref() != Some(TRIED) => return Err(problem),
            _ => {}
        }
        let total = rows.len();
        let missing = found.missing;
        Ok(serde_json::to_value(Offered { rows, total, missing })?)
    })
}

/// Reviews are tried before the catalogs and after them: a review of an access package needs it.
fn try_all(write: &Write<'_>, found: &Governed, directory: i64, handle: &Handle) -> Result<Vec<OfferedRow>, Problem> {
    let here = reviews_here(write)?;
    let total = (found.reviews.len() + found.catalogs.len()) as u64;
    let mut tried = 0;
    let mut next = || {
        handle.go_on()?;
        handle.report("try each", tried, Some(total));
        tried += 1;
        Ok::<_, Problem>(())
    };
    let mut reviews = Vec::new();
    for definition in &found.reviews {
        next()?;
        let tried = within(write, false, || review(write, definition));
        reviews.push((definition, tried.err()));
    }
    let mut rows = Vec::new();
    for definition in &found.catalogs {
        next()?;
        let is_here = catalog::of_key(write.transaction, text(definition, "id"))?.is_some();
        let mut row = row(OfferedKind::Catalog, definition, is_here);
        if !is_here {
            match within(write, true, || take_catalog(write, definition, directory)) {
                Ok((_, remarks)) => row.remarks = remarks,
                Err(problem) => row.problem = Some(problem),
            }
        }
        rows.push(row);
    }
    for (definition, problem) in reviews {
        handle.go_on()?;
        let is_here = here.contains(text(definition, "id"));
        let mut row = row(OfferedKind::Review, definition, is_here);
        if let Some(problem) = problem {
            match within(write, false, || review(write, definition)) {
                Ok(_) => row.remarks.push(Remark {
                    path: "scope".into(),
                    message: "It is about an access package: take its catalog in along with it.".into(),
                }),
                Err(_) => row.problem = Some(problem),
            }
        }
        rows.push(row);
    }
    Ok(rows)
}

fn row(kind: OfferedKind, definition: &Value, is_here: bool) -> OfferedRow {
    let packages = list(definition, "accessPackages");
    OfferedRow {
        kind,
        id: text(definition, "id").to_owned(),
        display_name: shown(text(definition, "displayName")),
        packages: packages.len(),
        policies: packages.iter().map(|one| list(one, "assignmentPolicies").len()).sum(),
        recurs: definition["settings"]["recurrence"].is_object(),
        is_here,
        problem: None,
        remarks: Vec::new(),
    }
}

/// A name of the tenant as it may stand on a screen.
fn shown(name: &str) -> String {
    let plain = |one: char| if one.is_control() { '\u{fffd}' } else { one };
    name.chars().take(256).map(plain).collect()
}

/// Does something that stands or falls by itself within the transaction.
fn within<T>(write: &Write<'_>, keep: bool, act: impl FnOnce() -> Result<T, Problem>) -> Result<T, Problem> {
    let run = |sql: &str| write.transaction.execute_batch(sql).map_err(StoreError::from);
    run("SAVEPOINT taken_in")?;
    let done = act();
    if !keep || done.is_err() {
        run("ROLLBACK TO taken_in")?;
    }
    run("RELEASE taken_in")?;
    done
}

fn is_review_here(write: &Write<'_>, id: &str) -> Result<bool, Problem> {
    let sql = "SELECT EXISTS (SELECT 1 FROM review WHERE deleted_at IS NULL AND definition ->> '$.id' = ?1)";
    let here = write.transaction.query_row(sql, params![id], |row| row.get(0));
    Ok(!id.is_empty() && here.map_err(StoreError::from)?)
}

/// The ids that the reviews of this store came with.
fn reviews_here(write: &Write<'_>) -> Result<HashSet<String>, Problem> {
    let sql = "SELECT definition ->> '$.id' FROM review WHERE deleted_at IS NULL AND definition ->> '$.id' <> ''";
    let mut statement = write.transaction.prepare(sql).map_err(StoreError::from)?;
    let found = statement.query_map([], |row| row.get(0));
    Ok(found.and_then(Iterator::collect).map_err(StoreError::from)?)
}

fn review(write: &Write<'_>, definition: &Value) -> Result<(i64, crate::call::Entry), Problem> {
    let definition = definition.clone();
    let (created, entry) = crate::review::create(write, CreateInput { definition })?;
    Ok((created.review, entry))
}

fn take_catalog(write: &Write<'_>, definition: &Value, directory: i64) -> Result<(i64, Vec<Remark>), Problem> {
    let (imported, _) = crate::catalog::import(write, catalog_input(definition, directory))?;
    Ok((imported.view.row.catalog, imported.remarks))
}

fn catalog_input(definition: &Value, directory: i64) -> CatalogImportInput {
    CatalogImportInput {
        definition: definition.clone(),
        directory: Some(directory),
        replace: None,
    }
}

/// Takes what was chosen in, as it is in the tenant now: catalogs first. Each stands for itself.
pub(crate) fn import(start: Start, input: ImportInput) -> Result<JobStarted, Problem> {
    let view = about(&start, input.directory)?;
    if input.reviews.is_empty() && input.catalogs.is_empty() {
        return Err(Problem::new("Say what is to be taken in.").field("reviews"));
    }
    let begun = Start {
        desk: start.desk.clone(),
        open: start.open.clone(),
        actor: start.actor.clone(),
    };
    let touches = &[
        "review",
        "instance",
        "catalog",
        "catalog_resource",
        "package",
        "package_role",
        "policy",
        "delegation",
        "assignment",
        "incompatible",
        "principal",
    ];
    start.spawn_about(
        "directory.import",
        view.name.clone(),
        Some(input.directory),
        touches,
        move |handle| {
            let found = read(&begun, &view, handle)?;
            let mut taken = TakenIn::default();
            let (desk, open, actor) = (&begun.desk, &begun.open, &begun.actor);
            let total = (input.catalogs.len() + input.reviews.len()) as u64;
            for (n, id) in input.catalogs.iter().enumerate() {
                handle.go_on()?;
                handle.report("take in", n as u64, Some(total));
                let definition = found.catalogs.iter().find(|one| text(one, "id") == id);
                let made = definition.map(|definition| {
                    desk.write(open, actor, "catalog.import", |write| {
                        let (imported, entry) =
                            crate::catalog::import(write, catalog_input(definition, input.directory))?;
                        Ok(((imported.view.row.catalog, imported.remarks), entry))
                    })
                });
                taken.add(OfferedKind::Catalog, id, definition, made);
            }
            // A package may name one of a catalog that came in after its own.
            for made in &mut taken.made {
                let Some(definition) = found.catalogs.iter().find(|one| shown(text(one, "id")) == made.id) else {
                    continue;
                };
                handle.go_on()?;
                made.remarks.retain(|one| !one.path.contains("incompatible"));
                let paired = desk.write::<()>(open, actor, "catalog.import", |write| {
                    match crate::catalog::pair(write, definition, &mut made.remarks)? {
                        Some(entry) => Ok(((), entry)),
                        None => Err(Problem::new("There is no further pair.").code(TRIED)),
                    }
                });
                match paired {
                    Ok(()) => {}
                    Err(problem) if problem.code.as_deref() == Some(TRIED) => {}
                    Err(problem) => return Err(problem),
                }
            }
            for (n, id) in input.reviews.iter().enumerate() {
                handle.go_on()?;
                handle.report("take in", (input.catalogs.len() + n) as u64, Some(total));
                let definition = found.reviews.iter().find(|one| text(one, "id") == id);
                let made = definition.map(|definition| {
                    desk.write(open, actor, "review.create", |write| match is_review_here(write, id)? {
                        true => Err(Problem::new("This review was taken in before.").code("exists")),
                        false => review(write, definition).map(|(number, entry)| ((number, Vec::new()), entry)),
                    })
                });
                taken.add(OfferedKind::Review, id, definition, made);
            }
            Ok(serde_json::to_value(taken)?)
        },
    )
}

impl TakenIn {
    fn add(
        &mut self,
        kind: OfferedKind,
        id: &str,
        definition: Option<&Value>,
        made: Option<Result<(i64, Vec<Remark>), Problem>>,
    ) {
        let gone = || Problem::new("The tenant does not have it any more, or does not show it.").code("missing");
        let (number, remarks, problem) = match made {
            Some(Ok((number, remarks))) => (Some(number), remarks, None),
            Some(Err(problem)) => (None, Vec::new(), Some(problem)),
            None => (None, Vec::new(), Some(gone())),
        };
        let name = definition.map(|one| text(one, "displayName")).unwrap_or_default();
        let row = TakenInRow {
            kind,
            id: shown(id),
            display_name: shown(name),
            number,
            remarks,
            problem,
        };
        match row.problem {
            None => self.made.push(row),
            Some(_) => self.refused.push(row),
        }
    }
}
