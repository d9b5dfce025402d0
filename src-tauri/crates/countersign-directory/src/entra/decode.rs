//! From Graph's objects to entries, with a note of everything left out or put right on the way.

use chrono::{DateTime, Utc};
use countersign_domain::snapshot::{
    DEFAULT_ACCESS, Entry, Holding, Kind, Mark, Reference, UserType, anchor, attribute as fact,
};

use super::id::Id;
use super::shape::{AppRole, Application, Group, Link, User};
use crate::ldap::note::Notes;
use crate::ldap::text::clean;

#[derive(Default)]
pub(super) struct Decoder {
    pub excluded: Notes,
    pub adjusted: Notes,
    /// Objects as the server sent them.
    pub returned: u64,
}

/// An entry of which nothing is known but its identity.
pub(super) fn bare(key: &str, kind: Kind, display_name: String) -> Entry {
    Entry {
        key: key.to_owned(),
        dn: key.to_owned(),
        marks: vec![Mark::of(key)],
        parent: None,
        kind,
        display_name,
        user_name: None,
        mail: None,
        user_type: None,
        enabled: None,
        department: None,
        title: None,
        employee_id: None,
        manager: None,
        owners: Vec::new(),
        members: Vec::new(),
        holdings: Vec::new(),
        member_of: Vec::new(),
        created_at: None,
        last_sign_in_at: None,
        last_sign_in_field: None,
        attributes: Vec::new(),
    }
}

pub(super) fn reference(id: &Id) -> Reference {
    Reference {
        text: id.as_str().to_owned(),
        mark: Mark::of(id.as_str()),
    }
}

impl Decoder {
    fn identity(&mut self, id: &str) -> Option<Id> {
        self.returned += 1;
        let parsed = Id::parse(id);
        if parsed.is_none() {
            self.excluded.add("it has no lasting identity (id)", id);
        }
        parsed
    }

    fn text(&mut self, value: Option<String>, id: &Id) -> Option<String> {
        let value = value.filter(|text| !text.trim().is_empty())?;
        let (text, changed) = clean(&value);
        if changed {
            self.adjusted
                .add("control characters in a name were replaced", id.as_str());
        }
        Some(text)
    }

    fn name(&mut self, value: Option<String>, other: Option<&String>, id: &Id) -> String {
        let named = self.text(value, id).or_else(|| other.cloned());
        named.unwrap_or_else(|| {
            self.adjusted.add("it has no name; its identity is shown", id.as_str());
            id.as_str().to_owned()
        })
    }

    fn links(&mut self, links: Vec<Link>, of: &Id) -> Vec<Reference> {
        let mut references = Vec::with_capacity(links.len());
        for link in links {
            match (link.kind.trim_start_matches('#'), Id::parse(&link.id)) {
                ("microsoft.graph.device" | "microsoft.graph.orgContact", _) => {
                    self.adjusted
                        .add("a member that is a device or a contact was passed over", of.as_str());
                }
                (_, Some(id)) => references.push(reference(&id)),
                (_, None) => self
                    .adjusted
                    .add("a member without a lasting identity was passed over", of.as_str()),
            }
        }
        references
    }

    pub(super) fn user(&mut self, user: User) -> Option<Entry> {
        let id = self.identity(&user.id)?;
        let user_name = self.text(user.user_principal_name, &id);
        let mut entry = bare(id.as_str(), Kind::User, String::new());
        entry.display_name = self.name(user.display_name, user_name.as_ref(), &id);
        entry.user_name = user_name;
        entry.mail = self.text(user.mail, &id);
        entry.user_type = Some(match user.user_type.as_deref() {
            Some("Guest") => UserType::Guest,
            _ => UserType::Member,
        });
        entry.enabled = user.account_enabled;
        entry.department = self.text(user.department, &id);
        entry.title = self.text(user.job_title, &id);
        entry.employee_id = self.text(user.employee_id, &id);
        entry.manager = user
            .manager
            .and_then(|link| Id::parse(&link.id))
            .map(|id| reference(&id));
        entry.created_at = moment(user.created_date_time.as_deref());
        if let Some(activity) = user.sign_in_activity {
            // Only the first is a sign-in; the other two are attempts, and stand in where it was never kept.
            let attempts = [
                (activity.last_sign_in_date_time, "lastSignInDateTime"),
                (
                    activity.last_non_interactive_sign_in_date_time,
                    "lastNonInteractiveSignInDateTime",
                ),
            ];
            let success = moment(activity.last_successful_sign_in_date_time.as_deref());
            let attempted = attempts
                .into_iter()
                .filter_map(|(at, field)| Some((moment(at.as_deref())?, field)));
            let found = success
                .map(|at| (at, "lastSuccessfulSignInDateTime"))
                .or_else(|| attempted.max());
            entry.last_sign_in_at = found.map(|(at, _)| at);
            entry.last_sign_in_field = found.map(|(_, field)| format!("signInActivity.{field}"));
        }
        let synced = (user.on_premises_sync_enabled == Some(true)).then(|| fact::TRUE.to_owned());
        for (name, value) in [
            ("companyName", self.text(user.company_name, &id)),
            ("employeeType", self.text(user.employee_type, &id)),
            ("externalUserState", self.text(user.external_user_state, &id)),
            (anchor::IMMUTABLE_ID, self.text(user.on_premises_immutable_id, &id)),
            (
                anchor::SECURITY_ID,
                self.text(user.on_premises_security_identifier, &id),
            ),
            (fact::SYNCED, synced),
        ] {
            entry
                .attributes
                .extend(value.map(|value| (name.to_owned(), vec![value])));
        }
        Some(entry)
    }

    pub(super) fn group(&mut self, mut group: Group) -> Option<Entry> {
        let id = self.identity(&group.id)?;
        let (members, owners) = (std::mem::take(&mut group.members), std::mem::take(&mut group.owners));
        let mut entry = bare(id.as_str(), Kind::Group, String::new());
        let mail = self.text(group.mail.take(), &id);
        entry.display_name = self.name(group.display_name.take(), mail.as_ref(), &id);
        entry.mail = mail;
        entry.members = self.links(members, &id);
        entry.owners = self.links(owners, &id);
        entry.created_at = moment(group.created_date_time.as_deref());
        let is = |flag: Option<bool>| (flag == Some(true)).then(|| fact::TRUE.to_owned());
        let kind = match (group.is("Unified"), group.security_enabled) {
            (true, _) => fact::M365,
            (false, Some(false)) => fact::DISTRIBUTION,
            (false, _) => fact::SECURITY,
        };
        let team = group
            .resource_provisioning_options
            .iter()
            .flatten()
            .any(|one| one.eq_ignore_ascii_case("Team"));
        let rule = group
            .is("DynamicMembership")
            .then(|| group.membership_rule.take().unwrap_or_else(|| fact::TRUE.into()));
        for (name, value) in [
            (fact::GROUP_TYPE, Some(kind.to_owned())),
            (fact::DYNAMIC, self.text(rule, &id)),
            (fact::SYNCED, is(group.on_premises_sync_enabled)),
            (fact::MAIL_ENABLED, is(group.mail_enabled)),
            (fact::PRIVILEGED, is(group.is_assignable_to_role)),
            (fact::DESCRIPTION, self.text(group.description.take(), &id)),
            ("isManagementRestricted", is(group.is_management_restricted)),
            (
                anchor::SECURITY_ID,
                self.text(group.on_premises_security_identifier.take(), &id),
            ),
            ("team", is(Some(team))),
        ] {
            entry
                .attributes
                .extend(value.map(|value| (name.to_owned(), vec![value])));
        }
        Some(entry)
    }

    pub(super) fn application(&mut self, application: Application) -> Option<Entry> {
        let id = self.identity(&application.id)?;
        let mut entry = bare(id.as_str(), Kind::ServicePrincipal, String::new());
        let app_id = self.text(application.app_id, &id);
        entry.display_name = self.name(application.display_name, app_id.as_ref(), &id);
        entry.enabled = application.account_enabled;
        for one in application.assigned {
            let role = one.app_role_id.as_deref().unwrap_or_default();
            let entitlement = match application
                .app_roles
                .iter()
                .find(|known| known.id.eq_ignore_ascii_case(role))
            {
                Some(known) => role_name(known),
                None if role.is_empty() || role.bytes().all(|byte| matches!(byte, b'0' | b'-')) => {
                    DEFAULT_ACCESS.to_owned()
                }
                None => clean(role).0,
            };
            match one.principal_id.as_deref().and_then(Id::parse) {
                Some(principal) => entry.holdings.push(Holding {
                    entitlement,
                    principal: reference(&principal),
                }),
                None => self
                    .adjusted
                    .add("an assignment without a principal was passed over", id.as_str()),
            }
        }
        let required = application.app_role_assignment_required;
        let required = required.map(|required| if required { fact::TRUE } else { fact::FALSE }.to_owned());
        for (name, value) in [
            ("appId", app_id),
            (
                "servicePrincipalType",
                self.text(application.service_principal_type, &id),
            ),
            (fact::ASSIGNMENT_REQUIRED, required),
            (fact::DESCRIPTION, self.text(application.notes, &id)),
        ] {
            entry
                .attributes
                .extend(value.map(|value| (name.to_owned(), vec![value])));
        }
        Some(entry)
    }
}

/// What a role of an application is called, as the entitlement of whoever holds it.
pub(super) fn role_name(role: &AppRole) -> String {
    let name = role.display_name.as_ref().filter(|name| !name.trim().is_empty());
    clean(name.or(role.value.as_ref()).unwrap_or(&role.id)).0
}

/// A moment of Graph; the first year means that there was none.
pub(super) fn moment(text: Option<&str>) -> Option<DateTime<Utc>> {
    let at = DateTime::parse_from_rfc3339(text?).ok()?.with_timezone(&Utc);
    (at.timestamp() > 0).then_some(at)
}
