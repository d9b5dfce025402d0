//! Objects as Graph writes them, as far as they are read. What is not known is passed over.

use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct User {
    pub id: String,
    pub display_name: Option<String>,
    pub user_principal_name: Option<String>,
    pub mail: Option<String>,
    pub user_type: Option<String>,
    pub account_enabled: Option<bool>,
    pub created_date_time: Option<String>,
    pub department: Option<String>,
    pub job_title: Option<String>,
    pub company_name: Option<String>,
    pub employee_id: Option<String>,
    pub employee_type: Option<String>,
    pub external_user_state: Option<String>,
    pub on_premises_sync_enabled: Option<bool>,
    pub on_premises_immutable_id: Option<String>,
    pub on_premises_security_identifier: Option<String>,
    pub manager: Option<Link>,
    pub sign_in_activity: Option<SignIn>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SignIn {
    pub last_successful_sign_in_date_time: Option<String>,
    pub last_sign_in_date_time: Option<String>,
    pub last_non_interactive_sign_in_date_time: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Group {
    pub id: String,
    pub display_name: Option<String>,
    pub description: Option<String>,
    pub mail: Option<String>,
    pub group_types: Option<Vec<String>>,
    pub membership_rule: Option<String>,
    pub security_enabled: Option<bool>,
    pub mail_enabled: Option<bool>,
    pub is_assignable_to_role: Option<bool>,
    pub is_management_restricted: Option<bool>,
    pub on_premises_sync_enabled: Option<bool>,
    pub on_premises_security_identifier: Option<String>,
    pub created_date_time: Option<String>,
    pub resource_provisioning_options: Option<Vec<String>>,
    /// The first twenty at most.
    #[serde(default)]
    pub owners: Vec<Link>,
    /// Filled by further questions.
    #[serde(skip)]
    pub members: Vec<Link>,
}

impl Group {
    pub(super) fn is(&self, word: &str) -> bool {
        let types = self.group_types.as_deref().unwrap_or_default();
        types.iter().any(|one| one.eq_ignore_ascii_case(word))
    }
}

/// Another object, by its identity and kind.
#[derive(Debug, Deserialize)]
pub(super) struct Link {
    #[serde(rename = "@odata.type", default)]
    pub kind: String,
    pub id: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Application {
    pub id: String,
    pub app_id: Option<String>,
    pub display_name: Option<String>,
    pub notes: Option<String>,
    pub account_enabled: Option<bool>,
    pub app_role_assignment_required: Option<bool>,
    pub service_principal_type: Option<String>,
    #[serde(default)]
    pub app_roles: Vec<AppRole>,
    #[serde(skip)]
    pub assigned: Vec<Assigned>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AppRole {
    pub id: String,
    pub display_name: Option<String>,
    pub value: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Assigned {
    pub app_role_id: Option<String>,
    pub principal_id: Option<String>,
}

/// An assignment with its own identity, to be taken away.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AssignedRow {
    pub id: String,
    pub app_role_id: Option<String>,
    pub principal_id: Option<String>,
    pub resource_id: Option<String>,
}

/// The same of a role of the directory.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RoleRow {
    pub id: String,
    pub principal_id: Option<String>,
    pub role_definition_id: Option<String>,
    pub directory_scope_id: Option<String>,
}

/// What became of a request about a role.
#[derive(Debug, Deserialize)]
pub(super) struct ScheduleRequest {
    pub status: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RoleDefinition {
    pub id: String,
    pub display_name: Option<String>,
    pub description: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RoleHeld {
    pub principal_id: Option<String>,
    pub role_definition_id: Option<String>,
    pub directory_scope_id: Option<String>,
}

/// A subscription of Azure.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Subscription {
    pub display_name: Option<String>,
}

/// A role of Azure, with its identity as its name.
#[derive(Debug, Deserialize)]
pub(super) struct AzureRole {
    pub name: String,
    pub properties: AzureRoleProperties,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AzureRoleProperties {
    pub role_name: Option<String>,
    pub description: Option<String>,
}

/// Who holds such a role, or may activate it, and at which scope.
#[derive(Debug, Deserialize)]
pub(super) struct AzureHeld {
    pub name: Option<String>,
    pub properties: AzureHeldProperties,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AzureHeldProperties {
    pub scope: Option<String>,
    pub role_definition_id: Option<String>,
    pub principal_id: Option<String>,
}

/// What a read of changes says about an object; everything else is read anew.
#[derive(Debug, Deserialize)]
pub(super) struct Changed {
    pub id: String,
    #[serde(rename = "@removed")]
    pub removed: Option<serde::de::IgnoredAny>,
}

/// What decides whether an account may be changed.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Account {
    pub display_name: Option<String>,
    pub user_type: Option<String>,
    pub account_enabled: Option<bool>,
}
