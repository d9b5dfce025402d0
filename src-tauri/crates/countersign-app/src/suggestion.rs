//! Access packages suggested from what people hold: looked for in a job, kept, looked at, and accepted.

mod accept;
mod alike;
mod describe;
mod gather;
mod look;
mod seek;

use countersign_domain::actor::Actor;
use countersign_domain::catalog::{CatalogRole, by_hand};
use countersign_domain::plan::Reason;
use countersign_store::rusqlite::Connection;
use countersign_store::suggestion;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Problem, authority};

pub(crate) use accept::accept;
pub use accept::{PackageAcceptInput, PackageAccepted};
pub use look::{SuggestionInput, SuggestionListInput, SuggestionPage, SuggestionView};
pub(crate) use look::{list, show};
pub use seek::PackageSuggestInput;
pub(crate) use seek::suggest;

/// Somebody named as an example.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SuggestedPerson {
    pub principal: i64,
    pub display_name: String,
}

/// An entitlement of a suggested package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SuggestedRole {
    pub resource: i64,
    pub resource_name: String,
    /// `group`, `servicePrincipal` (an application), `directoryRole` or `azureRole`.
    pub resource_kind: String,
    pub entitlement: String,
    /// Why a person must give it and take it away.
    pub sentence: Option<String>,
}

/// A membership rule that selects the people of a suggested package, or nearly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SuggestedRule {
    pub text: String,
    /// So many people of the directory meet it.
    pub matches: usize,
    /// So many of them are none of the people who would hold the package.
    pub adds: usize,
    /// So many who would hold the package do not meet it.
    pub misses: usize,
}

/// What was found. Every count is exact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SuggestionOutcome {
    pub people: usize,
    pub entitlements: usize,
    /// What these people hold, direct memberships and holdings, each counted once.
    pub total: usize,
    /// So much of it the suggested packages cover.
    pub covered: usize,
    /// So many packages were found.
    pub packages: usize,
    /// Fewer cannot cover everything and nothing else.
    pub at_least: usize,
    /// Left out, because a package gives it already.
    pub given: usize,
}

/// What is kept of a suggested package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SuggestedPackage {
    /// After what the people have in common.
    pub display_name: String,
    /// The department that nearly all of them have in common, and the title.
    pub department: Option<String>,
    pub title: Option<String>,
    pub entitlements: Vec<SuggestedRole>,
    /// So many would hold it.
    pub people: usize,
    /// So many of them hold all of it already.
    pub holders: usize,
    pub sample: Vec<SuggestedPerson>,
    /// What it covers that no package before it in the list does.
    pub gives: usize,
    /// What it covers in all.
    pub covers: usize,
    /// What its people would gain that they do not hold.
    pub adds: usize,
    pub rule: Option<SuggestedRule>,
}

/// A suggested package, and what became of it.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Suggestion {
    pub suggestion: i64,
    /// The access package that was made of it.
    pub package: Option<i64>,
    pub package_name: Option<String>,
    #[serde(flatten)]
    pub body: SuggestedPackage,
}

impl SuggestedRole {
    fn new(resource: &suggestion::Resource, entitlement: &str, reason: Option<Reason>) -> Self {
        Self {
            resource: resource.id,
            resource_name: resource.display_name.clone(),
            resource_kind: resource.kind.clone(),
            entitlement: entitlement.to_owned(),
            sentence: reason.map(|reason| by_hand(reason, &resource.display_name)),
        }
    }
}

/// Packages are suggested to an administrator, and over the resources of one catalog to its owners: what is shown
/// is who holds what.
fn require(connection: &Connection, actor: &Actor, catalog: Option<i64>) -> Result<(), Problem> {
    if may(connection, actor, catalog)? {
        return Ok(());
    }
    let hint = match catalog {
        Some(_) => "Ask an owner of the catalog, or an administrator of this store.",
        None => "Choose a catalog that you own, or ask an administrator of this store.",
    };
    Err(
        Problem::new(format!("{} may not have packages suggested.", actor.display_name))
            .code("permission")
            .hint(hint),
    )
}

fn may(connection: &Connection, actor: &Actor, catalog: Option<i64>) -> Result<bool, Problem> {
    if actor.reads_all() {
        return Ok(true);
    }
    match catalog {
        Some(_) => Ok(authority::roles(connection, actor, catalog)?.contains(&CatalogRole::Owner)),
        None => Ok(false),
    }
}
