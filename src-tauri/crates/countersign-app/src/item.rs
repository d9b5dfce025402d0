//! Items: the reviewer's list, and deciding.

mod cache;
mod decide;
mod many;
mod returned;
mod sight;

pub(crate) use cache::IndexCache;
pub use decide::{DecideInput, UndoInput};
pub(crate) use decide::{admit_as, decide, event_as, undo};
pub use many::{AcceptInput, DecideAllInput, DecideManyInput, DecidedMany};
pub(crate) use many::{Say, accept, decide_many, seal, to_list, wanted, weigh};
pub(crate) use returned::{Returned, Took, take_returned};
pub(crate) use sight::Sight;

use countersign_store::StoreError;
use countersign_store::exception::{self, ExceptionRow};
use countersign_store::item::{self, Count, Filter, Group, ItemDetail, ItemRow, Sort};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Problem;
use crate::call::Read;
use crate::plan::removal::{self, Access, RemovalView};
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
    crate::sight::require_instance(read.connection, &read.actor, input.instance)?;
    let sight = sight::Sight::of(read, &view)?;
    let limit = usize::try_from(input.limit.unwrap_or(100).clamp(0, MOST)).unwrap_or(100);
    let offset = input.offset.unwrap_or(0);
    let filter = sight.filter(input.filter);
    let list = read.open.indexes.select(read, input.instance, &filter, input.sort)?;
    let mut rows = item::rows(read.connection, &list.page(offset, limit))?;
    rows.iter_mut().for_each(|row| sight.row(row));
    if let Some(actor) = read.actor.principal {
        item::answered(read.connection, &mut rows, actor.0)?;
    }
    Ok(ItemPage {
        rows,
        offset,
        total: list.len(),
        count: list.count,
    })
}

pub(crate) fn groups(read: &Read<'_>, input: GroupInput) -> Result<Vec<Group>, Problem> {
    let view = crate::review::one(read.connection, input.instance)?;
    crate::sight::require_instance(read.connection, &read.actor, input.instance)?;
    let filter = sight::Sight::of(read, &view)?.filter(input.filter);
    let index = read.open.indexes.get(read, input.instance)?;
    let index = index.read().unwrap_or_else(std::sync::PoisonError::into_inner);
    Ok(index.groups(&filter, input.sort))
}

/// An item with what its denial would take, and with what allows it all the same.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ItemShown {
    #[serde(flatten)]
    pub detail: ItemDetail,
    /// Every way by which the access comes, by the last snapshot, and what a denial does about it.
    pub removal: Vec<RemovalView>,
    /// Policy exceptions in force that cover it.
    pub exceptions: Vec<ExceptionRow>,
}

pub(crate) fn show(read: &Read<'_>, input: ItemShowInput) -> Result<ItemShown, Problem> {
    crate::sight::require_item(read.connection, &read.actor, input.item)?;
    let mut detail = item::show(read.connection, input.item)?.ok_or_else(|| Problem::missing("item", input.item))?;
    let view = crate::review::one(read.connection, detail.instance)?;
    sight::Sight::of(read, &view)?.detail(&mut detail);
    if let Some(actor) = read.actor.principal {
        item::answered(read.connection, std::slice::from_mut(&mut detail.row), actor.0)?;
    }
    let row = &detail.row;
    let person_gone = read
        .connection
        .prepare_cached("SELECT removed_snapshot_id IS NOT NULL FROM principal WHERE id = ?1")
        .and_then(|mut statement| statement.query_row([row.principal], |row| row.get(0)))
        .map_err(StoreError::from)?;
    let access = Access {
        resource: row.resource,
        entitlement: &row.entitlement,
        principal: row.principal,
        direct: row.direct,
        person_gone,
    };
    // Of a review that came in a packet, only the organization knows what a denial would take.
    let removal = if countersign_store::answer::is_opened(read.connection, detail.instance)? {
        Vec::new()
    } else {
        let nested = crate::plan::foresee::nested_of(read.connection, detail.instance)?;
        removal::view(read.connection, access, nested)?
    };
    let today = crate::exception::today(read.connection, read.now)?;
    let exceptions = exception::covering(read.connection, row.principal, row.resource, &row.entitlement, today)?;
    Ok(ItemShown {
        removal,
        exceptions,
        detail,
    })
}
