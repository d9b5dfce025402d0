//! Asks a tenant who we are and what we may see, and says what is missing by its name.

use super::Entra;
use super::address::{self, Request};
use super::page::Walk;
use super::setting::SignIn;
use super::shape::{Application, AzureRole, Group, RoleDefinition, User};
use crate::connector::{Missing, ProbeReport, Readable};
use crate::{Control, DirectoryProblem};

/// What lets memberships be taken away; any of them.
const WRITE: [&str; 3] = [
    "GroupMember.ReadWrite.All",
    "Group.ReadWrite.All",
    "Directory.ReadWrite.All",
];

/// What lets guests be blocked and deleted; any of them.
const GUESTS: [&str; 2] = ["User.ReadWrite.All", "Directory.ReadWrite.All"];

/// What was found out beside what can be read.
#[derive(Default)]
struct Said {
    writable: Vec<String>,
    missing: Vec<Missing>,
    remarks: Vec<String>,
}

impl Said {
    fn misses(&mut self, permission: &str, what: &str) {
        self.missing.push(Missing {
            permission: permission.to_owned(),
            without: format!("Without it nobody may {what} here."),
        });
    }
}

impl Entra {
    pub(super) async fn probe_now(&self, control: &Control) -> Result<ProbeReport, DirectoryProblem> {
        control.report("connect", 0, None);
        let (session, setting) = (&self.session, self.session.setting());
        let roles = session.roles(&control.cancel).await?;
        let mut said = Said::default();
        let mut readable = Vec::new();
        if let Some(users) = self.first::<User>(address::users(false), control, &mut said).await? {
            let with = users.iter().filter(|user| user.manager.is_some()).count();
            readable.push(seen("manager", with, users.len()));
        }
        let sign_in = self.first::<User>(address::one_user(), control, &mut said).await?;
        readable.push(seen("signInActivity", sign_in.iter().flatten().count(), 1));
        if let Some(groups) = self.first::<Group>(address::groups(), control, &mut said).await? {
            let with = groups.iter().filter(|group| !group.owners.is_empty()).count();
            readable.push(seen("owners", with, groups.len()));
        }
        if setting.applications {
            let all = self
                .first::<Application>(address::applications(), control, &mut said)
                .await?;
            readable.push(seen(
                "servicePrincipals",
                all.iter().flatten().count(),
                all.iter().flatten().count(),
            ));
        }
        if setting.roles {
            let all = self
                .first::<RoleDefinition>(address::role_definitions(), control, &mut said)
                .await?;
            readable.push(seen(
                "roleDefinitions",
                all.iter().flatten().count(),
                all.iter().flatten().count(),
            ));
        }
        for subscription in &setting.subscriptions() {
            let all = self
                .first::<AzureRole>(address::azure::azure_roles(subscription), control, &mut said)
                .await?;
            let seen_here = all.iter().flatten().count();
            readable.push(seen(&format!("Azure {subscription}"), seen_here, seen_here));
        }
        if let Some(roles) = roles {
            let who = match setting.sign_in {
                SignIn::Application => "The application has",
                SignIn::DeviceCode => "In the name of whoever signed in, the application has",
            };
            said.remarks
                .push(format!("{who} the permissions {}.", roles.join(", ")));
            let has = |names: &[&str]| roles.iter().any(|role| names.contains(&role.as_str()));
            let mut may = |names: &[&str], what: &str, without: &str| match has(names) {
                true => said.writable.push(what.to_owned()),
                false => said.missing.push(Missing {
                    permission: names[0].to_owned(),
                    without: without.to_owned(),
                }),
            };
            may(
                &WRITE,
                "the members of groups",
                "Nobody is taken out of a group from here: denied access becomes tasks.",
            );
            may(
                &GUESTS,
                "guests: block and delete",
                "Guests are not blocked or deleted from here: what is denied them becomes tasks.",
            );
        }
        Ok(ProbeReport {
            server: "Microsoft Graph v1.0".into(),
            account: session.account(),
            naming_contexts: vec![setting.tenant.clone()],
            controls: Vec::new(),
            incremental: true,
            readable,
            writable: said.writable,
            missing: said.missing,
            remarks: said.remarks,
        })
    }

    /// The first page of a list; where it is refused, the reason is a remark.
    async fn first<T: serde::de::DeserializeOwned>(
        &self,
        request: Request,
        control: &Control,
        said: &mut Said,
    ) -> Result<Option<Vec<T>>, DirectoryProblem> {
        match Walk::new(request).some(&self.session, &control.cancel).await {
            Ok(page) => Ok(Some(page.unwrap_or_default())),
            Err(problem) => {
                match &problem {
                    DirectoryProblem::Permission { permission, what, .. } => said.misses(permission, what),
                    DirectoryProblem::AzureRight { role, what, .. } => said.misses(role, what),
                    DirectoryProblem::Answered { .. } => {}
                    _ => return Err(problem),
                }
                said.remarks.push(problem.to_string());
                Ok(None)
            }
        }
    }
}

fn seen(attribute: &str, seen: usize, of: usize) -> Readable {
    Readable {
        attribute: attribute.to_owned(),
        seen: seen as u64,
        of: of as u64,
    }
}
