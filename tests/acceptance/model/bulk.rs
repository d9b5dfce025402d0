//! What is decided on many items at once.

use countersign_domain::item::Decision;
use serde_json::{Value, json};

use crate::play::{Outcome, Play};
use crate::reference::{NOT_ASKED, Who};

impl Play<'_> {
    fn asked_of(&self, who: Who, undecided: bool) -> Vec<usize> {
        let items = self.model.items.iter().enumerate();
        let mine = items.filter(|(_, item)| self.model.is_asked(item, who));
        mine.filter(|(_, item)| !undecided || self.model.seen_by(item, who) == Decision::NotReviewed)
            .map(|(at, _)| at)
            .collect()
    }

    pub fn decide_many(&mut self) {
        let at = self.item();
        let (who, decision, reason) = (self.reviewer_of(at), self.decision(), self.reason());
        self.sit(Some(who));
        let mut input = json!({ "instance": self.instance, "decision": decision.word(), "justification": reason });
        let places = match self.chance.below(3) {
            0 => {
                let undecided = self.chance.below(2) == 0;
                let words = if undecided { vec!["notReviewed"] } else { Vec::new() };
                input["filter"] = json!({ "reviewer": self.ids[who], "decision": words });
                self.asked_of(who, undecided)
            }
            1 => {
                input["filter"] = json!({ "decision": ["approve", "deny"] });
                // A filter finds what the person sees: the items they are asked about.
                let asked = self.asked_of(who, false).into_iter();
                let seen = |at: usize| self.model.seen_by(&self.model.items[at], who);
                asked
                    .filter(|at| matches!(seen(*at), Decision::Approve | Decision::Deny))
                    .collect()
            }
            _ => {
                let places = self.some();
                input["items"] = json!(self.numbers(&places));
                places
            }
        };
        let by_filter = input["items"].is_null();
        let expected = if by_filter && !self.asked_once.contains(&who) {
            // A filter of somebody who was never asked finds nothing, and says why.
            Err(NOT_ASKED.to_owned())
        } else {
            self.model
                .decide_many(&places, who, decision, !reason.trim().is_empty())
        };
        self.many("decideMany", "item.decideMany", input, expected);
    }

    pub fn accept(&mut self) {
        let at = self.item();
        let who = self.reviewer_of(at);
        self.sit(Some(who));
        let mut input = json!({ "instance": self.instance });
        let places = if self.chance.below(2) == 0 {
            self.asked_of(who, true)
        } else {
            let places = self.some();
            input["items"] = json!(self.numbers(&places));
            places
        };
        let expected = self.model.accept(&places, who);
        self.many("accept", "item.acceptRecommendations", input, expected);
    }

    fn many(&mut self, label: &str, name: &str, input: Value, expected: Outcome<(usize, usize)>) {
        let Some((said, (decided, refused))) = self.both(label, name, input, expected) else {
            return;
        };
        let counted: u64 = said["refused"]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|one| one["count"].as_u64())
            .sum();
        assert_eq!(
            (said["decided"].as_u64(), counted),
            (Some(decided as u64), refused as u64),
            "{said}"
        );
    }
}
