//! The matrix of who may do what (access-governance §2.3).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::CatalogRole;

macro_rules! tasks {
    ($($(#[$doc:meta])* $name:ident $word:literal: $($role:ident)*;)+) => {
        /// What somebody may want to do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
        #[serde(rename_all = "camelCase")]
        #[ts(rename = "CatalogTask")]
        pub enum Task {
            $($(#[$doc])* $name,)+
        }

        impl Task {
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The task in words, as the printed matrix has it.
            pub fn sentence(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)+
                }
            }
        }

        /// Whether the role is enough for the task, in a catalog in which it is held. Whoever holds several may do
        /// what any of them may. An approver's and a requestor's rights come from a policy, not from a role.
        pub fn may(role: CatalogRole, task: Task) -> bool {
            use CatalogRole::*;
            match task {
                $(Task::$name => matches!(role, Administrator $(| $role)*),)+
            }
        }
    };
}

tasks! {
    AppointCreator "appoint catalog creators": ;
    EditOrganization "create and edit connected organizations": ;
    EditSettings "edit the settings for guests": ;
    CreateCatalog "create a catalog": Creator;
    ViewCatalog "view a catalog, its resources, packages and policies":
        Owner Reader AccessPackageManager AccessPackageAssignmentManager;
    EditCatalog "edit a catalog": Owner;
    DeleteCatalog "delete a catalog": Owner;
    AddOwner "add and remove catalog owners": Owner;
    AppointRole "appoint readers, package managers and assignment managers": Owner;
    /// Needs the right to govern the resource too.
    AddResource "add a resource": Owner;
    RemoveResource "remove a resource": Owner;
    /// Entra asks for a privileged role of the directory as well; here it is the administrator's.
    AddDirectoryRole "add a role of the directory as a resource": ;
    CreatePackage "create a package": Owner AccessPackageManager;
    EditPackage "edit, hide and list a package": Owner AccessPackageManager;
    DeletePackage "delete a package": Owner AccessPackageManager;
    ChangePackageRole "change the resource roles of a package": Owner AccessPackageManager;
    EditIncompatible "say what a package is incompatible with": Owner AccessPackageManager;
    EditPolicy "create, edit and delete policies, also for outsiders": Owner AccessPackageManager;
    EditAutomaticPolicy "create, edit and delete automatic policies": ;
    Assign "assign directly": Owner AccessPackageManager AccessPackageAssignmentManager;
    RemoveAssignment "remove an assignment directly": Owner AccessPackageManager AccessPackageAssignmentManager;
    ViewAssignment "view assignments": Owner Reader AccessPackageManager AccessPackageAssignmentManager;
    ViewRequest "view requests and delivery errors":
        Owner Reader AccessPackageManager AccessPackageAssignmentManager;
    Reprocess "try a delivery again": Owner AccessPackageManager AccessPackageAssignmentManager;
    CancelRequest "cancel a request": Owner AccessPackageManager AccessPackageAssignmentManager;
}

/// The matrix as Markdown: a line per task, a column per role.
pub fn table() -> String {
    let mut text = String::from("| task |");
    for role in CatalogRole::ALL {
        text += &format!(" {} |", role.word());
    }
    text += "\n|---|";
    text += &":-:|".repeat(CatalogRole::ALL.len());
    for task in Task::ALL {
        text += &format!("\n| {} |", task.sentence());
        for role in CatalogRole::ALL {
            text += if may(role, *task) { " x |" } else { " |" };
        }
    }
    text.push('\n');
    text
}
