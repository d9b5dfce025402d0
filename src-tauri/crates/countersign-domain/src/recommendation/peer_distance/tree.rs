//! The manager tree, and all averages of a group in one pass over the part of it above the group.

/// Everybody's place under their manager; built once for a snapshot.
#[derive(Debug, Clone)]
pub struct Tree {
    /// The manager of each person, and themselves where there is none.
    manager: Vec<u32>,
    /// Steps to the root; [`NOWHERE`] where the line of managers never ends.
    depth: Vec<u32>,
}

/// People who are their own manager's manager, and all below them: the directory contradicts itself.
const NOWHERE: u32 = u32::MAX;
/// Of the marks: not met yet.
const UNSEEN: u32 = u32::MAX;

impl Tree {
    /// From the manager of each person, by index. Who names nobody, themselves or somebody unknown is a root.
    pub fn new(managers: &[Option<usize>]) -> Self {
        let own = |person: usize| u32::try_from(person).unwrap_or(NOWHERE);
        let manager: Vec<u32> = managers
            .iter()
            .enumerate()
            .map(|(person, manager)| own(manager.filter(|one| *one < managers.len()).unwrap_or(person)))
            .collect();
        // A line is climbed until a known depth, and walked back once: every person is met twice at most.
        const ON_THE_WAY: u32 = NOWHERE - 1;
        const OPEN: u32 = NOWHERE - 2;
        let mut depth = vec![OPEN; manager.len()];
        let mut line = Vec::new();
        for person in 0..manager.len() {
            let mut at = person;
            while depth[at] == OPEN {
                depth[at] = ON_THE_WAY;
                line.push(at);
                at = manager[at] as usize;
            }
            // The climb ended at a root (itself the last of the line), in a circle, or at a known depth.
            let mut above = match depth[at] {
                ON_THE_WAY if line.last() == Some(&at) => None,
                ON_THE_WAY => Some(NOWHERE),
                known => Some(known),
            };
            while let Some(one) = line.pop() {
                let here = match above {
                    None => 0,
                    Some(NOWHERE) => NOWHERE,
                    Some(above) => above + 1,
                };
                depth[one] = here;
                above = Some(here);
            }
        }
        Self { manager, depth }
    }

    pub fn len(&self) -> usize {
        self.manager.len()
    }

    pub fn is_empty(&self) -> bool {
        self.manager.is_empty()
    }
}

/// Room for measuring group after group in one tree without asking for memory each time.
#[derive(Debug)]
pub struct Measure<'t> {
    tree: &'t Tree,
    /// The place of each person in `line`, or [`UNSEEN`].
    place: Vec<u32>,
    line: Vec<Place>,
}

/// A member, or somebody above a member.
#[derive(Debug, Clone, Copy)]
struct Place {
    person: u32,
    /// Members at and below this place.
    count: u64,
    /// The sum of their distances to this place; later, of all members' distances to it.
    sum: u64,
    /// Members under the same root.
    all: u64,
}

impl<'t> Measure<'t> {
    pub fn new(tree: &'t Tree) -> Self {
        Self {
            tree,
            place: vec![UNSEEN; tree.len()],
            line: Vec::new(),
        }
    }

    /// The average distance of each member to the others under the same root; `None` where there are none.
    pub fn averages(&mut self, members: &[usize]) -> Vec<Option<f64>> {
        self.gather(members);
        // Those below come before those above, so that one pass up knows every count, and one pass
        // down moves the sums: a step down is one nearer to `count` members and one farther from the rest.
        for at in 0..self.line.len() {
            if let Some(above) = self.above(at) {
                let Place { count, sum, .. } = self.line[at];
                self.line[above].count += count;
                self.line[above].sum += sum + count;
            }
        }
        for at in (0..self.line.len()).rev() {
            match self.above(at) {
                None => self.line[at].all = self.line[at].count,
                Some(above) => {
                    let Place { all, sum, .. } = self.line[above];
                    let here = &mut self.line[at];
                    here.all = all;
                    here.sum = sum + all - 2 * here.count;
                }
            }
        }
        let averages = members
            .iter()
            .map(|member| {
                let place = *self.place.get(*member)?;
                let Place { sum, all, .. } = *self.line.get(place as usize)?;
                (all > 1).then(|| sum as f64 / (all - 1) as f64)
            })
            .collect();
        for place in &self.line {
            self.place[place.person as usize] = UNSEEN;
        }
        self.line.clear();
        averages
    }

    /// The members and everybody above them, once each, the deepest first.
    fn gather(&mut self, members: &[usize]) {
        for member in members {
            let mut at = *member;
            if self.tree.depth.get(at).is_none_or(|depth| *depth == NOWHERE) {
                continue;
            }
            while self.place[at] == UNSEEN {
                self.place[at] = 0;
                self.line.push(Place {
                    person: at as u32,
                    count: 0,
                    sum: 0,
                    all: 0,
                });
                at = self.tree.manager[at] as usize;
            }
        }
        let depth = &self.tree.depth;
        self.line
            .sort_unstable_by_key(|place| std::cmp::Reverse(depth[place.person as usize]));
        for (at, place) in self.line.iter().enumerate() {
            self.place[place.person as usize] = at as u32;
        }
        for member in members {
            if let Some(place) = self.place.get(*member)
                && let Some(place) = self.line.get_mut(*place as usize)
            {
                place.count += 1;
            }
        }
    }

    fn above(&self, at: usize) -> Option<usize> {
        let person = self.line[at].person;
        let manager = self.tree.manager[person as usize];
        (manager != person).then(|| self.place[manager as usize] as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The distance as the rule states it, from both lines of managers.
    fn distance(managers: &[Option<usize>], one: usize, other: usize) -> Option<usize> {
        let line = |person: usize| {
            let mut line = vec![person];
            while let Some(manager) = managers[line[line.len() - 1]] {
                line.push(manager);
                if line.len() > managers.len() {
                    return None;
                }
            }
            Some(line)
        };
        let (one, other) = (line(one)?, line(other)?);
        one.iter()
            .enumerate()
            .find_map(|(up, person)| Some(up + other.iter().position(|one| one == person)?))
    }

    fn naive(managers: &[Option<usize>], members: &[usize]) -> Vec<Option<f64>> {
        members
            .iter()
            .enumerate()
            .map(|(at, one)| {
                let others = members.iter().enumerate().filter(|(other, _)| *other != at);
                let found: Vec<usize> = others
                    .filter_map(|(_, other)| distance(managers, *one, *other))
                    .collect();
                (!found.is_empty()).then(|| found.iter().sum::<usize>() as f64 / found.len() as f64)
            })
            .collect()
    }

    #[test]
    fn one_pass_gives_what_the_pairwise_formula_gives_on_random_trees() {
        let mut seed = 1_u64;
        let mut draw = |below: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 33) as usize % below
        };
        let (mut compared, mut undefined, mut nowhere) = (0, 0, 0);
        for round in 0..300 {
            let people = 2 + draw(60);
            let roots = 1 + draw(3);
            let mut managers: Vec<Option<usize>> = (0..people)
                .map(|person| (person >= roots).then(|| if round % 3 == 0 { person - 1 } else { draw(person) }))
                .collect();
            if round % 5 == 0 {
                // Somebody reports to somebody below them, and perhaps closes a circle.
                let one = draw(people);
                let other = draw(people);
                managers[one] = (one != other).then_some(other);
            }
            let tree = Tree::new(&managers);
            nowhere += tree.depth.iter().filter(|depth| **depth == NOWHERE).count();
            let mut measure = Measure::new(&tree);
            for _ in 0..4 {
                let members: Vec<usize> = (0..people).filter(|_| draw(3) > 0).collect();
                let found = measure.averages(&members);
                assert_eq!(found, naive(&managers, &members), "{managers:?} {members:?}");
                compared += found.len();
                undefined += found.iter().filter(|one| one.is_none()).count();
            }
        }
        assert!(
            compared > 10_000 && undefined > 100 && nowhere > 100,
            "{compared} {undefined} {nowhere}"
        );
    }

    #[test]
    fn a_group_of_a_hundred_thousand_takes_no_longer_than_a_pass() {
        // The worst shape: one line of managers. Pairwise this would be ten thousand million distances.
        let managers: Vec<Option<usize>> = (0..100_000_usize).map(|person| person.checked_sub(1)).collect();
        let tree = Tree::new(&managers);
        let members: Vec<usize> = (0..100_000).collect();
        let found = Measure::new(&tree).averages(&members);
        assert_eq!(found[0], Some(50_000.0));
        assert_eq!(
            found[50_000],
            Some((50_000.0 * 50_001.0 / 2.0 + 49_999.0 * 50_000.0 / 2.0) / 99_999.0)
        );
    }

    #[test]
    fn an_unknown_member_and_an_unknown_manager_are_no_reason_to_stop() {
        let tree = Tree::new(&[Some(9), Some(0), Some(2)]);
        assert_eq!(
            Measure::new(&tree).averages(&[0, 1, 2, 77]),
            [Some(1.0), Some(1.0), None, None]
        );
        assert!(Tree::new(&[]).is_empty());
    }
}
