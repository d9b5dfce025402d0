//! Taking a workbook back in: every row is looked at, what is right is taken in as the reviewer's answer, and what is
//! not is named.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use countersign_domain::actor::{Actor, Permission};
use countersign_store::workbook::{self, WorkbookRow};
use serde::Deserialize;
use serde_json::{Value, json};
use ts_rs::TS;

use super::answered::{Answered, Sorted, sort_out};
use super::row::Namer;
use super::{RowProblem, person, sheet};
use crate::call::{Entry, Start};
use crate::desk::Open;
use crate::item::{Returned, Took, take_returned};
use crate::job::{Handle, JobStarted};
use crate::{Desk, Problem};

const KIND: &str = "packet.takeWorkbook";
/// Answers of one transaction.
const PART: usize = 500;
/// The most problems, and the most answers of a look, that are told one by one; they are counted all.
const TOLD: usize = 1_000;
/// Ends the transaction of a look: everything was tried, and nothing is kept.
const LOOKED: &str = "looked";

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct TakeWorkbookInput {
    pub path: PathBuf,
    /// Looks at every row and changes nothing.
    pub dry_run: Option<bool>,
}

pub(crate) fn take(start: Start, input: TakeWorkbookInput) -> Result<JobStarted, Problem> {
    let name = input
        .path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let (desk, open, actor) = (start.desk.clone(), start.open.clone(), start.actor.clone());
    let tables = &["item", "decision_event", "workbook"];
    start.spawn(KIND, name, tables, move |handle| {
        let take = Take {
            desk: &desk,
            open: &open,
            by: &actor,
            handle,
            look: input.dry_run == Some(true),
        };
        take.run(&input)
    })
}

struct Take<'a> {
    desk: &'a Arc<Desk>,
    open: &'a Arc<Open>,
    /// Who brings it in.
    by: &'a Actor,
    handle: &'a Handle,
    /// Whether everything is tried and nothing kept.
    look: bool,
}

#[derive(Default)]
struct Outcome {
    decided: u64,
    same: u64,
    problems: Vec<RowProblem>,
    /// Of a look: what would be decided, of which the first are told.
    would: BTreeMap<&'static str, u64>,
    preview: Vec<Value>,
}

impl Take<'_> {
    fn run(&self, input: &TakeWorkbookInput) -> Result<Value, Problem> {
        self.handle.report("reading", 0, None);
        let about = sheet::about(&input.path)?;
        let store = &self.open.store.header().id;
        let known = self
            .open
            .store
            .read(|connection| workbook::by_code(connection, &about.code))?;
        let Some(book) = known.filter(|_| about.store == *store) else {
            return Err(Problem::new("This workbook was not made by this store.")
                .code("otherStore")
                .field("path"));
        };
        let key = self.open.store.read(workbook::key)?;
        let namer =
            Namer::new(&key, store, &book.code).ok_or_else(|| Problem::new("The store has no key for workbooks."))?;
        let (filled, problems) = sheet::rows(&input.path, &namer)?;
        let versions: BTreeMap<i64, i64> = self
            .open
            .store
            .read(|connection| workbook::items(connection, book.id))?
            .into_iter()
            .collect();
        let Sorted {
            answers,
            open,
            problems,
        } = sort_out(filled, &versions, problems);
        let mut outcome = Outcome {
            problems,
            ..Outcome::default()
        };
        self.take_in(&book, &answers, &mut outcome)?;
        outcome
            .problems
            .sort_by_key(|one| (one.row.unwrap_or(u64::MAX), one.item));
        let total = outcome.problems.len();
        outcome.problems.truncate(TOLD);
        Ok(json!({
            "workbook": book.code, "instance": book.instance, "reviewer": book.reviewer, "name": book.name,
            "rows": book.items, "answered": answers.len(), "decided": outcome.decided, "same": outcome.same,
            "open": open, "problems": outcome.problems, "problemTotal": total,
            "would": outcome.would, "preview": outcome.preview, "stage": book.stage,
        }))
    }

    fn take_in(&self, book: &WorkbookRow, answers: &[Answered], outcome: &mut Outcome) -> Result<(), Problem> {
        let reviewer = self
            .open
            .store
            .read(|connection| person(connection, book.reviewer).map_err(crate::call::Stop))
            .map_err(|stop| stop.0)?;
        // Where the settings ask decisions to be proven, a sheet is not enough.
        crate::actor::demand(self.open, &reviewer, Permission::Decide)?;
        let total = u64::try_from(answers.len()).ok();
        for (number, part) in answers.chunks(PART).enumerate() {
            self.handle.go_on()?;
            self.handle.report("taking in", (number * PART) as u64, total);
            let took = self.take_part(book, &reviewer, part)?;
            if self.look {
                outcome.look(part, &took);
            } else {
                outcome.decided += took.taken.len() as u64;
            }
            outcome.same += took.same;
            let row_of: BTreeMap<i64, u64> = part.iter().map(|one| (one.returned.item, one.row)).collect();
            outcome
                .problems
                .extend(took.refused.into_iter().map(|(item, what)| RowProblem {
                    row: row_of.get(&item).copied(),
                    item: Some(item),
                    kind: "refused",
                    what,
                }));
        }
        Ok(())
    }

    /// One transaction; of a look it is taken back.
    fn take_part(&self, book: &WorkbookRow, reviewer: &Actor, part: &[Answered]) -> Result<Took, Problem> {
        let returned: Vec<Returned> = part.iter().map(|one| one.returned.clone()).collect();
        let mut looked = None;
        let written = self.desk.write(self.open, reviewer, KIND, |write| {
            let took = take_returned(write, book.instance, &returned)?;
            if self.look {
                looked = Some(took);
                return Err(Problem::new("This was a look.").code(LOOKED));
            }
            workbook::taken(write.transaction, book.id, &took.taken, write.now)?;
            let mut detail = took.detail.clone();
            detail["workbook"] = book.code.clone().into();
            detail["broughtInBy"] = self.by.label().into();
            let entry = Entry::new(format!("workbook:{}", book.id), detail).of(book.instance);
            Ok((took, entry))
        });
        match (written, looked) {
            (Err(problem), Some(took)) if problem.code.as_deref() == Some(LOOKED) => Ok(took),
            (written, _) => written,
        }
    }
}

impl Outcome {
    fn look(&mut self, part: &[Answered], took: &Took) {
        for one in part {
            if took.taken.binary_search(&one.returned.item).is_err() {
                continue;
            }
            *self.would.entry(one.returned.decision.word()).or_default() += 1;
            if self.preview.len() < TOLD {
                self.preview.push(one.to_preview());
            }
        }
    }
}
