//! Graph's `subjectSet`: whom a policy names, by name or by what they are to the person.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;

use crate::definition::Problem;
use crate::json::Place;

/// Somebody a policy names. Ids are the directory's keys, as text; a level counts managers upwards from 1.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", tag = "kind", content = "reference")]
#[ts(rename = "PolicySubject")]
pub enum Subject {
    /// `singleUser`
    User(String),
    /// `singleServicePrincipal`
    ServicePrincipal(String),
    /// `groupMembers`
    Group(String),
    /// `attributeRuleMembers`: the rule's text.
    Rule(String),
    /// `connectedOrganizationMembers`
    Organization(String),
    RequestorManager(u8),
    TargetManager(u8),
    InternalSponsors,
    ExternalSponsors,
    /// `targetUserSponsors`
    TargetSponsors,
    /// `targetApplicationOwners`
    ResourceOwners,
}

impl Subject {
    pub fn is_manager(&self) -> bool {
        matches!(self, Self::RequestorManager(_) | Self::TargetManager(_))
    }

    pub fn is_sponsor(&self) -> bool {
        matches!(
            self,
            Self::InternalSponsors | Self::ExternalSponsors | Self::TargetSponsors
        )
    }

    /// Whether it is known only when somebody asks, and may then be nobody.
    pub fn is_relative(&self) -> bool {
        self.is_manager() || self.is_sponsor() || *self == Self::ResourceOwners
    }

    pub(super) fn parse(place: &Place<'_>) -> Result<Self, Problem> {
        let id = |name: &str| place.needed(name, "Say who is meant by their id.");
        let level = || match place.number("managerLevel")? {
            None => Ok(1),
            Some(level @ 1..=10) => Ok(level as u8),
            Some(_) => Err(place.problem("managerLevel", "The level of a manager is a number from 1 to 10.")),
        };
        Ok(match place.kind()? {
            "singleUser" => Self::User(id("userId")?),
            "singleServicePrincipal" => Self::ServicePrincipal(id("servicePrincipalId")?),
            "groupMembers" => Self::Group(id("groupId")?),
            "attributeRuleMembers" => Self::Rule(place.needed("membershipRule", "The rule is missing.")?),
            "connectedOrganizationMembers" => Self::Organization(id("connectedOrganizationId")?),
            "requestorManager" => Self::RequestorManager(level()?),
            "targetManager" => Self::TargetManager(level()?),
            "internalSponsors" => Self::InternalSponsors,
            "externalSponsors" => Self::ExternalSponsors,
            "targetUserSponsors" => Self::TargetSponsors,
            "targetApplicationOwners" => Self::ResourceOwners,
            "" => return Err(place.problem("@odata.type", "The kind of this subject is missing.")),
            other => {
                let message = format!("“{other}” is not a kind of subject that is known here.");
                return Err(place.problem("@odata.type", message));
            }
        })
    }

    /// Graph's JSON.
    pub(super) fn to_graph(&self) -> Value {
        let kind = |name: &str| format!("#microsoft.graph.{name}");
        match self {
            Self::User(id) => json!({ "@odata.type": kind("singleUser"), "userId": id }),
            Self::ServicePrincipal(id) => {
                json!({ "@odata.type": kind("singleServicePrincipal"), "servicePrincipalId": id })
            }
            Self::Group(id) => json!({ "@odata.type": kind("groupMembers"), "groupId": id }),
            Self::Rule(rule) => json!({ "@odata.type": kind("attributeRuleMembers"), "membershipRule": rule }),
            Self::Organization(id) => {
                json!({ "@odata.type": kind("connectedOrganizationMembers"), "connectedOrganizationId": id })
            }
            Self::RequestorManager(level) => {
                json!({ "@odata.type": kind("requestorManager"), "managerLevel": level })
            }
            Self::TargetManager(level) => json!({ "@odata.type": kind("targetManager"), "managerLevel": level }),
            Self::InternalSponsors => json!({ "@odata.type": kind("internalSponsors") }),
            Self::ExternalSponsors => json!({ "@odata.type": kind("externalSponsors") }),
            Self::TargetSponsors => json!({ "@odata.type": kind("targetUserSponsors") }),
            Self::ResourceOwners => json!({ "@odata.type": kind("targetApplicationOwners") }),
        }
    }
}

/// The most subjects that one list names: Entra's limit for organizations, the highest of all
/// (access-governance §2.11).
const MOST: usize = 1_000;

pub(super) fn subjects(place: &Place<'_>, name: &str) -> Result<Vec<Subject>, Problem> {
    let list = place.list(name)?;
    if list.len() > MOST {
        return Err(place.problem(name, format!("At most {MOST} are named here.")));
    }
    list.iter().map(Subject::parse).collect()
}

pub(super) fn to_graph(subjects: &[Subject]) -> Value {
    subjects.iter().map(Subject::to_graph).collect()
}
