//! Looking for packages: a job that reads who holds what, finds what is held together, and keeps the answer.

use countersign_domain::mining::{self, Options, Progress, Step, Stopped};
use countersign_store::StoreError;
use countersign_store::suggestion::{self as kept, NewRun};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;

use super::describe::Describe;
use super::gather::{self, Access};
use super::{SuggestedPackage, SuggestionOutcome, require};
use crate::Problem;
use crate::call::{Entry, Start, Stop};
use crate::job::{Handle, JobStarted};

const KIND: &str = "package.suggest";
/// Suggested packages that the job's own answer holds; all of them are in the list.
const ANSWERED: usize = 200;
const MOST: usize = 1_000;
const KINDS: [&str; 4] = ["group", "servicePrincipal", "directoryRole", "azureRole"];

/// In what packages are looked for, and which.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct PackageSuggestInput {
    /// Not needed where a catalog is named.
    pub directory: Option<i64>,
    /// Of the people who meet this membership rule alone …
    pub rule: Option<String>,
    /// … or of the members of this group, nested ones too.
    pub group: Option<i64>,
    /// On the resources of this catalog alone.
    pub catalog: Option<i64>,
    /// On resources of these kinds alone; groups and applications where nothing is said.
    pub kinds: Option<Vec<String>>,
    /// Also what packages give already.
    pub with_given: Option<bool>,
    /// Fewer people make no package; 3 where nothing is said.
    pub minimum_people: Option<usize>,
    /// Fewer entitlements make no package; 2 where nothing is said.
    pub minimum_entitlements: Option<usize>,
    /// A package is also suggested for people who lack at most so many of its entitlements; 0 where nothing is said.
    pub tolerance: Option<usize>,
    /// At most so many packages; 50 where nothing is said.
    pub limit: Option<usize>,
}

impl PackageSuggestInput {
    fn options(&self) -> Result<Options, Problem> {
        let limit = self.limit.unwrap_or(50);
        if !(1..=MOST).contains(&limit) {
            return Err(Problem::new(format!("Between 1 and {MOST} packages are suggested at once.")).field("limit"));
        }
        let least = |number: Option<usize>, usual: usize, field: &str| match number.unwrap_or(usual) {
            0 => Err(Problem::new("A package holds something, for somebody: at least 1.").field(field)),
            number => Ok(number),
        };
        Ok(Options {
            minimum_people: least(self.minimum_people, 3, "minimumPeople")?,
            minimum_entitlements: least(self.minimum_entitlements, 2, "minimumEntitlements")?,
            tolerance: self.tolerance.unwrap_or(0),
            limit: Some(limit),
        })
    }

    fn check(&self) -> Result<(), Problem> {
        if self.rule.is_some() && self.group.is_some() {
            return Err(Problem::new("People are chosen by a rule or by a group, not by both.").field("group"));
        }
        for kind in self.kinds.iter().flatten() {
            if !KINDS.contains(&kind.as_str()) {
                return Err(
                    Problem::new(format!("No package gives anything on a resource of the kind “{kind}”."))
                        .hint(format!("The kinds are: {}.", KINDS.join(", ")))
                        .field("kinds"),
                );
            }
        }
        Ok(())
    }
}

/// Looks for packages in what people hold.
pub(crate) fn suggest(start: Start, input: PackageSuggestInput) -> Result<JobStarted, Problem> {
    input.check()?;
    let options = input.options()?;
    let (directory, name) = start.desk.read(&start.open, &start.actor, |read| {
        require(read.connection, &read.actor, input.catalog)?;
        let directory = match (input.directory, input.catalog) {
            (directory, Some(id)) => {
                let catalog = crate::catalog::one(read.connection, id)?;
                if directory.is_some_and(|directory| directory != catalog.directory) {
                    return Err(Problem::new("The catalog is of another directory.").field("catalog"));
                }
                catalog.directory
            }
            (Some(directory), None) => directory,
            (None, None) => return Err(Problem::new("Say of which directory.").field("directory")),
        };
        Ok((directory, gather::name_of(read.connection, directory)?))
    })?;
    let (desk, open, actor) = (start.desk.clone(), start.open.clone(), start.actor.clone());
    start.spawn_about(KIND, name, Some(directory), &["suggestion"], move |handle| {
        let access = open
            .store
            .read(|connection| gather::gather(connection, directory, &input, handle).map_err(Stop))
            .map_err(|stop: Stop| stop.0)?;
        let (outcome, found) = find(&access, options, handle)?;
        handle.report("keeping what was found", 0, None);
        handle.go_on()?;
        let packages = found.len();
        let run = desk.write(&open, &actor, KIND, |write| {
            let (asked, came) = (serde_json::to_value(&input)?, serde_json::to_value(&outcome)?);
            let new = NewRun {
                directory,
                catalog: input.catalog,
                snapshot: access.snapshot,
                made_by: &write.actor.label(),
                options: &asked,
                outcome: &came,
            };
            let run = kept::keep_run(write.transaction, &new, write.now)?;
            for (place, (body, people)) in found.iter().enumerate() {
                kept::keep(write.transaction, run, place, &serde_json::to_value(body)?, people)?;
            }
            let detail = json!({ "run": run, "snapshot": access.snapshot, "asked": asked, "found": came });
            Ok((run, Entry::new(format!("directory:{directory}"), detail)))
        })?;
        answer(&open.store, run, &outcome, packages)
    })
}

fn answer(
    store: &countersign_store::Store,
    run: i64,
    outcome: &SuggestionOutcome,
    packages: usize,
) -> Result<Value, Problem> {
    let first = i64::try_from(ANSWERED).unwrap_or(i64::MAX);
    let (rows, total) = store.read(|connection| -> Result<_, StoreError> { kept::list(connection, run, 0, first) })?;
    let rows: Vec<_> = rows.into_iter().map(super::look::read).collect::<Result<_, _>>()?;
    Ok(json!({ "run": run, "outcome": outcome, "rows": rows, "total": total,
               "whole": packages <= ANSWERED }))
}

type Found = Vec<(SuggestedPackage, Vec<i64>)>;

/// Finds packages and says what is to be said of them.
fn find(access: &Access, options: Options, handle: &Handle) -> Result<(SuggestionOutcome, Found), Problem> {
    let go_on = |progress: Progress| {
        let phase = match progress.step {
            Step::Reducing => "putting aside what needs no package of its own",
            Step::Covering => "sharing out what is held",
            Step::Gathering => "gathering possible packages",
            Step::Choosing => "choosing the best packages",
        };
        handle.report(phase, progress.done, Some(progress.of));
        !handle.is_cancelled()
    };
    let mined = mining::mine(&access.pairs, options, &go_on).map_err(|stopped| match stopped {
        Stopped::Cancelled => Problem::new(stopped.to_string()).code("cancelled"),
        Stopped::TooLarge { .. } => Problem::new(stopped.to_string()).code("tooLarge"),
    })?;
    let outcome = SuggestionOutcome {
        people: access.holder_count(),
        entitlements: access.roles.len(),
        total: mined.total,
        covered: mined.covered,
        packages: mined.packages.len(),
        at_least: mined.at_least,
        given: access.given,
    };
    let mut describe = Describe::new(access);
    let all = mined.packages.len() as u64;
    let mut found = Vec::with_capacity(mined.packages.len());
    for (n, proposal) in mined.packages.into_iter().enumerate() {
        handle.report("describing the packages", n as u64, Some(all));
        handle.go_on()?;
        found.push((describe.describe(&proposal), proposal.people));
    }
    Ok((outcome, found))
}
