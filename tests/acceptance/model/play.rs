//! One random review: every act is done at the desk and in the model, and both are compared.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Duration;
use countersign_domain::item::Decision;
use countersign_tests::population::Chance;
use countersign_tests::practice::Practice;
use serde_json::{Value, json};

use crate::definition::{any_default, any_justification, definition, rules};
use crate::office::{GROUPS, PEOPLE, begin, manager};
use crate::reference::{DISABLED, Item, Review, Who, asked};

/// What all sequences together must have done, with and without success.
pub const MUST_BE_SEEN: [&str; 24] = [
    "accept",
    "accept refused",
    "advance by tick",
    "decide",
    "decide refused",
    "decideMany",
    "decideMany refused",
    "delegate",
    "delegate refused",
    "edit",
    "edit refused",
    "end by tick",
    "plan",
    "plan refused",
    "reassign",
    "reassign refused",
    "release",
    "release refused",
    "reset",
    "reset refused",
    "stop",
    "stopStage",
    "undo",
    "undo refused",
];

pub type Outcome<T> = Result<T, String>;

pub struct Play<'a> {
    pub practice: &'a Practice,
    pub ids: &'a [i64],
    pub chance: Chance,
    pub model: Review,
    review: i64,
    pub instance: i64,
    pub sits: Option<Who>,
    definition: Value,
    pub trace: Vec<String>,
    pub seen: BTreeMap<String, usize>,
    /// Who was asked at any time: whoever never was is shown nothing of the review.
    pub asked_once: BTreeSet<Who>,
}

impl<'a> Play<'a> {
    /// A random review of the office, started.
    pub fn new(practice: &'a Practice, ids: &'a [i64], seed: u64) -> Play<'a> {
        let mut chance = Chance::new(seed);
        practice.set_clock(begin());
        practice.sit(None);
        let model = rules(&mut chance);
        let definition = definition(&model);
        let (review, instance) = practice.start_review(&definition).expect("it starts");
        let mut play = Play {
            practice,
            ids,
            chance,
            model,
            review,
            instance,
            sits: None,
            definition,
            trace: Vec::new(),
            seen: BTreeMap::new(),
            asked_once: BTreeSet::new(),
        };
        play.trace.push(play.definition.to_string());
        play.populate();
        play
    }

    /// The items of the model are the office's; only their numbers and the advice come from the desk.
    fn populate(&mut self) {
        let rows = self.practice.items(self.instance, &json!({}));
        let mut rows = rows.iter();
        for (group, direct, nested, owners) in GROUPS {
            let mut members: Vec<(Who, bool)> = direct.iter().map(|who| (*who, true)).collect();
            members.extend(nested.iter().map(|who| (*who, false)));
            members.sort_unstable();
            for (who, direct) in members {
                let row = rows.next().expect("an item for each member");
                assert_eq!(
                    (&row["principal"], &row["resourceName"], &row["direct"]),
                    (&json!(self.ids[who]), &json!(group), &json!(direct))
                );
                let advice = match row["recommendation"].as_str() {
                    Some("Approve" | "approve") => Some(Decision::Approve),
                    Some("Deny" | "deny") => Some(Decision::Deny),
                    _ => None,
                };
                let asked = self
                    .model
                    .stages
                    .iter()
                    .map(|stage| asked(stage, who, manager(who), owners));
                self.model.items.push(Item {
                    id: row["item"].as_i64().expect("a number"),
                    who,
                    direct,
                    advice,
                    stage: 1,
                    standing: Decision::NotReviewed,
                    decision: Decision::NotReviewed,
                    version: row["version"].as_i64().expect("a number"),
                    asked: asked.collect(),
                    said: Vec::new(),
                    released: Default::default(),
                });
            }
        }
        assert!(rows.next().is_none(), "an item for each member and no more");
    }

    pub fn run(&mut self, acts: usize) {
        self.compare();
        self.compare_people();
        for at in 0..acts {
            self.act();
            self.compare();
            self.compare_own();
            if at % 10 == 9 {
                self.compare_people();
            }
        }
        if self.model.is_open() {
            self.sit(None);
            let said = self.practice.ask("review.stop", json!({ "instance": self.instance }));
            said.expect("an open review is stopped");
            self.model.stop().expect("an open review is stopped");
        }
        self.compare();
        self.compare_people();
        self.compare_events();
        self.sit(None);
        self.practice.call("review.delete", json!({ "review": self.review }));
    }

    fn act(&mut self) {
        match self.chance.below(100) {
            0..35 => self.decide(),
            35..45 => self.undo(),
            45..53 => self.decide_many(),
            53..60 => self.accept(),
            60..65 => self.reassign(),
            65..69 => self.delegate(),
            69..75 => self.release(),
            75..77 => self.simple("review.reset", "reset", |model, _| model.reset().map(|_| ())),
            77 => self.simple("review.stopStage", "stopStage", |model, now| model.stop_stage(now)),
            78 if self.chance.below(2) == 0 => self.simple("review.stop", "stop", |model, _| model.stop()),
            80..84 => self.edit(),
            84 => self.edit_series(),
            85 => self.beyond_their_rights(),
            78..80 | 86..91 => self.step(),
            91..97 => self.tick(),
            _ => self.plan(),
        }
    }

    pub fn sit(&mut self, who: Option<Who>) {
        if self.sits != who {
            self.practice.sit(who.map(|who| self.ids[who]));
            self.sits = who;
        }
    }

    /// Does one act at the desk and compares its end with the model's.
    pub fn both<T>(&mut self, label: &str, name: &str, input: Value, expected: Outcome<T>) -> Option<(Value, T)> {
        let who = self.sits.map_or("administrator", |who| PEOPLE[who]);
        let now = self.practice.now();
        self.trace.push(format!("{now} {who}: {name} {input}"));
        let answered = self.practice.ask(name, input);
        match (answered, expected) {
            (Ok(value), Ok(expected)) => {
                self.count(label);
                Some((value, expected))
            }
            (Err(problem), Err(sentence)) => {
                assert_eq!(problem.message, sentence);
                self.count(&format!("{label} refused"));
                None
            }
            (Ok(value), Err(sentence)) => panic!("the model refuses “{sentence}”, the desk answers {value}"),
            (Err(problem), Ok(_)) => panic!("the model allows it, the desk refuses: {problem:?}"),
        }
    }

    fn count(&mut self, label: &str) {
        *self.seen.entry(label.to_owned()).or_default() += 1;
    }

    fn anybody(&mut self) -> Who {
        self.chance.below(DISABLED)
    }

    /// Mostly somebody who is asked, at times the reviewed person, at times anybody.
    pub fn reviewer_of(&mut self, at: usize) -> Who {
        let item = &self.model.items[at];
        let asked: Vec<Who> = item.asked[item.stage - 1].iter().copied().collect();
        let own = item.who;
        match self.chance.below(10) {
            0 => self.anybody(),
            1 if own != DISABLED => own,
            _ if asked.is_empty() => self.anybody(),
            _ => asked[self.chance.below(asked.len())],
        }
    }

    pub fn item(&mut self) -> usize {
        self.chance.below(self.model.items.len())
    }

    pub fn decision(&mut self) -> Decision {
        match self.chance.below(12) {
            0 => Decision::NotReviewed,
            1..=5 => Decision::Approve,
            6..=9 => Decision::Deny,
            _ => Decision::DontKnow,
        }
    }

    pub fn reason(&mut self) -> &'static str {
        ["", "  ", "still on the team", "left the team"][self.chance.below(4)]
    }

    fn version(&mut self, at: usize) -> Option<i64> {
        let version = self.model.items[at].version;
        match self.chance.below(12) {
            0 => Some(version - 1),
            1..=3 => None,
            _ => Some(version),
        }
    }

    fn decide(&mut self) {
        let at = self.item();
        let (who, decision, reason) = (self.reviewer_of(at), self.decision(), self.reason());
        let version = self.version(at);
        self.sit(Some(who));
        let expected = self.model.decide(at, who, version, decision, !reason.trim().is_empty());
        let input = json!({ "item": self.model.items[at].id, "decision": decision.word(), "justification": reason,
                            "version": version });
        if let Some((row, ())) = self.both("decide", "item.decide", input, expected) {
            assert_eq!(row["decision"], self.model.items[at].decision.word(), "{row}");
        }
    }

    fn undo(&mut self) {
        let at = self.item();
        let who = self.reviewer_of(at);
        let version = self.version(at).unwrap_or(self.model.items[at].version);
        self.sit(Some(who));
        let expected = self.model.undo(at, who, version);
        let input = json!({ "item": self.model.items[at].id, "version": version });
        self.both("undo", "item.undo", input, expected);
    }

    /// Some items, at times one of them twice.
    pub fn some(&mut self) -> Vec<usize> {
        (0..1 + self.chance.below(5)).map(|_| self.item()).collect()
    }

    pub fn numbers(&self, places: &[usize]) -> Vec<i64> {
        places.iter().map(|at| self.model.items[*at].id).collect()
    }

    /// The items that a person is asked about now, and has not answered where `undecided` says so.
    fn places(&mut self) -> Option<Vec<usize>> {
        (self.chance.below(2) == 0).then(|| self.some())
    }

    fn reassign(&mut self) {
        let at = self.item();
        let (from, to, places) = (self.reviewer_of(at), self.chance.below(PEOPLE.len()), self.places());
        self.sit(None);
        let expected = self.model.reassign(from, to, places.as_deref());
        let mut input =
            json!({ "instance": self.instance, "from": self.ids[from], "to": self.ids[to], "reason": "away" });
        input["items"] = json!(places.map(|places| self.numbers(&places)));
        self.given("reassign", "review.reassign", input, expected);
    }

    fn delegate(&mut self) {
        let at = self.item();
        let (from, to, places) = (self.reviewer_of(at), self.chance.below(PEOPLE.len()), self.places());
        self.sit(Some(from));
        let expected = self.model.reassign(from, to, places.as_deref());
        let mut input = json!({ "instance": self.instance, "to": self.ids[to], "reason": "on leave" });
        input["items"] = json!(places.map(|places| self.numbers(&places)));
        self.given("delegate", "item.delegate", input, expected);
    }

    fn given(&mut self, label: &str, name: &str, input: Value, expected: Outcome<(usize, usize)>) {
        if let Some((said, (given, own))) = self.both(label, name, input, expected) {
            assert_eq!(said, json!({ "given": given, "own": own }));
        }
    }

    fn release(&mut self) {
        let at = self.item();
        let reviewer = if self.chance.below(4) == 0 {
            self.chance.below(PEOPLE.len())
        } else {
            self.model.items[at].who
        };
        self.sit(None);
        let expected = self.model.release(at, reviewer);
        let input =
            json!({ "item": self.model.items[at].id, "reviewer": self.ids[reviewer], "reason": "only one who knows" });
        self.both("release", "review.release", input, expected);
    }

    fn simple(
        &mut self,
        name: &str,
        label: &str,
        act: impl FnOnce(&mut Review, chrono::DateTime<chrono::Utc>) -> Outcome<()>,
    ) {
        self.sit(None);
        let now = self.practice.now();
        let expected = act(&mut self.model, now);
        self.both(label, name, json!({ "instance": self.instance }), expected);
    }

    fn edit(&mut self) {
        self.sit(None);
        let on = (self.practice.now() + Duration::days(self.chance.below(9) as i64 - 2)).date_naive();
        let end = on
            .succ_opt()
            .expect("a next day")
            .and_time(chrono::NaiveTime::MIN)
            .and_utc();
        let mut input = json!({ "instance": self.instance, "reason": "somebody is away" });
        let (mut due, mut default, mut rule) = (None, None, None);
        match self.chance.below(3) {
            0 => {
                input["dueOn"] = json!(on);
                due = Some(end);
            }
            1 => {
                default = Some(any_default(&mut self.chance));
                input["defaultDecision"] = json!(default);
            }
            _ => {
                rule = Some(any_justification(&mut self.chance));
                input["justification"] = json!(rule);
            }
        }
        let expected = if !self.model.is_open() {
            Err(crate::reference::NOT_IN_PROGRESS.to_owned())
        } else if due.is_some_and(|due| due <= self.practice.now()) {
            Err(format!("{on} has passed already."))
        } else {
            self.model.due = due.unwrap_or(self.model.due);
            self.model.default = default.unwrap_or(self.model.default);
            self.model.justification = rule.unwrap_or(self.model.justification);
            Ok(())
        };
        self.both("edit", "instance.edit", input, expected);
    }

    /// The series changes, and the run that is going on does not.
    fn edit_series(&mut self) {
        self.sit(None);
        let mut definition = self.definition.clone();
        definition["settings"]["defaultDecision"] = json!("Approve");
        definition["settings"]["defaultDecisionEnabled"] = json!(self.chance.below(2) == 0);
        let input = json!({ "review": self.review, "definition": definition, "reason": "from the next run on" });
        self.both("edit series", "review.edit", input, Ok(()));
    }

    fn beyond_their_rights(&mut self) {
        let who = self.anybody();
        self.sit(Some(who));
        let name = ["review.stop", "review.reset", "review.stopStage", "plan.draw"][self.chance.below(4)];
        let expected: Outcome<()> = Err(format!("{} may not do this.", PEOPLE[who]));
        self.both(
            "beyond their rights",
            name,
            json!({ "instance": self.instance }),
            expected,
        );
    }

    fn step(&mut self) {
        let hours = [1, 7, 20, 30, 50, 100, -30, -60][self.chance.below(8)];
        let now = self.practice.now() + Duration::hours(hours);
        self.practice.set_clock(now);
        self.trace.push(format!("the clock shows {now}"));
        self.count(if hours < 0 { "clock set back" } else { "clock" });
    }

    fn tick(&mut self) {
        let now = self.practice.now();
        let before = (self.model.stage, self.model.is_open());
        self.model.tick(now);
        let ended = before.1 && !self.model.is_open();
        let advanced = !ended && self.model.stage != before.0;
        let (said, ()) = self
            .both("tick", "tick", json!({}), Ok(()))
            .expect("a tick is never refused");
        let one = |is: bool| if is { json!([self.instance]) } else { json!([]) };
        assert_eq!(
            (&said["ended"], &said["advanced"]),
            (&one(ended), &one(advanced)),
            "{said}"
        );
        assert_eq!((&said["problems"], &said["drawn"]), (&json!([]), &json!([])), "{said}");
        if ended {
            self.count("end by tick");
        } else if advanced {
            self.count("advance by tick");
        }
    }

    fn plan(&mut self) {
        self.sit(None);
        let expected = self.model.plan();
        let drawn = self.both("plan", "plan.draw", json!({ "instance": self.instance }), expected);
        let Some((drawn, (changes, tasks))) = drawn else { return };
        assert_eq!(
            (&drawn["changeCount"], &drawn["taskCount"], &drawn["pending"]),
            (&json!(changes), &json!(tasks), &json!(changes)),
            "{drawn}"
        );
    }
}
