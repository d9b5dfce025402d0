//! The exact changes that follow from the decisions, and what holds them back.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::definition::Threshold;
use crate::id::PrincipalId;

mod guest;
mod reason;
mod removal;

pub use guest::{GUEST_DAYS, GuestState, may_be_blocked};
pub use reason::Reason;
pub use removal::{Denied, Place, Reach, Removal, barrier, steps};

/// How many direct members a group has, and how many of them a plan removes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupImpact {
    pub resource: PrincipalId,
    pub display_name: String,
    pub members: u64,
    pub removals: u64,
}

/// Why a plan waits for a second person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum Hold {
    #[serde(rename_all = "camelCase")]
    WouldEmpty {
        resource: PrincipalId,
        display_name: String,
        members: u64,
    },
    #[serde(rename_all = "camelCase")]
    ShareOfGroup {
        resource: PrincipalId,
        display_name: String,
        members: u64,
        removals: u64,
        percent: u32,
    },
    #[serde(rename_all = "camelCase")]
    TooMany {
        /// Removals from groups and whole accounts together.
        removals: u64,
        /// Of these, accounts that are blocked and deleted.
        #[serde(default)]
        accounts: u64,
        limit: u32,
    },
}

/// What the threshold says of a plan. Shares are compared without rounding; a group of one or two
/// members is judged only by whether it would be left empty. An account that is blocked and deleted counts
/// against the limit over all as one removal, whatever it is a member of.
pub fn holds(impacts: &[GroupImpact], accounts: u64, threshold: Threshold) -> Vec<Hold> {
    let mut holds = Vec::new();
    for impact in impacts.iter().filter(|impact| impact.removals > 0) {
        let GroupImpact {
            resource,
            ref display_name,
            members,
            removals,
        } = *impact;
        if removals >= members {
            holds.push(Hold::WouldEmpty {
                resource,
                display_name: display_name.clone(),
                members,
            });
        } else if members > 2 && removals * 100 > members * u64::from(threshold.percent_of_group) {
            let percent = u32::try_from(removals * 100 / members).unwrap_or(100);
            holds.push(Hold::ShareOfGroup {
                resource,
                display_name: display_name.clone(),
                members,
                removals,
                percent,
            });
        }
    }
    let removals = impacts.iter().map(|impact| impact.removals).sum::<u64>() + accounts;
    if let Some(limit) = threshold.removals.filter(|limit| removals > u64::from(*limit)) {
        holds.push(Hold::TooMany {
            removals,
            accounts,
            limit,
        });
    }
    holds
}

#[cfg(test)]
mod tests {
    use super::*;

    fn impact(members: u64, removals: u64) -> GroupImpact {
        GroupImpact {
            resource: PrincipalId(1),
            display_name: "ERP".into(),
            members,
            removals,
        }
    }

    #[test]
    fn the_threshold_is_crossed_above_its_share_and_not_at_it() {
        let threshold = Threshold {
            percent_of_group: 50,
            removals: None,
        };
        assert!(holds(&[impact(10, 5)], 0, threshold).is_empty());
        assert_eq!(holds(&[impact(10, 6)], 0, threshold).len(), 1);
        assert!(matches!(
            holds(&[impact(2, 2)], 0, threshold)[..],
            [Hold::WouldEmpty { .. }]
        ));
        assert!(
            holds(
                &[impact(2, 1)],
                0,
                Threshold {
                    percent_of_group: 10,
                    removals: None
                }
            )
            .is_empty()
        );
    }

    #[test]
    fn a_limit_over_all_groups_counts_all_groups() {
        let threshold = Threshold {
            percent_of_group: 100,
            removals: Some(5),
        };
        assert!(holds(&[impact(10, 3), impact(10, 2)], 0, threshold).is_empty());
        assert!(matches!(
            holds(&[impact(10, 3), impact(10, 3)], 0, threshold)[..],
            [Hold::TooMany {
                removals: 6,
                accounts: 0,
                limit: 5
            }]
        ));
    }

    #[test]
    fn a_limit_over_all_groups_counts_accounts_that_are_deleted() {
        let threshold = Threshold {
            percent_of_group: 100,
            removals: Some(5),
        };
        assert!(holds(&[impact(10, 3)], 2, threshold).is_empty());
        for (groups, accounts, removals) in [(&[impact(10, 3)][..], 3, 6), (&[], 7, 7)] {
            assert_eq!(
                holds(groups, accounts, threshold),
                [Hold::TooMany {
                    removals,
                    accounts,
                    limit: 5
                }]
            );
        }
        let kept: Hold = serde_json::from_str(r#"{"kind":"tooMany","removals":6,"limit":5}"#).expect("an older plan's");
        assert!(matches!(kept, Hold::TooMany { accounts: 0, .. }));
    }
}
