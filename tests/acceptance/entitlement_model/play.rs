//! Plays a life: the same steps on a desk and on the reference, compared after each.

use std::collections::BTreeSet;

use chrono::Duration;
use countersign_tests::population::Chance;
use countersign_tests::practice::{Practice, group, key, person};
use serde_json::{Value, json};

use crate::reference::Model;

const PEOPLE: usize = 6;
/// Answers requests; holds nothing.
pub const APPROVER: usize = 9;
pub const GROUPS: [usize; 4] = [101, 102, 103, 104];

/// How often which step was taken.
#[derive(Debug, Default)]
pub struct Count {
    pub given: usize,
    pub ended: usize,
    pub extended: usize,
    pub requested: usize,
    pub denied: usize,
    pub synced: usize,
    pub moved: usize,
    pub meddled: usize,
    pub repaired: usize,
    pub passed: usize,
    pub unreachable: usize,
}

pub struct Life {
    pub practice: Practice,
    pub directory: i64,
    pub packages: Vec<i64>,
    pub model: Model,
    /// The directory as it is while nobody reaches it.
    pub away: Option<Vec<u8>>,
    pub log: Vec<String>,
}

pub fn play(seed: u64, steps: usize, count: &mut Count) {
    let mut chance = Chance::new(seed);
    let mut life = Life::begin();
    for n in 0..steps {
        life.step(&mut chance, count);
        life.compare(seed, n);
    }
    life.back();
    life.tick();
    life.compare(seed, steps);
    life.practice.is_sound();
}

impl Life {
    /// The directory as the reference has it.
    pub fn nodes(&self) -> Vec<Value> {
        let department = |n| {
            if self.model.sales.contains(&n) {
                "Sales"
            } else {
                "Finance"
            }
        };
        let mut nodes: Vec<Value> = (1..=PEOPLE)
            .map(|n| person(n, &format!("p{n}"), &json!({ "department": department(n) })))
            .collect();
        nodes.push(person(APPROVER, "approver", &json!({})));
        for n in GROUPS {
            let members: Vec<usize> = (1..=PEOPLE).filter(|p| self.model.access.contains(&(*p, n))).collect();
            nodes.push(group(n, &format!("Group {n}"), &members, &[]));
        }
        nodes
    }

    fn path(&self) -> std::path::PathBuf {
        self.practice.store().join("directory.json")
    }

    pub fn group(&self, n: usize) -> i64 {
        self.practice.principal(&key(n), "group")
    }

    fn person(&self, n: usize) -> i64 {
        self.practice.person(&key(n))
    }

    fn access(&self) -> BTreeSet<(usize, usize)> {
        let bytes = match &self.away {
            Some(bytes) => bytes.clone(),
            None => std::fs::read(self.path()).expect("the directory"),
        };
        let tree: Value = serde_json::from_slice(&bytes).expect("JSON");
        let nodes = tree["nodes"].as_array().expect("nodes");
        let mut access = BTreeSet::new();
        for n in GROUPS {
            let members = &nodes.iter().find(|one| one["key"] == key(n)).expect("a group")["members"];
            for member in members.as_array().into_iter().flatten() {
                access.extend((1..=PEOPLE).find(|p| *member == key(*p)).map(|p| (p, n)));
            }
        }
        access
    }

    /// The id of the assignment that the desk has not ended.
    fn assignment(&self, package: usize, person: usize) -> Option<i64> {
        let input = json!({ "package": self.packages[package], "principal": self.person(person), "limit": 1 });
        let page = self.practice.call("assignment.list", input);
        let row = &page["rows"][0];
        (row["state"] != "expired")
            .then(|| row["assignment"].as_i64())
            .flatten()
    }

    fn deliver(&mut self) {
        let came = self.practice.job("assignment.deliver", json!({}));
        self.model.deliver(self.away.is_none());
        if self.away.is_none() {
            came.expect("it is delivered");
        }
    }

    pub fn tick(&mut self) {
        let ticked = self.practice.call("tick", json!({}));
        assert_eq!(ticked["problems"], json!([]), "{ticked}");
        self.model.tick();
        self.follow(false);
        for job in ticked["jobs"].as_array().into_iter().flatten() {
            let ended = self.practice.ended(job);
            assert!(ended.is_ok() || self.away.is_some(), "{ended:?}");
        }
        self.model.deliver(self.away.is_none());
        // A package that was being taken back can be given again now.
        if self.away.is_none() {
            let ticked = self.practice.call("tick", json!({}));
            self.follow(false);
            for job in ticked["jobs"].as_array().into_iter().flatten() {
                self.practice.ended(job).expect("it is delivered");
            }
            self.model.deliver(true);
        }
    }

    fn follow(&mut self, read: bool) {
        for (package, person) in self.model.follow_rule(read) {
            let id = self.assignment(package, person).expect("the rule gives it");
            self.model.give(id, package, person);
        }
    }

    fn sync(&mut self) {
        self.practice.sync(self.directory);
        self.follow(true);
        self.deliver();
        self.tick();
    }

    fn leave(&mut self) {
        self.away = Some(std::fs::read(self.path()).expect("the directory"));
        std::fs::write(self.path(), b"{").expect("the directory");
    }

    fn back(&mut self) {
        if let Some(bytes) = self.away.take() {
            std::fs::write(self.path(), bytes).expect("the directory");
        }
    }

    fn step(&mut self, chance: &mut Chance, count: &mut Count) {
        let who = 1 + chance.below(PEOPLE);
        let package = [0, 1, 0, 1, 3][chance.below(5)];
        match chance.below(12) {
            0..=2 if package != 3 => self.give(package, who, count),
            3 | 4 => self.end(chance, count),
            5 => self.extend(chance, count),
            0..=2 | 6 => self.ask(who, chance.below(3) > 0, count),
            7 if self.away.is_none() => {
                self.log.push(format!("{who} moves"));
                count.moved += 1;
                if !self.model.sales.remove(&who) {
                    self.model.sales.insert(who);
                }
                self.practice.write_nodes(&self.nodes());
                self.sync();
                count.synced += 1;
            }
            8 if self.away.is_none() => self.meddle(who, GROUPS[chance.below(4)], count),
            9 => {
                let days = 1 + chance.below(3) as i64;
                self.log.push(format!("{days} days pass"));
                count.passed += 1;
                self.practice.set_clock(self.practice.now() + Duration::days(days));
                self.model.now = self.practice.now();
                self.tick();
            }
            10 if self.away.is_none() => {
                self.log.push("the directory is away".into());
                count.unreachable += 1;
                self.leave();
            }
            10 | 11 => {
                self.log.push("the directory is read".into());
                self.back();
                count.synced += 1;
                // What was planned before is done first.
                self.deliver();
                self.sync();
            }
            _ => {}
        }
    }

    fn give(&mut self, package: usize, who: usize, count: &mut Count) {
        let input = json!({ "package": self.packages[package], "principal": self.person(who) });
        self.log.push(format!("{who} is given {package}"));
        let given = self.practice.ask("assignment.give", input);
        match self.model.of(package, who) {
            Some(_) => assert!(given.is_err(), "given twice: {given:?}"),
            None => {
                let id = given.expect("it is given")["assignment"].as_i64().expect("a number");
                self.model.give(id, package, who);
                count.given += 1;
            }
        }
        self.deliver();
    }

    fn end(&mut self, chance: &mut Chance, count: &mut Count) {
        let live: Vec<i64> = self
            .model
            .held
            .iter()
            .filter(|one| !one.ending)
            .map(|one| one.id)
            .collect();
        if live.is_empty() {
            return;
        }
        let id = live[chance.below(live.len())];
        self.log.push(format!("assignment {id} ends"));
        let input = json!({ "assignment": id, "reason": "Not needed." });
        self.practice.call("assignment.end", input);
        self.model.end(id);
        count.ended += 1;
        self.deliver();
    }

    fn extend(&mut self, chance: &mut Chance, count: &mut Count) {
        let state = |id: i64| self.practice.call("assignment.show", json!({ "assignment": id }))["state"].clone();
        let live: Vec<i64> = self
            .model
            .held
            .iter()
            .filter(|one| !one.ending)
            .map(|one| one.id)
            .collect();
        let Some(id) = live
            .get(chance.below(live.len()))
            .copied()
            .filter(|id| state(*id) != "deliveryFailed")
        else {
            return;
        };
        let ends = self.model.now + Duration::days(1 + chance.below(6) as i64);
        self.log.push(format!("assignment {id} ends {ends}"));
        let input = json!({ "assignment": id, "endsAt": ends, "reason": "Longer." });
        self.practice.call("assignment.extend", input);
        for one in self.model.held.iter_mut().filter(|one| one.id == id) {
            one.ends = Some(ends);
        }
        count.extended += 1;
    }

    /// Somebody asks for the package with an approval, and is answered.
    fn ask(&mut self, who: usize, approve: bool, count: &mut Count) {
        self.log.push(format!("{who} asks for 3, approved {approve}"));
        self.practice.sit(Some(self.person(who)));
        let asked = self.practice.ask(
            "request.submit",
            json!({ "package": self.packages[3], "kind": "userAdd" }),
        );
        let has = self.model.of(3, who).is_some();
        match asked {
            Err(problem) => assert!(has, "{problem:?}"),
            Ok(request) => {
                assert!(!has, "asked for twice: {request}");
                self.practice.sit(Some(self.person(APPROVER)));
                let decision = if approve { "approve" } else { "deny" };
                let input = json!({ "request": request["request"], "decision": decision, "justification": "Because." });
                self.practice.call("approval.answer", input);
                self.practice.sit(None);
                if approve {
                    let id = self.assignment(3, who).expect("it is handed over");
                    self.model.give(id, 3, who);
                    count.requested += 1;
                } else {
                    count.denied += 1;
                }
            }
        }
        self.practice.sit(None);
        self.deliver();
    }

    /// Somebody else puts a person into a group, or takes them out; what is missing then is asked for again.
    fn meddle(&mut self, who: usize, group: usize, count: &mut Count) {
        count.meddled += 1;
        let taken = self.model.access.contains(&(who, group));
        let noted = self
            .model
            .held
            .iter()
            .any(|one| one.person == who && one.noted.contains_key(&group));
        match taken {
            true => self.model.meddle_out(who, group),
            // A right of their own, where no package gives it.
            false if !noted => {
                self.model.access.insert((who, group));
            }
            false => {}
        }
        self.log.push(format!("{who} in {group}: {}", !taken));
        self.practice.write_nodes(&self.nodes());
        self.sync();
        for id in self.model.repair() {
            self.practice.call("assignment.reprocess", json!({ "assignment": id }));
            count.repaired += 1;
        }
        self.deliver();
    }

    fn compare(&self, seed: u64, step: usize) {
        let place = || format!("life {seed}, step {step}:\n{}", self.log.join("\n"));
        let (access, meant) = (self.access(), &self.model.access);
        if access != *meant {
            for (who, group) in access.symmetric_difference(meant) {
                let input = json!({ "principal": self.person(*who) });
                let page = self.practice.call("assignment.list", input);
                for row in page["rows"].as_array().into_iter().flatten() {
                    let shown = self
                        .practice
                        .call("assignment.show", json!({ "assignment": row["assignment"] }));
                    eprintln!(
                        "{who} in {group}: {}",
                        serde_json::to_string_pretty(&shown).expect("JSON")
                    );
                }
                eprintln!(
                    "{:?}",
                    self.model
                        .held
                        .iter()
                        .filter(|one| one.person == *who)
                        .collect::<Vec<_>>()
                );
            }
            panic!("the directory has {access:?}, and {meant:?} is meant; {}", place());
        }
        for one in &self.model.held {
            let shown = self.practice.call("assignment.show", json!({ "assignment": one.id }));
            let state = shown["state"].as_str().expect("a state");
            match (one.ending, self.away.is_some()) {
                (false, false) => assert_eq!(state, "delivered", "{shown} {}", place()),
                (false, true) => assert!(["delivering", "delivered"].contains(&state), "{state} {}", place()),
                (true, _) => assert_eq!(state, "removing", "{}", place()),
            }
            let ends = shown["endsAt"].as_str().map(|at| at.parse().expect("a moment"));
            assert_eq!(ends, one.ends, "{}", place());
        }
        let live: usize = [
            "delivering",
            "delivered",
            "partiallyDelivered",
            "deliveryFailed",
            "removing",
        ]
        .iter()
        .map(|state| {
            let page = self
                .practice
                .call("assignment.list", json!({ "state": state, "limit": 1 }));
            page["total"].as_u64().expect("a number") as usize
        })
        .sum();
        assert_eq!(live, self.model.held.len(), "{}", place());
    }
}
