//! How far a member stands from the other members of a group in the manager tree.
//!
//! The rule (access-governance §1.7): the distance of two people is the number of steps from one to the
//! other along manager lines, undefined where they have no manager in common. A member whose average
//! distance to the others is larger than `median + 3 × 1.4826 × MAD` of all members' averages stands
//! apart: deny. It takes five members with an average; fewer give no information.
//!
//! In a group of one team the MAD is zero, and the bare formula would deny everybody above the median.
//! There the mean absolute deviation, times 1.2533, takes its place: both estimate the standard deviation.

mod tree;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Input, Insight, Recommendation};

pub use tree::{Measure, Tree};

/// The rule's published name, printed in the evidence.
pub const RULE: &str = "peerDistance/1";
/// So many members with an average it takes to call one of them far.
pub const LEAST_MEMBERS: usize = 5;
/// So many standard deviations above the median are far.
const FAR: f64 = 3.0;
/// Standard deviations per median absolute deviation, for a normal distribution.
const PER_MAD: f64 = 1.4826;
/// Standard deviations per mean absolute deviation, for a normal distribution.
const PER_MEAN_DEVIATION: f64 = 1.2533;

/// What is said of one member. Distances are in steps.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PeerDistance {
    /// To the other members with a manager in common; none where there is no such member.
    pub average: Option<f64>,
    /// Of the averages of the group.
    pub median: f64,
    /// The median of the averages' distances from their median.
    pub mad: f64,
    /// A larger average is far.
    pub limit: f64,
    /// The members that have an average.
    #[ts(type = "number")]
    pub members: usize,
}

/// The distances of a group's members, in their order. Each member is listed once.
pub fn peer_distance(measure: &mut Measure<'_>, members: &[usize]) -> Vec<PeerDistance> {
    let averages = measure.averages(members);
    let mut known: Vec<f64> = averages.iter().flatten().copied().collect();
    let count = known.len();
    let middle = median(&mut known);
    for average in &mut known {
        *average = (*average - middle).abs();
    }
    let mean_deviation = known.iter().sum::<f64>() / count.max(1) as f64;
    let mad = median(&mut known);
    let deviation = if mad > 0.0 {
        PER_MAD * mad
    } else {
        PER_MEAN_DEVIATION * mean_deviation
    };
    averages
        .into_iter()
        .map(|average| PeerDistance {
            average,
            median: middle,
            mad,
            limit: middle + FAR * deviation,
            members: count,
        })
        .collect()
}

/// Zero of no values.
fn median(values: &mut [f64]) -> f64 {
    if values.is_empty() {
        return 0.0;
    }
    let half = values.len() / 2;
    let even = values.len().is_multiple_of(2);
    let (below, upper, _) = values.select_nth_unstable_by(half, f64::total_cmp);
    let upper = *upper;
    match below.iter().copied().max_by(f64::total_cmp) {
        Some(lower) if even => f64::midpoint(lower, upper),
        _ => upper,
    }
}

impl PeerDistance {
    pub fn recommendation(&self) -> Recommendation {
        match self.average {
            None => Recommendation::NoInfoAvailable,
            Some(_) if self.members < LEAST_MEMBERS => Recommendation::NoInfoAvailable,
            Some(average) if average > self.limit => Recommendation::Deny,
            Some(_) => Recommendation::Approve,
        }
    }

    pub fn sentence(&self) -> String {
        let Some(average) = self.average else {
            return "No other member has a manager in common with this person.".into();
        };
        if self.members < LEAST_MEMBERS {
            return format!(
                "Only {} members have managers in common; {LEAST_MEMBERS} are needed to compare them.",
                self.members
            );
        }
        let side = if average > self.limit { "beyond" } else { "within" };
        format!(
            "On average {average:.2} steps along manager lines from the other members; {:.2} is the middle of the group, \
             and this is {side} the limit of {:.2}.",
            self.median, self.limit
        )
    }

    /// For the reviewer and the evidence.
    pub fn insight(&self) -> Insight {
        Insight::new(
            RULE,
            self.recommendation(),
            self.sentence(),
            [
                ("average", self.average.map_or(Input::Null, Input::Number)),
                ("median", Input::Number(self.median)),
                ("mad", Input::Number(self.mad)),
                ("limit", Input::Number(self.limit)),
                ("members", Input::Count(self.members as u64)),
            ],
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A head (0) with two heads of team (1, 2); ten people under the first, three under the second.
    fn organization() -> Tree {
        let mut managers = vec![None, Some(0), Some(0)];
        managers.extend([Some(1); 10]);
        managers.extend([Some(2); 3]);
        managers.push(None);
        Tree::new(&managers)
    }

    fn advice(members: &[usize]) -> Vec<Recommendation> {
        let tree = organization();
        peer_distance(&mut Measure::new(&tree), members)
            .iter()
            .map(PeerDistance::recommendation)
            .collect()
    }

    #[test]
    fn a_stranger_in_a_group_of_one_team_is_far_and_the_team_is_not() {
        let members: Vec<usize> = (3..=13).collect();
        let said = advice(&members);
        assert_eq!(said[10], Recommendation::Deny);
        assert!(said[..10].iter().all(|one| *one == Recommendation::Approve), "{said:?}");
    }

    #[test]
    fn two_teams_in_one_group_do_not_deny_the_smaller_one() {
        let members = [3, 4, 5, 6, 13, 14, 15];
        assert_eq!(advice(&members), [Recommendation::Approve; 7]);
    }

    #[test]
    fn four_members_and_people_outside_the_tree_give_no_information() {
        assert_eq!(advice(&[3, 4, 5, 13]), [Recommendation::NoInfoAvailable; 4]);
        assert_eq!(advice(&[]), []);
        let said = advice(&[3, 4, 5, 6, 7, 16]);
        assert_eq!(said[5], Recommendation::NoInfoAvailable, "no manager and no reports");
        assert_eq!(said[..5], [Recommendation::Approve; 5]);
    }

    #[test]
    fn the_sentence_and_the_inputs_can_be_checked_by_hand() {
        let tree = organization();
        let members: Vec<usize> = (3..=13).collect();
        let found = peer_distance(&mut Measure::new(&tree), &members);
        // Each of the team: nine at 2 steps, the stranger at 4. The stranger: ten at 4.
        assert_eq!(found[0].average, Some(2.2));
        assert_eq!(found[10].average, Some(4.0));
        assert_eq!((found[10].median, found[10].mad, found[10].members), (2.2, 0.0, 11));
        let insight = found[10].insight();
        assert_eq!(insight.rule, "peerDistance/1");
        assert!(
            insight.sentence.contains("4.00 steps") && insight.sentence.contains("beyond"),
            "{}",
            insight.sentence
        );
    }
}
