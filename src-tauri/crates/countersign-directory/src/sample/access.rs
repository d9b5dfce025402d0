//! What the sample organization has beyond people and plain groups: applications with roles, roles of the
//! directory and of Azure, and the kinds of groups that cannot simply be changed.

use chrono::{DateTime, Utc};
use countersign_domain::snapshot::{ACTIVE, DEFAULT_ACCESS, ELIGIBLE, Kind, attribute as fact};

use super::organization::{Chance, group, group_key, person_key};
use super::tree::{BASE, Held, Node};
use crate::dn;

// Name, what it is for, its roles from many holders to few, and whether nothing connects it.
const APPLICATIONS: [(&str, &str, &[&str], bool); 12] = [
    (
        "Ledger One",
        "Books and closes the accounts",
        &["Reader", "Poster", "Period closer"],
        false,
    ),
    (
        "Harbour CRM",
        "Customers, offers and contracts",
        &["Seller", "Sales lead", "Administrator"],
        false,
    ),
    (
        "Workday Mirror",
        "Personal files and absences",
        &["Self-service", "People partner"],
        false,
    ),
    (
        "Build Farm",
        "Builds and signs releases",
        &["Developer", "Release signer"],
        false,
    ),
    ("Ticket Desk", "Questions of customers", &[], false),
    (
        "Data Lake Explorer",
        "Queries over all products",
        &["Query reader", "Query author"],
        false,
    ),
    ("Contract Vault", "Signed contracts", &["Reader", "Archivist"], false),
    ("Plant Screen", "Shows the state of the plant", &[], false),
    (
        "Bank Portal",
        "Payments at the house bank; accounts are kept by the bank",
        &["Preparer", "Approver"],
        true,
    ),
    (
        "Door System",
        "Keys and doors of the buildings",
        &["Holder", "Programmer"],
        true,
    ),
    ("Phone Exchange", "Old telephone exchange", &["Operator"], true),
    (
        "Payroll Bureau",
        "Web site of the payroll bureau",
        &["Uploader", "Signer"],
        true,
    ),
];

// Name, what it may do, whether it can change the rights of others, how many are eligible and active.
const ROLES: [(&str, &str, bool, usize, usize); 8] = [
    ("Global Administrator", "Can do everything in the directory", true, 3, 2),
    ("Privileged Role Administrator", "Assigns roles", true, 2, 1),
    ("User Administrator", "Manages users and their groups", true, 6, 2),
    ("Security Reader", "Reads security reports", false, 4, 5),
    ("Application Administrator", "Manages applications", true, 3, 1),
    ("Helpdesk Administrator", "Resets passwords", true, 8, 4),
    ("Billing Administrator", "Sees invoices and pays them", false, 1, 2),
    ("Directory Readers", "Reads the directory", false, 0, 2),
];

const AZURE_ROLES: [(&str, &str, bool, usize); 6] = [
    ("Owner", "/subscriptions/production", true, 2),
    ("Contributor", "/subscriptions/production", true, 5),
    ("Reader", "/subscriptions/production", false, 9),
    ("Contributor", "/subscriptions/laboratory", true, 7),
    (
        "Storage Blob Data Reader",
        "/subscriptions/production/resourceGroups/lake",
        false,
        6,
    ),
    (
        "Key Vault Administrator",
        "/subscriptions/production/resourceGroups/keys",
        true,
        2,
    ),
];

/// Adds all of it to the people and groups; `people` is how many there are, the last 90 of them guests.
pub(super) fn add(nodes: &mut Vec<Node>, groups: usize, people: usize, chance: &mut Chance, today: DateTime<Utc>) {
    let kinds = group_kinds(nodes, groups, people, today);
    let (signers, administrators) = (group_key(groups), group_key(groups + 1));
    nodes.extend(kinds);
    let members = people - 90;
    for (n, (name, about, roles, disconnected)) in APPLICATIONS.iter().enumerate() {
        let mut node = application(n, name, about, today);
        set(
            &mut node,
            fact::ASSIGNMENT_REQUIRED,
            if n % 3 == 1 { fact::FALSE } else { fact::TRUE },
        );
        if *disconnected {
            set(&mut node, fact::DISCONNECTED, fact::TRUE);
        }
        if n % 4 != 3 {
            node.owners = vec![person_key(n * 17 + 2)];
        }
        let default = [DEFAULT_ACCESS];
        let roles: &[&str] = if roles.is_empty() { &default } else { roles };
        for (r, role) in roles.iter().enumerate() {
            let mut holders: Vec<usize> = (0..[24, 7, 3][r.min(2)]).map(|_| chance.below(members)).collect();
            holders.sort_unstable();
            holders.dedup();
            node.hold(role, holders.into_iter().map(person_key));
            // The first role of a connected application is mostly given to a whole department.
            if r == 0 && !disconnected && n % 2 == 0 {
                node.hold(role, [group_key(n % 9)]);
            }
        }
        nodes.push(node);
    }
    // Two who have left still have a key.
    if let Some(doors) = nodes.iter_mut().find(|node| node.display_name == "Door System") {
        doors.hold("Holder", [person_key(17), person_key(48)]);
    }
    if let Some(farm) = nodes.iter_mut().find(|node| node.display_name == "Build Farm") {
        farm.hold("Release signer", [signers]);
    }
    for (n, (name, about, privileged, eligible, active)) in ROLES.iter().enumerate() {
        let mut node = role(n, Kind::DirectoryRole, name, about, "/", *privileged, today);
        node.hold(
            ELIGIBLE,
            (0..*eligible).map(|one| person_key(chance.below(members / 4) + one)),
        );
        node.hold(
            ACTIVE,
            (0..*active).map(|one| person_key(chance.below(members / 4) + one)),
        );
        match *name {
            "User Administrator" => node.hold(ELIGIBLE, [administrators.clone()]),
            "Directory Readers" => node.hold(ACTIVE, [application_key(2)]),
            "Application Administrator" => node.hold(ACTIVE, [application_key(3)]),
            _ => {}
        }
        nodes.push(node);
    }
    for (n, (name, scope, privileged, holders)) in AZURE_ROLES.iter().enumerate() {
        let shown = format!("{name} at {scope}");
        let mut node = role(100 + n, Kind::AzureRole, &shown, "", scope, *privileged, today);
        node.hold(
            ACTIVE,
            (0..*holders).map(|one| person_key(chance.below(members / 3) + one)),
        );
        if n % 2 == 0 {
            node.hold(ELIGIBLE, (0..2).map(|one| person_key(chance.below(members / 3) + one)));
        }
        if *name == "Reader" {
            node.hold(ACTIVE, [group_key(2), application_key(3)]);
        }
        nodes.push(node);
    }
}

/// Marks some groups as what they are in real directories, and answers a few of other kinds.
fn group_kinds(nodes: &mut [Node], groups: usize, people: usize, today: DateTime<Utc>) -> Vec<Node> {
    let guest = |n: usize| person_key(people - 90 + n);
    for node in nodes.iter_mut().filter(|node| node.kind == Kind::Group) {
        set(node, fact::GROUP_TYPE, fact::SECURITY);
        if let Some(department) = node.display_name.strip_prefix("Department ") {
            let rule = format!("(user.department -eq \"{department}\") -and (user.userType -eq \"Member\")");
            // Engineering and Research still maintain theirs by hand.
            if !matches!(department, "Engineering" | "Research") {
                set(node, fact::DYNAMIC, &rule);
                node.members.retain(|key| (0..90).all(|n| *key != guest(n)));
            }
        }
        if node.display_name.starts_with("Region ") || node.display_name.starts_with("Laboratory ") {
            set(node, fact::SYNCED, fact::TRUE);
        }
        if node.display_name == "Database administrators administrators" {
            set(node, fact::PRIVILEGED, fact::TRUE);
        }
    }
    let made = |n: usize, name: &str, about: &str, kind: &str, members: Vec<String>| {
        let mut node = group(groups + n, name, about, today);
        set(&mut node, fact::GROUP_TYPE, kind);
        if kind != fact::SECURITY {
            node.mail = Some(format!("{}@sample.example", name.to_lowercase().replace(' ', "-")));
            set(&mut node, fact::MAIL_ENABLED, fact::TRUE);
        }
        node.members = members;
        node.owners = vec![person_key(20 + n)];
        node
    };
    let mut all = vec![
        made(
            0,
            "Release signers",
            "May sign a release",
            fact::SECURITY,
            [30, 31, 32].map(person_key).into(),
        ),
        made(
            1,
            "User administrators",
            "May be given a role",
            fact::SECURITY,
            [40, 41, 42].map(person_key).into(),
        ),
        made(
            2,
            "Team Harbour",
            "Team with a partner, with mailbox and files",
            fact::M365,
            (0..6).map(guest).chain((50..60).map(person_key)).collect(),
        ),
        made(
            3,
            "Team Lighthouse",
            "Team of the audit, with mailbox and files",
            fact::M365,
            (4..9).map(guest).chain((70..76).map(person_key)).collect(),
        ),
        made(
            4,
            "Announcements",
            "Receives announcements",
            fact::DISTRIBUTION,
            (0..40).map(person_key).collect(),
        ),
    ];
    set(&mut all[1], fact::PRIVILEGED, fact::TRUE);
    all
}

fn application(n: usize, name: &str, about: &str, today: DateTime<Utc>) -> Node {
    Node {
        key: application_key(n),
        dn: format!("cn={},ou=applications,{BASE}", dn::escape(name)),
        kind: Kind::ServicePrincipal,
        enabled: Some(true),
        ..group(n, name, about, today)
    }
}

fn role(n: usize, kind: Kind, name: &str, about: &str, scope: &str, privileged: bool, today: DateTime<Utc>) -> Node {
    let mut node = Node {
        key: format!("00000000-0000-4000-8000-5000000{n:05}"),
        dn: format!("cn={},ou=roles,{BASE}", dn::escape(name)),
        kind,
        ..group(n, name, about, today)
    };
    if about.is_empty() {
        node.description = None;
    }
    set(&mut node, fact::SCOPE, scope);
    set(
        &mut node,
        fact::PRIVILEGED,
        if privileged { fact::TRUE } else { fact::FALSE },
    );
    node
}

fn application_key(n: usize) -> String {
    format!("00000000-0000-4000-8000-4000000{n:05}")
}

fn set(node: &mut Node, name: &str, value: &str) {
    node.attributes.insert(name.to_owned(), vec![value.to_owned()]);
}

impl Node {
    fn hold(&mut self, entitlement: &str, principals: impl IntoIterator<Item = String>) {
        for principal in principals {
            let held = Held {
                entitlement: entitlement.to_owned(),
                principal,
            };
            if !self.holdings.contains(&held) {
                self.holdings.push(held);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, HashMap};

    use countersign_domain::snapshot::UserType;

    use super::*;
    use crate::sample::organization;

    #[test]
    fn every_kind_of_resource_has_holders_and_every_holder_exists() {
        let tree = organization(7);
        let kinds: HashMap<_, _> = tree.nodes.iter().map(|node| (node.key.as_str(), node.kind)).collect();
        assert_eq!(kinds.len(), tree.nodes.len());
        let count = |kind| tree.nodes.iter().filter(|node| node.kind == kind).count();
        assert_eq!(
            [Kind::ServicePrincipal, Kind::DirectoryRole, Kind::AzureRole].map(count),
            [12, 8, 6]
        );
        let mut by = BTreeSet::new();
        for node in &tree.nodes {
            for held in &node.holdings {
                let holder = kinds.get(held.principal.as_str()).expect("a holder that exists");
                by.insert((node.kind.to_text(), holder.to_text()));
            }
        }
        let all = ["servicePrincipal", "directoryRole", "azureRole"].map(|kind| (kind, "user"));
        assert!(all.iter().all(|pair| by.contains(pair)));
        assert!(by.contains(&("directoryRole", "group")) && by.contains(&("directoryRole", "servicePrincipal")));
    }

    #[test]
    fn teams_have_guests_and_rules_choose_only_people_of_the_department() {
        let tree = organization(7);
        let by_key: HashMap<_, _> = tree.nodes.iter().map(|node| (&node.key, node)).collect();
        let team = tree
            .nodes
            .iter()
            .find(|node| node.display_name == "Team Harbour")
            .expect("a team");
        assert!(
            team.members
                .iter()
                .any(|key| by_key[key].user_type == Some(UserType::Guest))
        );
        let dynamic: Vec<_> = tree
            .nodes
            .iter()
            .filter(|node| node.attributes.contains_key(fact::DYNAMIC))
            .collect();
        assert_eq!(dynamic.len(), 7);
        for group in dynamic {
            let department = group.display_name.strip_prefix("Department ").map(str::to_owned);
            assert!(group.members.iter().all(|key| by_key[key].department == department));
        }
        assert!(tree.nodes.iter().any(|node| node.attributes.contains_key(fact::SYNCED)));
    }
}
