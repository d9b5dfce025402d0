//! Directories as read: what is there, since when, what was there, and what a read certifies.
//!
//! A sync is: [`Staging::create`], [`Staging::put`] for each batch, for an incremental read
//! [`to_reread`] until it answers nothing, then [`merge`] inside one write transaction.

mod compare;
mod digest;
mod directory;
mod effective;
mod held;
mod holder;
mod holding;
mod matching;
mod member;
mod merge;
mod path;
mod principal;
mod relation;
mod reread;
mod staging;

pub use compare::{
    Changed, ComparedField, ComparedGrant, ComparedPrincipal, Difference, Span, compare, compared_grants,
    compared_principals, count_grants, count_principals,
};
pub use directory::{DirectoryRow, add_directory, directories, directory, last_certificate, orphans};
pub use effective::{EffectiveMember, Nesting, effective_member};
pub use held::{Held, Holdings, holdings, snapshot_at, was_there};
pub use holder::{Holder, holder};
pub(crate) use holding::entitlements;
pub use matching::{attribute_names, matching, matching_one};
pub use member::{direct_member, is_member, nested_path};
pub use merge::{MergeProblem, Merged, merge};
pub use path::{Paths, all_paths, paths_at};
pub use reread::to_reread;
pub use staging::Staging;

use chrono::{DateTime, SecondsFormat, Utc};

fn to_text(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}
