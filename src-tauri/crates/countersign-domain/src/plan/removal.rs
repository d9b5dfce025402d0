//! Where an access must be cut so that it is gone, and where no connector can.

use std::collections::BTreeMap;

use super::Reason;
use crate::definition::Nested;
use crate::id::PrincipalId;
use crate::snapshot::{Kind, attribute};

/// What a connector of this program changes in a directory of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    Nothing,
    Groups,
    /// Groups, and who holds a role of an application or of the directory itself.
    Roles,
    /// Those with a mailbox and those that only receive mail too: they are lists like any other there.
    EveryGroup,
}

impl Reach {
    /// By the kind of the directory, as the ledger names it.
    pub fn of(directory: &str) -> Self {
        match directory {
            "ldap" | "sample" => Self::Groups,
            "entra" => Self::Roles,
            "ad" => Self::EveryGroup,
            _ => Self::Nothing,
        }
    }
}

/// A group, application or role as a plan sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub id: PrincipalId,
    pub name: String,
    pub kind: Kind,
    /// Why nobody can be taken out of it from here; `None` where that can be done.
    pub barrier: Option<Reason>,
}

/// Why nobody can be taken out of a group, application or role from here.
pub fn barrier(kind: Kind, attributes: &BTreeMap<String, Vec<String>>, reach: Reach) -> Option<Reason> {
    let is = |name: &str, value: &str| {
        attributes
            .get(name)
            .is_some_and(|values| values.iter().any(|one| one.eq_ignore_ascii_case(value)))
    };
    let mail = is(attribute::GROUP_TYPE, attribute::DISTRIBUTION)
        || is(attribute::MAIL_ENABLED, attribute::TRUE) && !is(attribute::GROUP_TYPE, attribute::M365);
    if kind == Kind::AccessPackage {
        // Its assignment is ended here; what it gave is taken back where that can be done.
        None
    } else if reach == Reach::Roles && matches!(kind, Kind::ServicePrincipal | Kind::DirectoryRole | Kind::AzureRole) {
        None
    } else if kind != Kind::Group {
        Some(match is(attribute::DISCONNECTED, attribute::TRUE) {
            true => Reason::Disconnected,
            false if reach == Reach::Nothing => Reason::ReadOnly,
            false => Reason::NotAGroup,
        })
    } else if attributes.contains_key(attribute::DYNAMIC) {
        Some(Reason::Dynamic)
    } else if is(attribute::SYNCED, attribute::TRUE) {
        Some(Reason::Synced)
    } else if mail && reach != Reach::EveryGroup {
        Some(Reason::MailEnabled)
    } else {
        (reach == Reach::Nothing).then_some(Reason::ReadOnly)
    }
}

/// A denied access with every way by which it comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Denied {
    pub resource: Place,
    /// The groups between, nearest to the resource first; empty when the resource names the person itself.
    pub ways: Vec<Vec<Place>>,
    /// There are more ways than these.
    pub more: bool,
    /// The review saw the person named by the resource itself.
    pub direct: bool,
    pub person_gone: bool,
    pub nested: Nested,
}

/// What becomes of one way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removal {
    pub way: Vec<Place>,
    /// The list out of which the person must be taken.
    pub cut: Place,
    /// Why a person must do it; `None`: it is a change of the plan.
    pub reason: Option<Reason>,
}

impl Removal {
    /// What is done, or what a person must do.
    pub fn sentence(&self) -> String {
        match self.reason {
            None => format!("Take the person out of “{}”.", self.cut.name),
            Some(reason) => reason.sentence(&self.cut.name),
        }
    }
}

/// What to do about each way, shortest first. A membership that the resource names itself is removed where
/// it can be. One that comes through another group is left to a person, because removing it there takes
/// away more than was reviewed; unless the settings say otherwise, and then only if every way can be cut:
/// else the person would lose other things and keep this one.
pub fn steps(denied: &Denied) -> Vec<Removal> {
    let Denied { resource, ways, .. } = denied;
    let own = |reason| Removal {
        way: Vec::new(),
        cut: resource.clone(),
        reason,
    };
    let gone = |barrier: Option<Reason>| match barrier {
        Some(_) if denied.person_gone => Some(Reason::PersonGone),
        other => other,
    };
    let inner = |way: &[Place]| way.last().map_or_else(|| resource.clone(), Clone::clone);
    let whole = denied.nested == Nested::Remove
        && resource.kind == Kind::Group
        && !denied.more
        && ways.iter().all(|way| inner(way).barrier.is_none());
    let mut removals = Vec::new();
    if denied.direct && !ways.iter().any(Vec::is_empty) {
        // Somebody else has removed it meanwhile, or the person is gone: asking once more is harmless.
        removals.push(own(gone(resource.barrier)));
    }
    for way in ways {
        if way.is_empty() {
            removals.push(own(gone(resource.barrier)));
            continue;
        }
        let cut = inner(way);
        let reason = match (whole, resource.kind, cut.barrier) {
            (true, ..) => None,
            (false, _, Some(reason @ (Reason::Dynamic | Reason::Synced | Reason::MailEnabled))) => Some(reason),
            (false, Kind::Group, _) => Some(Reason::Nested),
            (false, Kind::AzureRole, _) => Some(Reason::AzureThroughGroup),
            (false, ..) => Some(Reason::ThroughGroup),
        };
        let way = way.clone();
        removals.push(Removal { way, cut, reason });
    }
    if denied.more {
        removals.push(own(Some(Reason::TooManyWays)));
    }
    removals
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(id: i64, kind: Kind, barrier: Option<Reason>) -> Place {
        Place {
            id: PrincipalId(id),
            name: format!("Group {id}"),
            kind,
            barrier,
        }
    }

    fn group(id: i64) -> Place {
        place(id, Kind::Group, None)
    }

    fn denied(ways: Vec<Vec<Place>>, nested: Nested) -> Denied {
        Denied {
            resource: group(1),
            direct: ways.iter().any(Vec::is_empty),
            ways,
            more: false,
            person_gone: false,
            nested,
        }
    }

    fn reasons(denied: &Denied) -> Vec<Option<Reason>> {
        steps(denied).into_iter().map(|step| step.reason).collect()
    }

    #[test]
    fn a_direct_membership_is_removed_and_a_nested_one_is_left_to_a_person() {
        let both = vec![vec![], vec![group(2)], vec![group(3), group(4)]];
        let steps = steps(&denied(both, Nested::Task));
        assert_eq!(steps[0].reason, None);
        assert_eq!(steps[1].reason, Some(Reason::Nested));
        assert_eq!(
            (steps[2].cut.id, steps[2].reason),
            (PrincipalId(4), Some(Reason::Nested))
        );
    }

    #[test]
    fn nested_memberships_are_removed_where_the_settings_say_so_and_every_way_can_be_cut() {
        let both = vec![vec![], vec![group(2)], vec![group(3), group(4)]];
        assert_eq!(reasons(&denied(both.clone(), Nested::Remove)), [None; 3]);
        let mut fixed = both.clone();
        fixed[2][1].barrier = Some(Reason::Dynamic);
        assert_eq!(
            reasons(&denied(fixed, Nested::Remove)),
            [None, Some(Reason::Nested), Some(Reason::Dynamic)]
        );
        let mut more = denied(both, Nested::Remove);
        more.more = true;
        assert_eq!(reasons(&more)[1], Some(Reason::Nested));
        assert_eq!(reasons(&more).last(), Some(&Some(Reason::TooManyWays)));
    }

    #[test]
    fn roles_through_a_group_name_the_group_to_change() {
        for (kind, reason) in [
            (Kind::AzureRole, Reason::AzureThroughGroup),
            (Kind::DirectoryRole, Reason::ThroughGroup),
            (Kind::ServicePrincipal, Reason::ThroughGroup),
        ] {
            let mut role = denied(vec![vec![group(2)]], Nested::Remove);
            role.resource = place(1, kind, Some(Reason::NotAGroup));
            assert_eq!(reasons(&role), [Some(reason)]);
        }
    }

    #[test]
    fn facts_of_a_group_say_why_it_is_not_changed_from_here() {
        let facts = |pairs: &[(&str, &str)]| -> BTreeMap<String, Vec<String>> {
            pairs
                .iter()
                .map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()]))
                .collect()
        };
        let of = |pairs: &[(&str, &str)]| barrier(Kind::Group, &facts(pairs), Reach::Groups);
        assert_eq!(of(&[]), None);
        assert_eq!(
            of(&[(attribute::DYNAMIC, "user.department -eq \"Sales\"")]),
            Some(Reason::Dynamic)
        );
        assert_eq!(of(&[(attribute::SYNCED, "true")]), Some(Reason::Synced));
        assert_eq!(of(&[(attribute::SYNCED, "false")]), None);
        assert_eq!(of(&[(attribute::MAIL_ENABLED, "true")]), Some(Reason::MailEnabled));
        let unified = [(attribute::MAIL_ENABLED, "true"), (attribute::GROUP_TYPE, "m365")];
        assert_eq!(of(&unified), None, "a team is changed as any group");
        let mailing = facts(&[
            (attribute::MAIL_ENABLED, "true"),
            (attribute::GROUP_TYPE, "distribution"),
        ]);
        assert_eq!(
            barrier(Kind::Group, &mailing, Reach::of("entra")),
            Some(Reason::MailEnabled)
        );
        assert_eq!(
            barrier(Kind::Group, &mailing, Reach::of("ad")),
            None,
            "a domain changes it like any list"
        );
        assert_eq!(
            barrier(Kind::Group, &facts(&[]), Reach::Nothing),
            Some(Reason::ReadOnly)
        );
        let application = facts(&[(attribute::DISCONNECTED, "true")]);
        assert_eq!(
            barrier(Kind::ServicePrincipal, &application, Reach::Groups),
            Some(Reason::Disconnected)
        );
        for (kind, here) in [
            (Kind::ServicePrincipal, None),
            (Kind::DirectoryRole, None),
            (Kind::AzureRole, None),
        ] {
            assert_eq!(barrier(kind, &facts(&[]), Reach::of("entra")), here);
            assert_eq!(barrier(kind, &facts(&[]), Reach::of("ldap")), Some(Reason::NotAGroup));
        }
    }

    #[test]
    fn what_is_gone_meanwhile_is_asked_for_once_more_and_a_person_who_left_is_named() {
        let mut left = denied(Vec::new(), Nested::Task);
        left.direct = true;
        assert_eq!(reasons(&left), [None]);
        left.person_gone = true;
        left.resource = place(1, Kind::DirectoryRole, Some(Reason::NotAGroup));
        assert_eq!(reasons(&left), [Some(Reason::PersonGone)]);
        left.direct = false;
        assert!(steps(&left).is_empty());
    }
}
