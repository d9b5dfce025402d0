//! A made-up organization that has what real ones have: people in many scripts, guests, leavers who
//! kept their access, groups nobody owns, groups within groups, and one circle of groups. Its applications
//! and roles are in `access`.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, TimeZone, Utc};
use countersign_domain::snapshot::{Kind, UserType};

use super::tree::{BASE, Node, Tree};
use crate::dn;

const PEOPLE: usize = 1200;

// Given names and family names, written by hand for this program; nobody real is meant.
const NAMES: [(&[&str], &[&str]); 11] = [
    (
        &[
            "Anna", "Ben", "Clara", "David", "Emma", "Felix", "Grace", "Henry", "Ida", "Jonas", "Laura", "Max",
        ],
        &[
            "Adler", "Brook", "Carter", "Dietrich", "Ellis", "Fischer", "Grant", "Hoffmann", "Irving", "Jensen",
            "Keller", "Lang",
        ],
    ),
    (
        &[
            "Zoë", "André", "Søren", "Łucja", "Müge", "Şirin", "Ñandú", "Đorđe", "Āris", "Željko",
        ],
        &[
            "Müller-Lüdenscheidt",
            "Åkesson",
            "Dvořák",
            "García Ibáñez",
            "Nguyễn",
            "Öztürk",
            "Łukasiewicz",
            "O’Brien",
            "Straße",
            "Kovačević",
        ],
    ),
    (
        &["Ελένη", "Γιώργος", "Μαρία", "Νίκος", "Σοφία"],
        &["Παπαδοπούλου", "Νικολάου", "Γεωργίου", "Αθανασίου"],
    ),
    (
        &["Анна", "Борис", "Світлана", "Дмитрий", "Йордан"],
        &["Иванова", "Петренко", "Соколов", "Ћирић"],
    ),
    (
        &["ليلى", "أحمد", "فاطمة", "يوسف"],
        &["الحسن", "المصري", "حدّاد", "منصور"],
    ),
    (&["נועה", "דוד", "תמר", "יוסף"], &["כהן", "לוי", "מזרחי", "פרץ"]),
    (&["小明", "芳", "伟", "丽华"], &["王", "李", "张", "歐陽"]),
    (&["さくら", "健太", "美咲", "翔"], &["山田", "佐藤", "髙橋", "鈴木"]),
    (&["민준", "서연", "지우", "하은"], &["김", "이", "박", "남궁"]),
    (&["สมชาย", "มาลี", "กิตติ", "น้ำฝน"], &["ศรีสุข", "ทองดี", "แสงจันทร์", "วัฒนา"]),
    (&["आरव", "प्रिया", "रोहन", "श्रुति"], &["शर्मा", "पटेल", "सिंह", "त्रिपाठी"]),
];
const DEPARTMENTS: [&str; 9] = [
    "Finance",
    "Sales",
    "Engineering",
    "People",
    "Legal",
    "Operations",
    "Research",
    "Support",
    "Plant",
];
const TITLES: [&str; 8] = [
    "Analyst",
    "Specialist",
    "Lead",
    "Engineer",
    "Accountant",
    "Clerk",
    "Coordinator",
    "Auditor",
];
const RESOURCES: [(&str, &str); 14] = [
    ("Payments approval", "May release payments to banks"),
    ("General ledger write", "May post entries in the general ledger"),
    ("Payroll", "Sees and changes salaries"),
    ("Customer records", "Reads personal records of customers"),
    ("Source code", "Writes to the source of all products"),
    ("Production servers", "Signs in to production servers"),
    ("Database administrators", "Full rights on all databases"),
    ("Plant control", "Operates the control system of the plant"),
    ("Laboratory", "Enters the laboratory"),
    ("Contracts archive", "Reads signed contracts"),
    ("Board papers", "Reads the papers of the board"),
    ("Remote access", "May connect from outside"),
    ("Backup operators", "Makes and restores backups"),
    ("Website publishing", "Publishes on the public website"),
];

pub(super) struct Chance(u64);

impl Chance {
    // xorshift64*: a few lines, the same numbers on every machine.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % limit.max(1)
    }

    fn of<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[self.below(list.len())]
    }
}

/// The practice organization of a seed: about 1 200 people in some 80 groups, a dozen applications and as many roles. The same seed gives
/// the same organization, key by key.
pub fn organization(seed: u64) -> Tree {
    organization_at(
        seed,
        Utc.with_ymd_and_hms(2026, 1, 5, 8, 0, 0).single().unwrap_or_default(),
    )
}

/// The same organization with its dates counted back from `today`, so that it does not grow old.
pub fn organization_at(seed: u64, today: DateTime<Utc>) -> Tree {
    let mut chance = Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut nodes = vec![
        place(1, BASE, "Sample"),
        place(2, &format!("ou=people,{BASE}"), "people"),
        place(3, &format!("ou=groups,{BASE}"), "groups"),
    ];
    for n in 0..PEOPLE {
        nodes.push(person(n, &mut chance, today));
    }
    let mut groups: Vec<Node> = Vec::new();
    let named = |groups: &mut Vec<Node>, name: &str, description: &str| {
        let n = groups.len();
        groups.push(group(n, name, description, today));
        n
    };
    // First level: one group for each department, with its people.
    for (d, department) in DEPARTMENTS.iter().enumerate() {
        let n = named(
            &mut groups,
            &format!("Department {department}"),
            "Everybody in the department",
        );
        groups[n].members = (0..PEOPLE)
            .filter(|person| person % DEPARTMENTS.len() == d)
            .map(person_key)
            .collect();
        groups[n].owners = vec![person_key(d)];
    }
    // Second level: regions made of departments; third: what everybody has.
    for (region, from) in [("North", 0), ("South", 3), ("Overseas", 6)] {
        let n = named(&mut groups, &format!("Region {region}"), "Departments of the region");
        groups[n].members = (from..from + 3).map(group_key).collect();
        groups[n].owners = vec![person_key(from)];
    }
    let all = named(&mut groups, "All staff", "Everybody, by way of the regions");
    groups[all].members = (9..12).map(group_key).collect();
    for (name, description) in RESOURCES {
        for role in ["readers", "editors", "administrators", "emergency"] {
            let n = named(&mut groups, &format!("{name} {role}"), description);
            let size = [40, 18, 6, 3][["readers", "editors", "administrators", "emergency"]
                .iter()
                .position(|one| *one == role)
                .unwrap_or(0)];
            let mut members: Vec<usize> = (0..size).map(|_| chance.below(PEOPLE)).collect();
            members.sort_unstable();
            members.dedup();
            groups[n].members = members.into_iter().map(person_key).collect();
            if role == "readers" && chance.below(3) == 0 {
                groups[n].members.push(group_key(chance.below(9)));
            }
            // The administrators may edit, the editors may read: groups within groups.
            if role == "editors" {
                groups[n].members.push(group_key(n + 1));
            }
            // Every sixth group has lost its owner.
            if n % 6 != 0 {
                groups[n].owners = vec![person_key(chance.below(PEOPLE))];
            }
        }
    }
    // A circle, as it happens where many people maintain groups.
    let (one, two) = (
        named(&mut groups, "Project Aurora", "Members of the project"),
        named(&mut groups, "Project Aurora partners", "Partners of the project"),
    );
    groups[one].members = vec![group_key(two), person_key(11), person_key(222), person_key(333)];
    groups[two].members = vec![group_key(one), person_key(1190), person_key(1191)];
    groups[one].owners = vec![person_key(11)];
    // Somebody who is no longer there at all.
    groups[two].members.push("00000000-0000-4000-8000-0000000fffff".into());
    let count = groups.len();
    nodes.extend(groups);
    super::access::add(&mut nodes, count, PEOPLE, &mut chance, today);
    Tree { nodes }
}

fn person(n: usize, chance: &mut Chance, today: DateTime<Utc>) -> Node {
    // Two thirds in plain Latin letters, the rest over all scripts.
    let script = if n.is_multiple_of(3) {
        n / 3 % NAMES.len()
    } else {
        usize::from(n.is_multiple_of(7))
    };
    let (given, family) = (chance.of(NAMES[script].0), chance.of(NAMES[script].1));
    let display_name = match script {
        6..=8 => format!("{family}{given}"),
        _ => format!("{given} {family}"),
    };
    let guest = n >= PEOPLE - 90;
    let leaver = !guest && n % 31 == 17;
    let user_name = if guest {
        format!("guest{n:04}")
    } else {
        format!("p{n:04}")
    };
    let days = match () {
        () if leaver => 60 + chance.below(300),
        () if n % 13 == 5 => 31 + chance.below(200),
        () => chance.below(28),
    };
    let last_sign_in_at =
        (n % 37 != 9).then(|| today - Duration::days(days as i64) - Duration::minutes(chance.below(600) as i64));
    Node {
        key: person_key(n),
        dn: format!("uid={},ou=people,{BASE}", dn::escape(&user_name)),
        kind: Kind::User,
        display_name,
        mail: Some(if guest {
            format!("{user_name}@partner.example")
        } else {
            format!("{user_name}@sample.example")
        }),
        user_name: Some(user_name),
        user_type: Some(if guest { UserType::Guest } else { UserType::Member }),
        enabled: Some(!leaver),
        department: (!guest).then(|| DEPARTMENTS[n % DEPARTMENTS.len()].to_owned()),
        title: (!guest).then(|| chance.of(&TITLES).to_owned()),
        employee_id: (!guest).then(|| format!("{}", 20_000 + n)),
        description: None,
        manager: (n > 0).then(|| person_key((n - 1) / 9)),
        owners: Vec::new(),
        members: Vec::new(),
        holdings: Vec::new(),
        attributes: BTreeMap::new(),
        created_at: today - Duration::days(200 + (n * 7 % 2500) as i64),
        last_sign_in_at,
    }
}

pub(super) fn group(n: usize, name: &str, description: &str, today: DateTime<Utc>) -> Node {
    Node {
        key: group_key(n),
        dn: format!("cn={},ou=groups,{BASE}", dn::escape(name)),
        kind: Kind::Group,
        display_name: name.to_owned(),
        user_name: None,
        mail: None,
        user_type: None,
        enabled: None,
        department: None,
        title: None,
        employee_id: None,
        description: Some(description.to_owned()),
        manager: None,
        owners: Vec::new(),
        members: Vec::new(),
        holdings: Vec::new(),
        attributes: BTreeMap::new(),
        created_at: today - Duration::days(900 + n as i64),
        last_sign_in_at: None,
    }
}

fn place(n: usize, dn: &str, name: &str) -> Node {
    let created_at = Utc.with_ymd_and_hms(2019, 3, 1, 8, 0, 0).single().unwrap_or_default();
    Node {
        key: format!("00000000-0000-4000-8000-1000000{n:05}"),
        kind: Kind::Container,
        dn: dn.to_owned(),
        ..group(0, name, "", created_at)
    }
}

pub(super) fn person_key(n: usize) -> String {
    format!("00000000-0000-4000-8000-2000000{n:05}")
}

pub(super) fn group_key(n: usize) -> String {
    format!("00000000-0000-4000-8000-3000000{n:05}")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_organization() {
        assert_eq!(organization(7), organization(7));
        assert_ne!(organization(7), organization(8));
    }

    #[test]
    fn the_organization_has_what_real_ones_have() {
        let tree = organization(7);
        let people: Vec<_> = tree.nodes.iter().filter(|node| node.kind == Kind::User).collect();
        let groups: Vec<_> = tree.nodes.iter().filter(|node| node.kind == Kind::Group).collect();
        let keys: HashSet<_> = tree.nodes.iter().map(|node| &node.key).collect();
        assert_eq!((people.len(), keys.len()), (PEOPLE, tree.nodes.len()));
        assert!(people.iter().any(|node| node.user_type == Some(UserType::Guest)));
        assert!(people.iter().any(|node| node.enabled == Some(false)));
        assert!(people.iter().any(|node| node.last_sign_in_at.is_none()));
        assert!(groups.iter().any(|node| node.owners.is_empty()));
        let nested = |node: &&&Node| {
            node.members
                .iter()
                .any(|key| groups.iter().any(|group| group.key == *key))
        };
        assert!(groups.iter().filter(nested).count() > 20);
        for letter in ['ř', 'ν', 'и', 'ل', 'כ', '王', 'さ', '김', 'ส', 'श'] {
            let shown = people.iter().any(|node| node.display_name.contains(letter));
            assert!(shown, "nobody is called by the letter {letter}");
        }
        assert!(tree.nodes.iter().all(|node| dn::normalise(&node.dn).is_some()));
    }
}
