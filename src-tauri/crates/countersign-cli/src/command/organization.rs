//! Connected organizations from the command line.

use std::sync::Arc;

use countersign_app::{Desk, Problem};
use serde_json::{Value, json};

use super::review::json_file;
use super::{Result, absolute};
use crate::arguments::OrganizationVerb;
use crate::desk::{call, principal, wait};

pub(super) fn organization(desk: &Arc<Desk>, verb: &OrganizationVerb) -> Result<Value> {
    let one = |name: &str, organization: &i64| call(desk, name, json!({ "organization": organization }));
    let sponsor = |name: &str, organization: &i64, reference: &str, kind: &str| {
        let person = principal(desk, reference, "user")?;
        call(
            desk,
            name,
            json!({ "organization": organization, "principal": person, "kind": kind }),
        )
    };
    match verb {
        OrganizationVerb::List { state, search, page } => call(
            desk,
            "organization.list",
            json!({ "state": state, "search": search, "offset": page.offset, "limit": page.limit }),
        ),
        OrganizationVerb::Show { organization } => one("organization.show", organization),
        OrganizationVerb::Create { file } => {
            call(desk, "organization.create", json!({ "definition": json_file(file)? }))
        }
        OrganizationVerb::Edit { organization, file } => call(
            desk,
            "organization.edit",
            json!({ "organization": organization, "definition": json_file(file)? }),
        ),
        OrganizationVerb::Configure { organization } => one("organization.configure", organization),
        OrganizationVerb::Delete { organization } => one("organization.delete", organization),
        OrganizationVerb::Export { organization, out } => {
            let definition = one("organization.show", organization)?["definition"].clone();
            let path = absolute(out);
            std::fs::write(&path, format!("{definition:#}\n"))
                .map_err(|error| Problem::new(format!("{} is not writable: {error}.", path.display())))?;
            Ok(definition)
        }
        OrganizationVerb::AddSponsor {
            organization,
            principal,
            kind,
        } => sponsor("organization.sponsor.add", organization, principal, kind),
        OrganizationVerb::RemoveSponsor {
            organization,
            principal,
            kind,
        } => sponsor("organization.sponsor.remove", organization, principal, kind),
        OrganizationVerb::Invitations { waiting, page } => call(
            desk,
            "organization.invitation.list",
            json!({ "waiting": waiting, "offset": page.offset, "limit": page.limit }),
        ),
        OrganizationVerb::Invite => wait(desk, "organization.invite", json!({})),
        OrganizationVerb::Setting { file: None } => call(desk, "organization.setting.show", json!({})),
        OrganizationVerb::Setting { file: Some(file) } => call(desk, "organization.setting.change", json_file(file)?),
    }
}
