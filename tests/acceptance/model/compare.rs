//! The desk and the model, side by side.

use countersign_domain::item::Decision;
use serde_json::{Value, json};

use crate::office::PEOPLE;
use crate::play::Play;

impl Play<'_> {
    /// Every item and every count, as an administrator beside sees them: a reviewer is shown what is theirs alone.
    pub fn compare(&mut self) {
        let asked = self.model.items.iter().flat_map(|item| &item.asked).flatten();
        self.asked_once.extend(asked);
        let page = self
            .practice
            .beside("item.list", json!({ "instance": self.instance, "limit": 1000 }));
        let shown: Vec<Value> = page["rows"]
            .as_array()
            .expect("rows")
            .iter()
            .map(|row| {
                json!([
                    row["item"],
                    row["stage"],
                    row["standing"],
                    row["decision"],
                    row["version"]
                ])
            })
            .collect();
        let model: Vec<Value> = self
            .model
            .items
            .iter()
            .map(|item| {
                let standing = self.model.standing_seen(item, true);
                let decision = self.model.decision_seen(item, true);
                json!([item.id, item.stage, standing.word(), decision.word(), item.version])
            })
            .collect();
        assert_eq!(shown, model, "item, stage, standing, decision, version");
        let seen = |item| self.model.decision_seen(item, true);
        let decisions = self.model.items.iter().map(seen);
        assert_eq!(page["count"], counted(decisions));
        assert_eq!(page["total"], self.model.items.len());
        let instance = self
            .practice
            .beside("instance.show", json!({ "instance": self.instance }));
        assert_eq!(
            (&instance["status"], &instance["stage"]),
            (&json!(self.model.status), &json!(self.model.stage)),
            "{instance}"
        );
        if self.model.is_open() {
            let due = instance["stages"][self.model.stage - 1]["dueAt"]
                .as_str()
                .expect("a moment");
            let due: chrono::DateTime<chrono::Utc> = due.parse().expect("a moment");
            assert_eq!(due, self.model.due);
        }
        // No access of a directory was touched, whatever was planned.
        assert!(!["Applying", "Applied"].contains(&self.model.status));
    }

    /// What the one who sits at the desk sees: the items they are asked about, and no more of them than they may.
    pub fn compare_own(&self) {
        let Some(who) = self.sits else { return };
        if !self.asked_once.contains(&who) {
            return;
        }
        let page = self
            .practice
            .call("item.list", json!({ "instance": self.instance, "limit": 1000 }));
        let rows = page["rows"].as_array().expect("rows").iter();
        let shown: Vec<Value> = rows
            .map(|row| json!([row["item"], row["standing"], row["decision"], row["version"]]))
            .collect();
        let mine = || self.model.items.iter().filter(|item| self.model.is_asked(item, who));
        let model: Vec<Value> = mine()
            .map(|item| {
                let standing = self.model.standing_seen(item, false);
                let decision = self.model.decision_seen(item, false);
                json!([item.id, standing.word(), decision.word(), item.version])
            })
            .collect();
        assert_eq!(shown, model, "{}: item, standing, decision, version", PEOPLE[who]);
        assert_eq!(page["count"], counted(mine().map(|item| self.model.seen_by(item, who))));
    }

    /// What each person is asked, and how far they are.
    pub fn compare_people(&self) {
        let progress = self
            .practice
            .beside("review.progress", json!({ "instance": self.instance }));
        for (who, name) in PEOPLE.iter().enumerate() {
            let filter = json!({ "reviewer": self.ids[who] });
            let page = self
                .practice
                .beside("item.list", json!({ "instance": self.instance, "filter": filter }));
            let asked = || self.model.items.iter().filter(|item| self.model.is_asked(item, who));
            assert_eq!(
                page["count"],
                counted(asked().map(|item| self.model.seen_by(item, who))),
                "{name}"
            );
            let mut listed = progress["reviewers"].as_array().expect("reviewers").iter();
            let found = listed.find(|one| one["principal"] == self.ids[who]);
            match asked().count() {
                0 => assert!(found.is_none_or(|one| one["count"]["total"] == 0), "{found:?}"),
                _ => assert_eq!(
                    found.expect("progress")["count"],
                    counted(asked().map(|item| item.decision))
                ),
            }
        }
        let open = self.model.items.iter().filter(|item| item.stage == self.model.stage);
        let unasked = open.filter(|item| item.asked[item.stage - 1].is_empty()).count();
        assert_eq!(progress["unasked"], unasked);
    }

    /// Every decision is kept with its author, nobody approved their own access without being released, and the log
    /// agrees with them.
    pub fn compare_events(&self) {
        let log = self.practice.beside("audit.verify", json!({}));
        assert_eq!(log["valid"], true, "{log}");
        for item in &self.model.items {
            let shown = self.practice.beside("item.show", json!({ "item": item.id }));
            let events = shown["events"].as_array().expect("events");
            let mut kept: Vec<Value> = events
                .iter()
                .map(|event| json!([event["stage"], event["actorId"], event["decision"], event["source"]]))
                .collect();
            let mut said: Vec<Value> = item
                .said
                .iter()
                .map(|said| {
                    json!([
                        said.stage,
                        said.by.map(|who| self.ids[who]),
                        said.decision.word(),
                        said.source
                    ])
                })
                .collect();
            kept.sort_by_key(Value::to_string);
            said.sort_by_key(Value::to_string);
            assert_eq!(kept, said, "item {}", item.id);
            for event in events.iter().filter(|event| event["actorId"] == self.ids[item.who]) {
                let stage = usize::try_from(event["stage"].as_u64().expect("a stage")).expect("small");
                let oneself = self.model.stages[stage - 1].reviewers.is_empty();
                assert!(oneself || event["note"] != "", "{event}");
            }
        }
    }
}

fn counted(decisions: impl Iterator<Item = Decision>) -> Value {
    let decisions: Vec<Decision> = decisions.collect();
    let count = |wanted| decisions.iter().filter(|one| **one == wanted).count();
    json!({ "total": decisions.len(), "notReviewed": count(Decision::NotReviewed), "approve": count(Decision::Approve),
            "deny": count(Decision::Deny), "dontKnow": count(Decision::DontKnow) })
}
