//! Somebody from outside asks: their organization, the stand-in for them, and the invitation once they may have
//! what they asked for.

use countersign_domain::catalog::Task;
use countersign_domain::organization::{self as rule, OrganizationState, Outsider};
use countersign_store::new_identifier;
use countersign_store::organization::{self, InvitationRow, NewOrganization};
use countersign_store::request::RequestRow;
use countersign_store::rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;

use crate::call::{Read, Write};
use crate::policy::package_of;
use crate::principal::page;
use crate::request::SubmitInput;
use crate::{Problem, authority};

/// The longest address there is (RFC 5321 §4.5.3.1), and the longest name here.
const LONGEST_MAIL: usize = 254;
const LONGEST_NAME: usize = 256;

/// Somebody who has no account.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OutsiderInput {
    pub mail: String,
    pub display_name: String,
}

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct InvitationListInput {
    /// Only those whose person the directory does not show yet.
    #[ts(optional = nullable, as = "Option<bool>")]
    pub waiting: bool,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct InvitationPage {
    pub rows: Vec<InvitationRow>,
    pub total: i64,
}

pub(crate) fn invitations(read: &Read<'_>, input: InvitationListInput) -> Result<InvitationPage, Problem> {
    if !read.actor.reads_all() {
        authority::require(read.connection, &read.actor, Task::EditOrganization, None)?;
    }
    let (offset, limit) = page(input.offset, input.limit);
    let (rows, total) = organization::invitations(read.connection, input.waiting, offset, limit)?;
    Ok(InvitationPage { rows, total })
}

/// Puts a stand-in in the place of an outsider who is asked for; answers what the request keeps of them. An unknown
/// organization is put on record as proposed.
pub(crate) fn as_target(write: &Write<'_>, input: &mut SubmitInput) -> Result<Option<Value>, Problem> {
    let Some(outsider) = input.outsider.clone() else {
        return Ok(None);
    };
    let wrong = |message: &str, field: &str| Err(Problem::new(message).field(format!("outsider.{field}")));
    let mail = outsider.mail.trim();
    let Some(domain) = domain_of(mail) else {
        return wrong("This is no mail address, such as ann@contoso.example.", "mail");
    };
    let name = outsider.display_name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
        return wrong("An outsider needs a name, in plain letters.", "displayName");
    }
    if input.principal.is_some() {
        return wrong("Name a person of the directory or an outsider, not both.", "mail");
    }
    let package = match (input.package, &input.package_key) {
        (_, Some(key)) => countersign_store::request::by_key(write.transaction, key.trim())?,
        (package, None) => package,
    };
    let package = package.ok_or_else(|| Problem::new("Say which access package.").field("package"))?;
    let package = package_of(write.transaction, package)?;
    let catalog = countersign_store::catalog::show(write.transaction, package.catalog)?
        .ok_or_else(|| Problem::missing("catalog", package.catalog))?;
    let directory = catalog.directory;
    if !organization::found_by_mail(write.transaction, directory, mail)?.is_empty() {
        return Err(
            Problem::new(format!("Somebody with the address {mail} is in the directory already."))
                .code("known")
                .field("outsider.mail")
                .hint("Ask for that person."),
        );
    }
    let known = organization_of(write.transaction, mail)?;
    if !may_enter(write, known, package.catalog)? {
        return Err(Problem::new(format!(
            "{} may not ask for {mail}: a sponsor of the organization or an administrator does.",
            write.actor.display_name
        ))
        .code("permission"));
    }
    let organization = match known {
        Some((organization, _)) => organization,
        None => propose(write, &domain)?,
    };
    let stand_in = organization::stand_in(write.transaction, directory, mail, name, write.now)?;
    input.principal = Some(stand_in);
    let kept = organization::show(write.transaction, organization)?;
    Ok(Some(
        json!({ "mail": mail, "displayName": name, "organization": organization,
                    "organizationName": kept.map(|row| row.display_name) }),
    ))
}

/// The domain of an address that can be one: nothing in it that would be read as something else.
fn domain_of(mail: &str) -> Option<String> {
    let (local, domain) = mail.split_once('@')?;
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"<>()[],;:\\\"@".contains(c);
    let label =
        |label: &str| !label.is_empty() && label.len() <= 63 && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    let right = mail.len() <= LONGEST_MAIL
        && !local.is_empty()
        && local.chars().all(plain)
        && domain.contains('.')
        && domain.split('.').all(label);
    right.then(|| domain.to_lowercase())
}

/// The organization whose people have such an address, and whether it is configured.
pub(super) fn organization_of(connection: &Connection, mail: &str) -> Result<Option<(i64, bool)>, Problem> {
    let outsider = Outsider {
        mail: Some(mail),
        tenant_id: None,
    };
    for row in organization::all(connection)? {
        let json = json!({ "displayName": row.display_name, "state": row.state, "identitySources": row.sources });
        if let Ok(one) = rule::parse(&json)
            && one.owns(outsider)
        {
            return Ok(Some((row.organization, one.state == OrganizationState::Configured)));
        }
    }
    Ok(None)
}

fn may_enter(write: &Write<'_>, known: Option<(i64, bool)>, catalog: i64) -> Result<bool, Problem> {
    if let (Some((organization, _)), Some(own)) = (known, write.actor.principal)
        && organization::is_sponsor(write.transaction, organization, own.0)?
    {
        return Ok(true);
    }
    authority::may(write.transaction, &write.actor, Task::Assign, Some(catalog))
}

/// Whether the acting person asks for somebody who has no account; they were let in by [`as_target`].
pub(crate) fn may_ask_for(write: &Write<'_>, target: i64) -> Result<bool, Problem> {
    Ok(organization::awaiting(write.transaction, target)?)
}

fn propose(write: &Write<'_>, domain: &str) -> Result<i64, Problem> {
    let sources = json!([{
        "@odata.type": "#microsoft.graph.domainIdentitySource", "domainName": domain, "displayName": domain,
    }]);
    let key = new_identifier()?;
    let new = NewOrganization {
        key: &key,
        display_name: domain,
        description: "Put on record by the request of somebody unknown.",
        state: "proposed",
        sources: &sources,
    };
    Ok(organization::create(
        write.transaction,
        &new,
        &write.actor.label(),
        write.now,
    )?)
}

/// Whoever is to hold the package has no account: they are invited, and the package follows when a read shows them.
/// `false` where they have one.
pub(crate) fn invite(write: &Write<'_>, row: &RequestRow, target: i64) -> Result<bool, Problem> {
    if !organization::awaiting(write.transaction, target)? {
        return Ok(false);
    }
    let organization = row.outsider.as_ref().and_then(|kept| kept["organization"].as_i64());
    organization::invite(write.transaction, target, organization, write.now)?;
    Ok(true)
}
