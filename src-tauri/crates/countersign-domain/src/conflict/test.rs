//! What must not be held together, by whatever path.

use super::*;

const PAY: PackageId = PackageId(1);
const ORDER: PackageId = PackageId(2);
const AUDIT: PackageId = PackageId(3);
const BOTH: PackageId = PackageId(4);
const GROUP: PrincipalId = PrincipalId(99);

fn role(id: i64) -> ResourceRole {
    ResourceRole {
        resource: PrincipalId(id),
        entitlement: "member".into(),
    }
}

fn held(id: i64, path: &[&str]) -> HeldRole {
    HeldRole {
        role: role(id),
        path: path.iter().map(|part| (*part).to_owned()).collect(),
    }
}

fn roles() -> BTreeMap<PackageId, Vec<ResourceRole>> {
    [
        (PAY, vec![role(1), role(2)]),
        (ORDER, vec![role(3), role(4)]),
        (AUDIT, vec![role(99)]),
        (BOTH, vec![role(1), role(2), role(3), role(4)]),
    ]
    .into()
}

fn apart(one: PackageId, other: PackageId) -> Incompatible {
    Incompatible {
        one,
        other: Other::Package(other),
    }
}

fn found(wanted: PackageId, packages: &[PackageId], effective: &[HeldRole], rules: &[Incompatible]) -> Vec<Conflict> {
    conflicts(wanted, &packages.iter().copied().collect(), effective, rules, &roles())
}

#[test]
fn an_incompatibility_holds_in_both_directions() {
    let rules = [apart(PAY, ORDER)];
    for (wanted, packages) in [(PAY, ORDER), (ORDER, PAY)] {
        let conflicts = found(wanted, &[packages], &[], &rules);
        assert_eq!(conflicts.len(), 1);
        assert_eq!(
            (conflicts[0].with, conflicts[0].because),
            (Other::Package(packages), Because::Assigned)
        );
    }
    assert!(found(PAY, &[AUDIT, PAY], &[], &rules).is_empty());
}

#[test]
fn holding_all_that_a_package_gives_by_whatever_path_counts_as_holding_it() {
    let rules = [apart(PAY, ORDER)];
    let part = [held(3, &["Buyers", "Orders"])];
    assert!(found(PAY, &[], &part, &rules).is_empty());
    let all = [
        held(4, &["Managers", "Leads", "Approvals"]),
        held(4, &["Leads", "Approvals"]),
        held(3, &["Buyers", "Orders"]),
    ];
    assert_eq!(
        found(PAY, &[], &all, &rules),
        [Conflict {
            package: PAY,
            with: Other::Package(ORDER),
            path: vec!["Buyers → Orders".into(), "Leads → Approvals".into()],
            because: Because::HoldsAllRoles,
        }]
    );
}

#[test]
fn a_group_conflicts_whether_it_is_held_or_would_be_given() {
    let rules = [Incompatible {
        one: PAY,
        other: Other::Group(GROUP),
    }];
    let member = [held(99, &["Auditors"])];
    let conflicts = found(PAY, &[], &member, &rules);
    assert_eq!(conflicts[0].because, Because::GroupMember);
    assert_eq!(conflicts[0].path, ["Auditors"]);
    let given = found(AUDIT, &[PAY], &[], &rules);
    assert_eq!(
        (given[0].with, given[0].because),
        (Other::Package(PAY), Because::GivesMembership)
    );
    let owner = [HeldRole {
        role: ResourceRole {
            resource: GROUP,
            entitlement: "owner".into(),
        },
        path: vec!["Auditors".into()],
    }];
    assert!(found(PAY, &[], &owner, &rules).is_empty());
}

#[test]
fn a_package_that_becomes_whole_by_the_wanted_one_conflicts_too() {
    let part = PackageId(5);
    let mut roles = roles();
    roles.insert(part, vec![role(4)]);
    let rules = [apart(PAY, ORDER)];
    let effective = [held(3, &["Orders"])];
    let held: BTreeSet<PackageId> = [PAY].into();
    let found = conflicts(part, &held, &effective, &rules, &roles);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].package, found[0].with), (ORDER, Other::Package(PAY)));
}

#[test]
fn a_package_made_to_hold_both_under_a_stricter_approval_does_not_conflict_with_itself() {
    assert!(found(BOTH, &[], &[], &[apart(PAY, ORDER)]).is_empty());
}

#[test]
fn a_package_that_gives_nothing_is_held_by_nobody() {
    let empty = BTreeMap::from([(PAY, vec![role(1)]), (ORDER, Vec::new())]);
    assert!(conflicts(PAY, &BTreeSet::new(), &[], &[apart(PAY, ORDER)], &empty).is_empty());
}

#[test]
fn the_answer_does_not_depend_on_the_order_of_what_is_given() {
    let mut rules = vec![
        apart(ORDER, PAY),
        apart(AUDIT, PAY),
        apart(PAY, BOTH),
        apart(PAY, ORDER),
    ];
    let mut effective = vec![held(4, &["b"]), held(4, &["a"]), held(3, &["c"]), held(99, &["d"])];
    let one = found(PAY, &[BOTH], &effective, &rules);
    rules.reverse();
    effective.reverse();
    assert_eq!(found(PAY, &[BOTH], &effective, &rules), one);
    assert_eq!(one.len(), 3);
}

#[test]
fn conflicts_that_stand_already_are_listed_once_with_both_paths() {
    let roles = roles();
    let rules = [apart(ORDER, PAY), apart(PAY, ORDER)];
    let separation = Separation::new(&rules, &roles);
    let effective = [held(1, &["a"]), held(2, &["b"]), held(3, &["c"]), held(4, &["d"])];
    let standing = separation.standing(&BTreeSet::new(), &effective);
    assert_eq!(standing.len(), 1);
    assert_eq!(standing[0].path, ["a", "b", "c", "d"]);
    assert!(separation.standing(&[PAY].into(), &[]).is_empty());
}

#[test]
fn one_request_alone_is_answered_as_with_everything_prepared() {
    let mut state = 7_u64;
    let mut roll = |sides: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % sides
    };
    let mut conflicting = 0;
    for _ in 0..2_000 {
        let roles: BTreeMap<PackageId, Vec<ResourceRole>> = (0..6)
            .map(|id| (PackageId(id), (0..roll(4)).map(|_| role(roll(6) as i64)).collect()))
            .collect();
        let rules: Vec<Incompatible> = (0..6)
            .map(|_| Incompatible {
                one: PackageId(roll(6) as i64),
                other: match roll(3) {
                    0 => Other::Group(PrincipalId(roll(6) as i64)),
                    _ => Other::Package(PackageId(roll(6) as i64)),
                },
            })
            .collect();
        let packages: BTreeSet<PackageId> = (0..roll(3)).map(|_| PackageId(roll(6) as i64)).collect();
        let effective: Vec<HeldRole> = (0..roll(5)).map(|_| held(roll(6) as i64, &["a"])).collect();
        let wanted = PackageId(roll(6) as i64);
        let alone = conflicts(wanted, &packages, &effective, &rules, &roles);
        let prepared = Separation::new(&rules, &roles).conflicts(wanted, &packages, &effective);
        assert_eq!(
            alone, prepared,
            "{wanted}: {rules:?} {roles:?} {packages:?} {effective:?}"
        );
        conflicting += usize::from(!alone.is_empty());
    }
    assert!((200..1_900).contains(&conflicting), "{conflicting} conflicting");
}
