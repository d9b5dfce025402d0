//! Asks a tenant who we are and what we may see, and says what is missing by its name.

use super::Entra;
use super::address::{self, Request};
use super::page::Walk;
use super::shape::{Application, Group, RoleDefinition, User};
use crate::connector::{ProbeReport, Readable};
use crate::{Control, DirectoryProblem};

/// What lets memberships be taken away; any of them.
const WRITE: [&str; 3] = [
    "GroupMember.ReadWrite.All",
    "Group.ReadWrite.All",
    "Directory.ReadWrite.All",
];

impl Entra {
    pub(super) async fn probe_now(&self, control: &Control) -> Result<ProbeReport, DirectoryProblem> {
        control.report("connect", 0, None);
        let (session, setting) = (&self.session, self.session.setting());
        let roles = session.roles(&control.cancel).await?;
        let mut remarks = Vec::new();
        let mut readable = Vec::new();
        if let Some(users) = self.first::<User>(address::users(false), control, &mut remarks).await? {
            let with = users.iter().filter(|user| user.manager.is_some()).count();
            readable.push(seen("manager", with, users.len()));
        }
        let sign_in = self.first::<User>(address::one_user(), control, &mut remarks).await?;
        readable.push(seen("signInActivity", sign_in.iter().flatten().count(), 1));
        if let Some(groups) = self.first::<Group>(address::groups(), control, &mut remarks).await? {
            let with = groups.iter().filter(|group| !group.owners.is_empty()).count();
            readable.push(seen("owners", with, groups.len()));
        }
        if setting.applications {
            let all = self
                .first::<Application>(address::applications(), control, &mut remarks)
                .await?;
            readable.push(seen(
                "servicePrincipals",
                all.iter().flatten().count(),
                all.iter().flatten().count(),
            ));
        }
        if setting.roles {
            let all = self
                .first::<RoleDefinition>(address::role_definitions(), control, &mut remarks)
                .await?;
            readable.push(seen(
                "roleDefinitions",
                all.iter().flatten().count(),
                all.iter().flatten().count(),
            ));
        }
        if let Some(roles) = roles {
            remarks.push(format!("The application has the permissions {}.", roles.join(", ")));
            if !roles.iter().any(|role| WRITE.contains(&role.as_str())) {
                remarks.push(format!(
                    "Without the permission {} nobody is taken out of a group from here: denied access becomes tasks.",
                    WRITE[0]
                ));
            }
        }
        Ok(ProbeReport {
            server: "Microsoft Graph v1.0".into(),
            account: setting.client_id.clone(),
            naming_contexts: vec![setting.tenant.clone()],
            controls: Vec::new(),
            incremental: true,
            readable,
            remarks,
        })
    }

    /// The first page of a list; where it is refused, the reason is a remark.
    async fn first<T: serde::de::DeserializeOwned>(
        &self,
        request: Request,
        control: &Control,
        remarks: &mut Vec<String>,
    ) -> Result<Option<Vec<T>>, DirectoryProblem> {
        match Walk::new(request).some(&self.session, &control.cancel).await {
            Ok(page) => Ok(Some(page.unwrap_or_default())),
            Err(problem @ (DirectoryProblem::Permission { .. } | DirectoryProblem::Answered { .. })) => {
                remarks.push(problem.to_string());
                Ok(None)
            }
            Err(problem) => Err(problem),
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
