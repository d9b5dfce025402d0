//! Items: the reviewer's list, and deciding.

mod cache;
mod decide;

pub(crate) use cache::IndexCache;
pub use decide::{AcceptInput, DecideInput, DecideManyInput, DecidedMany, UndoInput};
pub(crate) use decide::{accept, decide, decide_many, undo};

use countersign_domain::item::Decision;
use countersign_store::item::{self, Count, Filter, Group, ItemDetail, ItemRow, Sort};
use countersign_store::review::InstanceView;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Problem;
use crate::call::Read;
use crate::principal::MOST;

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct ItemListInput {
    pub instance: i64,
    #[serde(default)]
    #[ts(optional = nullable, as = "Option<Filter>")]
    pub filter: Filter,
    #[serde(default)]
    #[ts(optional = nullable, as = "Option<Sort>")]
    pub sort: Sort,
    pub offset: Option<usize>,
    pub limit: Option<i64>,
}

/// A page of items; `count` is exact over the whole filtered list.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ItemPage {
    pub rows: Vec<ItemRow>,
    pub offset: usize,
    pub total: usize,
    pub count: Count,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct GroupInput {
    pub instance: i64,
    #[serde(default)]
    #[ts(optional = nullable, as = "Option<Filter>")]
    pub filter: Filter,
    /// `resource` or `principal`.
    #[serde(default)]
    #[ts(optional = nullable, as = "Option<Sort>")]
    pub sort: Sort,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ItemShowInput {
    pub item: i64,
}

pub(crate) fn list(read: &Read<'_>, input: ItemListInput) -> Result<ItemPage, Problem> {
    let view = crate::review::one(read.connection, input.instance)?;
    let limit = usize::try_from(input.limit.unwrap_or(100).clamp(0, MOST)).unwrap_or(100);
    let offset = input.offset.unwrap_or(0);
    let list = read
        .open
        .indexes
        .select(read, input.instance, &input.filter, input.sort)?;
    let mut rows = item::rows(read.connection, &list.page(offset, limit))?;
    if let Some(actor) = read.actor.principal {
        item::answered(read.connection, &mut rows, actor.0)?;
    }
    if hides_history(read, &view)? {
        for row in &mut rows {
            Decision::NotReviewed.word().clone_into(&mut row.standing);
        }
    }
    Ok(ItemPage {
        rows,
        offset,
        total: list.len(),
        count: list.count,
    })
}

pub(crate) fn groups(read: &Read<'_>, input: GroupInput) -> Result<Vec<Group>, Problem> {
    crate::review::one(read.connection, input.instance)?;
    let index = read.open.indexes.get(read, input.instance)?;
    let index = index.read().unwrap_or_else(std::sync::PoisonError::into_inner);
    Ok(index.groups(&input.filter, input.sort))
}

pub(crate) fn show(read: &Read<'_>, input: ItemShowInput) -> Result<ItemDetail, Problem> {
    let mut detail = item::show(read.connection, input.item)?.ok_or_else(|| Problem::missing("item", input.item))?;
    let actor = read.actor.principal.map(|id| id.0);
    if let Some(actor) = actor {
        item::answered(read.connection, std::slice::from_mut(&mut detail.row), actor)?;
    }
    let view = crate::review::one(read.connection, detail.instance)?;
    if hides_history(read, &view)? {
        Decision::NotReviewed.word().clone_into(&mut detail.row.standing);
        let stage = view.stage;
        detail
            .events
            .retain(|event| event.stage == stage || (actor.is_some() && event.actor_id == actor));
    }
    Ok(detail)
}

/// Whether what earlier stages decided is kept from this person: the settings say so while the review
/// runs, and only administrators look over it.
fn hides_history(read: &Read<'_>, view: &InstanceView) -> Result<bool, Problem> {
    if read.actor.administrator || view.stage < 2 || !crate::review::status(view)?.is_open() {
        return Ok(false);
    }
    let (definition, _) = crate::review::definition_of(read.connection, view)?;
    Ok(!definition.settings.show_history)
}
