//! Reading a workbook that came back: which one it is, and its rows as they stand there.

use std::collections::BTreeMap;
use std::path::Path;

use countersign_directory::DirectoryProblem;
use countersign_directory::file::each_row;
use countersign_domain::item::Decision;

use super::row::{CONTEXT, DECISION, Namer, REASON, ROW, item_of, plain};
use super::{ABOUT, FORM, MOST_ROWS, RowProblem, SHEET};
use crate::Problem;

/// What the second sheet says.
pub(super) struct About {
    pub code: String,
    pub store: String,
}

/// A row whose locked cells are as they were handed out.
pub(super) struct Filled {
    pub row: u64,
    pub item: i64,
    /// Whose access, and to what: as the row shows it.
    pub person: String,
    pub access: String,
    /// None: left for later.
    pub decision: Option<Decision>,
    pub reason: String,
}

fn no_workbook(path: &Path) -> Problem {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Problem::new(format!(
        "{name} is no workbook of a review, or its second sheet was changed."
    ))
    .code("noWorkbook")
    .field("path")
}

/// Which workbook a file says it is.
pub(super) fn about(path: &Path) -> Result<About, Problem> {
    let mut said: BTreeMap<String, String> = BTreeMap::new();
    each_row(path, ABOUT, 1_000, &mut |_, cells| {
        if let [name, value, ..] = cells.as_slice() {
            said.entry(name.clone()).or_insert_with(|| value.trim().to_owned());
        }
        Ok(())
    })?;
    if said.get("Form").map(String::as_str) != Some(FORM) {
        return Err(no_workbook(path));
    }
    match (said.remove("Workbook"), said.remove("Store")) {
        (Some(code), Some(store)) => Ok(About { code, store }),
        _ => Err(no_workbook(path)),
    }
}

/// Where each column stands, by its title.
struct Columns {
    row: usize,
    context: [usize; 9],
    decision: usize,
    reason: usize,
}

fn columns(cells: &[String]) -> Option<Columns> {
    let at = |title: &str| cells.iter().position(|cell| cell.trim() == title);
    let mut context = [0; 9];
    for (place, title) in context.iter_mut().zip(CONTEXT) {
        *place = at(title)?;
    }
    Some(Columns {
        row: at(ROW)?,
        context,
        decision: at(DECISION)?,
        reason: at(REASON)?,
    })
}

/// Reads every row below the titles; what is not as it was handed out is told.
pub(super) fn rows(path: &Path, namer: &Namer) -> Result<(Vec<Filled>, Vec<RowProblem>), Problem> {
    let mut found: Option<Columns> = None;
    let (mut filled, mut problems) = (Vec::new(), Vec::new());
    let most = u64::try_from(MOST_ROWS).unwrap_or(u64::MAX) + 1_000;
    each_row(path, SHEET, most, &mut |row, cells| {
        match &found {
            None => found = columns(&cells),
            Some(columns) => match read(columns, row, &cells, namer) {
                Ok(Some(one)) => filled.push(one),
                Ok(None) => {}
                Err(problem) => problems.push(problem),
            },
        }
        Ok::<(), DirectoryProblem>(())
    })?;
    if found.is_none() {
        let said = format!("The sheet “{SHEET}” has lost its titles.");
        return Err(Problem::new(said).code("noWorkbook").field("path"));
    }
    Ok((filled, problems))
}

fn read(columns: &Columns, row: u64, cells: &[String], namer: &Namer) -> Result<Option<Filled>, RowProblem> {
    let cell = |at: usize| cells.get(at).map(String::as_str).unwrap_or_default();
    let name = cell(columns.row).trim();
    let context = columns.context.map(|at| plain(cell(at)));
    let problem = |item, kind, what: String| RowProblem {
        row: Some(row),
        item,
        kind,
        what,
    };
    let Some(item) = item_of(name) else {
        let what = "This row was not handed out, or its name was changed.".to_owned();
        return Err(problem(None, "added", what));
    };
    if !namer.is_whole(item, name, &context) {
        let what = format!(
            "The row about {} was changed, or is from another workbook.",
            quoted(&context[0])
        );
        return Err(problem(Some(item), "edited", what));
    }
    let (said, reason) = (cell(columns.decision).trim(), cell(columns.reason).trim());
    let decision = match said.replace('’', "'").to_lowercase().as_str() {
        "" => None,
        "approve" => Some(Decision::Approve),
        "deny" => Some(Decision::Deny),
        "don't know" | "dont know" => Some(Decision::DontKnow),
        _ => {
            let what = format!("{} is none of the answers.", quoted(said));
            return Err(problem(Some(item), "unclear", what));
        }
    };
    if decision.is_none() && !reason.is_empty() {
        let what = format!("The row about {} has a reason and no decision.", quoted(&context[0]));
        return Err(problem(Some(item), "unclear", what));
    }
    let [person, _, _, _, access, ..] = context;
    Ok(Some(Filled {
        row,
        item,
        person,
        access,
        decision,
        reason: reason.replace("\r\n", "\n"),
    }))
}

fn quoted(text: &str) -> String {
    let short: String = plain(text).chars().take(80).collect();
    format!("“{short}”")
}
