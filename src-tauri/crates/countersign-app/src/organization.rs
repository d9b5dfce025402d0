//! Connected organizations with their sponsors, people from outside who ask, and the guests they become.

mod guest;
mod invite;
mod outsider;
mod setting;

use countersign_domain::catalog::Task;
use countersign_domain::organization::{self as rule, ConnectedOrganization};
use countersign_store::organization::{self, NewOrganization, OrganizationRow, SponsorRow};
use countersign_store::rusqlite::{Connection, OptionalExtension};
use countersign_store::{StoreError, new_identifier};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;

use crate::call::{Entry, Read, Write};
use crate::principal::page;
use crate::store::Nothing;
use crate::{Problem, authority};

pub use guest::{GovernInput, GovernedInput, GovernedPage};
pub(crate) use guest::{govern, governed, leave, look_again};
pub(crate) use invite::{bind, start as invite_now, when_planned};
pub use outsider::{InvitationListInput, InvitationPage, OutsiderInput};
pub(crate) use outsider::{as_target, invitations, invite, may_ask_for};
pub use setting::GuestSetting;
pub(crate) use setting::{change as change_setting, guest_setting, show as show_setting};

const LONGEST_NAME: usize = 256;

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct OrganizationListInput {
    /// `configured` or `proposed`.
    pub state: Option<String>,
    /// Part of a name or of a domain.
    pub search: Option<String>,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationPage {
    pub rows: Vec<OrganizationRow>,
    pub total: i64,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationInput {
    pub organization: i64,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationCreateInput {
    /// Microsoft Graph's `connectedOrganization`; its id is kept.
    #[ts(type = "unknown")]
    pub definition: Value,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationEditInput {
    pub organization: i64,
    /// The whole organization, in Graph's JSON.
    #[ts(type = "unknown")]
    pub definition: Value,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SponsorInput {
    pub organization: i64,
    pub principal: i64,
    /// `internal` for a member, `external` for a guest.
    pub kind: String,
}

/// An organization with its sponsors.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationView {
    #[serde(flatten)]
    pub row: OrganizationRow,
    pub sponsors: Vec<SponsorRow>,
    /// The organization in Graph's JSON.
    #[ts(type = "unknown")]
    pub definition: Value,
}

pub(crate) fn list(read: &Read<'_>, input: OrganizationListInput) -> Result<OrganizationPage, Problem> {
    let (offset, limit) = page(input.offset, input.limit);
    let search = input.search.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let (rows, total) = organization::list(read.connection, input.state.as_deref(), search, offset, limit)?;
    Ok(OrganizationPage { rows, total })
}

pub(crate) fn show(read: &Read<'_>, input: OrganizationInput) -> Result<OrganizationView, Problem> {
    let view = view(read.connection, input.organization)?;
    let own = read.actor.principal.map(|one| one.0);
    if !view.sponsors.iter().any(|one| Some(one.principal) == own) {
        crate::sight::require_directory(read.connection, &read.actor, "this organization")?;
    }
    Ok(view)
}

pub(crate) fn one(connection: &Connection, organization: i64) -> Result<OrganizationRow, Problem> {
    organization::show(connection, organization)?
        .ok_or_else(|| Problem::missing("connected organization", organization).field("organization"))
}

fn view(connection: &Connection, organization: i64) -> Result<OrganizationView, Problem> {
    let row = one(connection, organization)?;
    let moment = |at: chrono::DateTime<chrono::Utc>| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    let definition = json!({
        "id": row.key, "displayName": row.display_name, "description": row.description, "state": row.state,
        "createdDateTime": moment(row.created_at), "modifiedDateTime": moment(row.changed_at),
        "identitySources": row.sources,
    });
    Ok(OrganizationView {
        sponsors: organization::sponsors(connection, organization)?,
        definition,
        row,
    })
}

fn allow(write: &Write<'_>) -> Result<(), Problem> {
    authority::require(write.transaction, &write.actor, Task::EditOrganization, None)
}

fn understand(definition: &Value) -> Result<ConnectedOrganization, Problem> {
    let parsed = rule::parse(definition)?;
    if parsed.display_name.chars().count() > LONGEST_NAME {
        let message = format!("The name of an organization has at most {LONGEST_NAME} characters.");
        return Err(Problem::new(message).field("displayName"));
    }
    Ok(parsed)
}

/// The same domain or tenant in two organizations would leave open whose people are meant.
fn only_one(connection: &Connection, sources: &Value, except: Option<i64>) -> Result<(), Problem> {
    let names = |sources: &Value| -> Vec<String> {
        sources
            .as_array()
            .into_iter()
            .flatten()
            .flat_map(|source| [source["domainName"].as_str(), source["tenantId"].as_str()])
            .flatten()
            .map(str::to_lowercase)
            .collect()
    };
    let wanted = names(sources);
    for other in organization::all(connection)? {
        if except == Some(other.organization) {
            continue;
        }
        if let Some(name) = names(&other.sources).into_iter().find(|name| wanted.contains(name)) {
            return Err(
                Problem::new(format!("“{name}” stands for “{}” already.", other.display_name))
                    .code("exists")
                    .field("identitySources"),
            );
        }
    }
    Ok(())
}

pub(crate) fn create(write: &Write<'_>, input: OrganizationCreateInput) -> Result<(OrganizationView, Entry), Problem> {
    allow(write)?;
    let parsed = understand(&input.definition)?;
    let key = match input.definition["id"]
        .as_str()
        .map(str::trim)
        .filter(|id| !id.is_empty())
    {
        Some(id) => id.to_owned(),
        None => new_identifier()?,
    };
    if organization::by_key(write.transaction, &key)?.is_some() {
        let taken = Problem::new(format!(
            "There is a connected organization with the id “{key}” already."
        ));
        return Err(taken.code("exists").field("id"));
    }
    put(write, &key, None, &parsed)
}

pub(crate) fn edit(write: &Write<'_>, input: OrganizationEditInput) -> Result<(OrganizationView, Entry), Problem> {
    allow(write)?;
    let before = one(write.transaction, input.organization)?;
    let parsed = understand(&input.definition)?;
    put(write, &before.key, Some(&before), &parsed)
}

/// Puts what was understood on record, as new or in the place of what was there.
fn put(
    write: &Write<'_>,
    key: &str,
    before: Option<&OrganizationRow>,
    parsed: &ConnectedOrganization,
) -> Result<(OrganizationView, Entry), Problem> {
    let graph = parsed.to_graph();
    let sources = &graph["identitySources"];
    only_one(write.transaction, sources, before.map(|one| one.organization))?;
    let state = graph["state"].as_str().unwrap_or("configured");
    let new = NewOrganization {
        key,
        display_name: &parsed.display_name,
        description: &parsed.description,
        state,
        sources,
    };
    let id = match before {
        Some(before) => {
            organization::edit(write.transaction, before.organization, &new, write.now)?;
            before.organization
        }
        None => organization::create(write.transaction, &new, &write.actor.label(), write.now)?,
    };
    let after = view(write.transaction, id)?;
    let detail = json!({ "before": before, "after": after.row });
    Ok((after, Entry::new(format!("organization:{id}"), detail)))
}

/// A proposed organization is one of the configured from now on.
pub(crate) fn configure(write: &Write<'_>, input: OrganizationInput) -> Result<(OrganizationView, Entry), Problem> {
    allow(write)?;
    let before = one(write.transaction, input.organization)?;
    if before.state == "configured" {
        return Err(Problem::new(format!("“{}” is configured already.", before.display_name)).code("state"));
    }
    let new = NewOrganization {
        key: &before.key,
        display_name: &before.display_name,
        description: &before.description,
        state: "configured",
        sources: &before.sources,
    };
    organization::edit(write.transaction, input.organization, &new, write.now)?;
    let after = view(write.transaction, input.organization)?;
    let detail = json!({ "displayName": before.display_name, "before": before.state, "after": after.row.state });
    Ok((
        after,
        Entry::new(format!("organization:{}", input.organization), detail),
    ))
}

pub(crate) fn delete(write: &Write<'_>, input: OrganizationInput) -> Result<(Nothing, Entry), Problem> {
    allow(write)?;
    let before = one(write.transaction, input.organization)?;
    let named = organization::named_by(write.transaction, &before.key)?;
    if let Some(first) = named.first() {
        return Err(Problem::new(format!(
            "The policy “{first}” is for people of “{}”.",
            before.display_name
        ))
        .code("used")
        .hint("Change the policy first."));
    }
    organization::delete(write.transaction, input.organization, write.now)?;
    let detail = json!({ "before": before });
    Ok((
        Nothing {},
        Entry::new(format!("organization:{}", input.organization), detail),
    ))
}

fn sponsor(write: &Write<'_>, input: &SponsorInput) -> Result<(OrganizationRow, String), Problem> {
    allow(write)?;
    let row = one(write.transaction, input.organization)?;
    if !matches!(input.kind.as_str(), "internal" | "external") {
        return Err(Problem::new("A sponsor is internal or external.").field("kind"));
    }
    let found: Option<(String, Option<String>)> = write
        .transaction
        .query_row(
            "SELECT display_name, user_type FROM principal
             WHERE id = ?1 AND kind = 'user' AND bucket >= 0 AND removed_snapshot_id IS NULL",
            [input.principal],
            |one| Ok((one.get(0)?, one.get(1)?)),
        )
        .optional()
        .map_err(StoreError::from)?;
    let (name, user_type) = found.ok_or_else(|| Problem::missing("person", input.principal).field("principal"))?;
    let guest = user_type.as_deref() == Some("guest");
    if guest != (input.kind == "external") {
        let message = match guest {
            true => format!("{name} is a guest, so an external sponsor."),
            false => format!("{name} is a member, so an internal sponsor."),
        };
        return Err(Problem::new(message).field("kind"));
    }
    Ok((row, name))
}

pub(crate) fn add_sponsor(write: &Write<'_>, input: SponsorInput) -> Result<(OrganizationView, Entry), Problem> {
    let (row, name) = sponsor(write, &input)?;
    if !organization::add_sponsor(write.transaction, input.organization, input.principal, &input.kind)? {
        let known = format!("{name} is an {} sponsor of “{}” already.", input.kind, row.display_name);
        return Err(Problem::new(known).code("exists"));
    }
    changed_sponsor(write, &input, "added", &name)
}

pub(crate) fn remove_sponsor(write: &Write<'_>, input: SponsorInput) -> Result<(OrganizationView, Entry), Problem> {
    allow(write)?;
    let row = one(write.transaction, input.organization)?;
    if !organization::remove_sponsor(write.transaction, input.organization, input.principal, &input.kind)? {
        let unknown = format!("“{}” has no such sponsor.", row.display_name);
        return Err(Problem::new(unknown).code("missing").field("principal"));
    }
    let name: String = write
        .transaction
        .query_row(
            "SELECT display_name FROM principal WHERE id = ?1",
            [input.principal],
            |one| one.get(0),
        )
        .map_err(StoreError::from)?;
    changed_sponsor(write, &input, "removed", &name)
}

fn changed_sponsor(
    write: &Write<'_>,
    input: &SponsorInput,
    what: &str,
    name: &str,
) -> Result<(OrganizationView, Entry), Problem> {
    let detail = json!({ "sponsor": what, "principal": input.principal, "principalName": name, "kind": input.kind });
    Ok((
        view(write.transaction, input.organization)?,
        Entry::new(format!("organization:{}", input.organization), detail),
    ))
}
