//! Making workbooks: one for each reviewer who is asked in the stage that is going on.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use countersign_domain::actor::Actor;
use countersign_store::item::{self, Filter, Sort};
use countersign_store::packet::{Own, own};
use countersign_store::workbook::{self, NewWorkbook};
use serde::Deserialize;
use serde_json::{Value, json};
use ts_rs::TS;

use super::paper::{self, Head, Line};
use super::row::{Namer, context};
use super::{MOST_ROWS, person};
use crate::call::{Entry, Start};
use crate::desk::Open;
use crate::item::Sight;
use crate::job::{Handle, JobStarted};
use crate::sheet::{Target, unwritable};
use crate::{Desk, Problem};

const KIND: &str = "packet.workbook";
/// Items that are read at once.
const PART: usize = 500;

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct WorkbookInput {
    pub instance: i64,
    /// Where the files go.
    pub folder: PathBuf,
    /// For this reviewer alone; none: for everybody who is asked.
    pub reviewer: Option<i64>,
}

pub(crate) fn make(start: Start, input: WorkbookInput) -> Result<JobStarted, Problem> {
    let view = start.desk.read(&start.open, &start.actor, |read| {
        crate::review::one(read.connection, input.instance)
    })?;
    if view.status != "InProgress" {
        return Err(Problem::new("Only a review that is going on is handed out.").code("state"));
    }
    let (desk, open, actor) = (start.desk.clone(), start.open.clone(), start.actor.clone());
    start.spawn(KIND, view.display_name, &["workbook"], move |handle| {
        let make = Make {
            desk: &desk,
            open: &open,
            actor: &actor,
            input: &input,
            handle,
        };
        make.all()
    })
}

struct Make<'a> {
    desk: &'a Arc<Desk>,
    open: &'a Arc<Open>,
    actor: &'a Actor,
    input: &'a WorkbookInput,
    handle: &'a Handle,
}

impl Make<'_> {
    fn all(&self) -> Result<Value, Problem> {
        let folder = &self.input.folder;
        std::fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
        let reviewers = match self.input.reviewer {
            Some(reviewer) => vec![reviewer],
            None => self.desk.read(self.open, self.actor, |read| {
                let index = read.open.indexes.get(read, self.input.instance)?;
                let index = index.read().unwrap_or_else(std::sync::PoisonError::into_inner);
                Ok(index
                    .count_by_reviewer()
                    .into_iter()
                    .map(|(reviewer, _)| reviewer)
                    .collect())
            })?,
        };
        let total = u64::try_from(reviewers.len()).ok();
        let mut files = Vec::new();
        for (done, reviewer) in (0..).zip(reviewers) {
            self.handle.go_on()?;
            self.handle.report("writing", done, total);
            files.extend(self.one(reviewer)?);
        }
        Ok(json!({ "folder": folder, "files": files }))
    }

    /// One file; none for somebody who has nothing to decide.
    fn one(&self, reviewer: i64) -> Result<Option<Value>, Problem> {
        let (reviewing, zone) = self
            .open
            .store
            .read(|connection| {
                let found = person(connection, reviewer).and_then(|one| Ok((one, crate::review::zone(connection)?)));
                found.map_err(crate::call::Stop)
            })
            .map_err(|stop| stop.0)?;
        let (view, rows) = self.desk.read(self.open, &reviewing, |read| {
            let view = crate::review::one(read.connection, self.input.instance)?;
            let sight = Sight::of(read, &view)?;
            let filter = sight.filter(Filter {
                reviewer: Some(reviewer),
                ..Filter::default()
            });
            let list = read.open.indexes.select(read, view.instance, &filter, Sort::Resource)?;
            if list.len() > MOST_ROWS {
                let said = format!(
                    "{} has more than {MOST_ROWS} items; hand them over to several people.",
                    reviewing.display_name
                );
                return Err(Problem::new(said).code("large"));
            }
            let mut rows = Vec::with_capacity(list.len());
            for offset in (0..list.len()).step_by(PART) {
                self.handle.go_on()?;
                let mut part = item::rows(read.connection, &list.page(offset, PART))?;
                part.iter_mut().for_each(|row| sight.shown(row));
                for row in part {
                    let own = own(read.connection, row.item, view.stage, reviewer)?;
                    rows.push((row, own));
                }
            }
            Ok((view, rows))
        })?;
        if rows.is_empty() {
            return Ok(None);
        }
        let items: Vec<(i64, i64)> = rows.iter().map(|(row, _)| (row.item, row.version)).collect();
        let kept = self.desk.write(self.open, self.actor, KIND, |write| {
            let new = NewWorkbook {
                instance: view.instance,
                stage: view.stage,
                reviewer,
                name: &reviewing.display_name,
                made_by: &self.actor.label(),
            };
            let row = workbook::put(write.transaction, &new, &items, write.now)?;
            let detail = json!({ "workbook": row.code, "reviewer": reviewer, "name": row.name, "stage": row.stage,
                                 "items": row.items });
            let entry = Entry::new(format!("workbook:{}", row.id), detail).of(view.instance);
            Ok((row, entry))
        })?;
        let key = self.open.store.read(workbook::key)?;
        let store = self.open.store.header().id.clone();
        let namer =
            Namer::new(&key, &store, &kept.code).ok_or_else(|| Problem::new("The store has no key for workbooks."))?;
        let lines: Vec<Line> = rows.iter().map(|(row, own)| line(row, own.as_ref(), &namer)).collect();
        let zoned = |at: chrono::DateTime<chrono::Utc>| at.with_timezone(&zone).format("%Y-%m-%d %H:%M %Z").to_string();
        let head = Head {
            code: kept.code.clone(),
            store,
            organization: self.open.store.header().organization.clone(),
            description: view.description_for_reviewers.clone(),
            review: view.display_name.clone(),
            reviewer: reviewing.display_name.clone(),
            stage: view.stage,
            stages: i64::try_from(view.stages.len()).unwrap_or(1).max(1),
            due: due(&view).map(zoned),
            made_at: kept.made_at,
            rows: lines.len(),
            reason_rule: rule(&view.justification),
        };
        let path = self.input.folder.join(file_name(&head, reviewer));
        let target = Target::claim(&path, true)?;
        let made = zoned(head.made_at);
        paper::write(target.part(), &head, &lines, &made)?;
        let path = target.settle()?;
        Ok(Some(
            json!({ "path": path, "workbook": kept.code, "reviewer": reviewer, "name": kept.name, "rows": lines.len() }),
        ))
    }
}

/// A row as it is handed out: with what this person answered, never with what the item comes to.
fn line(row: &item::ItemRow, own: Option<&Own>, namer: &Namer) -> Line {
    let context = context(row);
    let decision = match own.map(|(decision, ..)| decision.as_str()) {
        Some("approve") => "Approve",
        Some("deny") => "Deny",
        Some("dontKnow") => "Don't know",
        _ => "",
    };
    Line {
        name: namer.name(row.item, &context),
        context,
        decision,
        reason: own.map(|(_, reason, ..)| reason.clone()).unwrap_or_default(),
    }
}

fn due(view: &countersign_store::review::InstanceView) -> Option<chrono::DateTime<chrono::Utc>> {
    let at = usize::try_from(view.stage - 1).unwrap_or(0);
    view.stages.get(at).and_then(|stage| stage.due_at).or(view.due_at)
}

fn rule(word: &str) -> &'static str {
    match word {
        "always" => "every answer needs a reason in the column “Reason”",
        "onApproval" => "an approval needs a reason in the column “Reason”",
        "onDenial" => "a denial needs a reason in the column “Reason”",
        _ => "a reason in the column “Reason” helps whoever reads it later",
    }
}

/// A name that every system takes, and that names who it is for.
fn file_name(head: &Head, reviewer: i64) -> PathBuf {
    let plain = |text: &str| -> String {
        let kept: String = text
            .chars()
            .map(|one| {
                if one.is_alphanumeric() || matches!(one, ' ' | '-' | '_') {
                    one
                } else {
                    ' '
                }
            })
            .collect();
        let words: Vec<&str> = kept.split_whitespace().collect();
        words.join(" ").chars().take(60).collect::<String>().trim().to_owned()
    };
    let name = format!("{} - {} ({reviewer}).xlsx", plain(&head.review), plain(&head.reviewer));
    Path::new(name.trim_start_matches([' ', '-', '.'])).to_owned()
}
