//! The rules of a review once more, as plainly as they can be said: lists that are walked from end to end,
//! nothing kept that can be counted again, and no code of the product but its words.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Utc};
use countersign_domain::definition::{DefaultDecision, JustificationRule};
use countersign_domain::item::Decision;
use countersign_domain::outcome::Strategy;

/// A person, by their place in the office.
pub type Who = usize;

/// Who cannot sign in, in the office of these tests.
pub const DISABLED: Who = 9;

pub const NOT_ASKED: &str = "You are not among the reviewers of this item.";
pub const CLOSED: &str = "This review does not accept decisions any more.";
pub const NOT_IN_PROGRESS: &str = "This review is not in progress.";

#[derive(Debug, Clone)]
pub enum Rule {
    Named(Who),
    Managers,
    Owners,
}

#[derive(Debug, Clone)]
pub struct StageRule {
    /// Empty asks everybody about themselves.
    pub reviewers: Vec<Rule>,
    pub fallback: Vec<Who>,
    pub days: i64,
    pub moves_on: Vec<Decision>,
    pub strategy: Strategy,
}

/// Something that was said on an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub stage: usize,
    pub by: Option<Who>,
    pub decision: Decision,
    pub source: &'static str,
}

#[derive(Debug, Clone)]
pub struct Item {
    pub id: i64,
    pub who: Who,
    pub direct: bool,
    pub advice: Option<Decision>,
    pub stage: usize,
    pub standing: Decision,
    pub decision: Decision,
    pub version: i64,
    /// Who is asked, stage by stage.
    pub asked: Vec<BTreeSet<Who>>,
    pub said: Vec<Said>,
    pub released: BTreeSet<Who>,
}

#[derive(Debug, Clone)]
pub struct Review {
    pub stages: Vec<StageRule>,
    pub default: DefaultDecision,
    pub justification: JustificationRule,
    /// Whether later reviewers see what earlier stages decided.
    pub shows_history: bool,
    pub items: Vec<Item>,
    /// The stage that is going on, counted from 1.
    pub stage: usize,
    pub status: &'static str,
    pub due: DateTime<Utc>,
}

type Refused = String;

fn no<T>(sentence: &str) -> Result<T, Refused> {
    Err(sentence.to_owned())
}

/// Who is asked about one person's access in one stage.
pub fn asked(stage: &StageRule, who: Who, manager: Option<Who>, owners: &[Who]) -> BTreeSet<Who> {
    if stage.reviewers.is_empty() {
        return [who].into_iter().filter(|who| *who != DISABLED).collect();
    }
    let mut asked = BTreeSet::new();
    for rule in &stage.reviewers {
        match rule {
            Rule::Named(one) => asked.extend([*one]),
            Rule::Managers => asked.extend(manager),
            Rule::Owners => asked.extend(owners.iter().copied()),
        }
    }
    asked.retain(|one| *one != who && *one != DISABLED);
    if asked.is_empty() {
        asked = stage.fallback.iter().copied().filter(|one| *one != who).collect();
    }
    asked
}

impl Item {
    fn now_asked(&self) -> &BTreeSet<Who> {
        &self.asked[self.stage - 1]
    }

    /// What was said in the stage the item stands in, since it was last reset.
    fn heard(&self) -> Vec<&Said> {
        let mut heard = Vec::new();
        for said in self.said.iter().filter(|said| said.stage == self.stage) {
            if said.source == "reset" {
                heard.clear();
            } else {
                heard.push(said);
            }
        }
        heard
    }

    /// What this person last answered themselves.
    pub fn own(&self, who: Who) -> Decision {
        let own = self.heard().into_iter().rfind(|said| said.by == Some(who));
        own.map_or(Decision::NotReviewed, |said| said.decision)
    }

    fn come_to(&self, strategy: Strategy) -> Decision {
        let heard = self.heard();
        let Some(last) = heard.last() else {
            return Decision::NotReviewed;
        };
        if strategy == Strategy::LastAnswer || last.by.is_none() {
            return last.decision;
        }
        let answers: Vec<Decision> = self.now_asked().iter().map(|who| self.own(*who)).collect();
        let count = |wanted| answers.iter().filter(|one| **one == wanted).count();
        let spoken = answers.len() - count(Decision::NotReviewed);
        let (approvals, denials) = (count(Decision::Approve), count(Decision::Deny));
        match strategy {
            _ if spoken == 0 => Decision::NotReviewed,
            Strategy::OneApprovalApproves if approvals > 0 => Decision::Approve,
            _ if denials > 0 => Decision::Deny,
            Strategy::OneDenialDenies if approvals > 0 => Decision::Approve,
            Strategy::ApprovedUnlessDenied => Decision::Approve,
            Strategy::AllMustApprove if approvals == answers.len() => Decision::Approve,
            Strategy::AllMustApprove if count(Decision::DontKnow) == 0 => Decision::NotReviewed,
            _ => Decision::DontKnow,
        }
    }
}

impl Review {
    pub fn is_open(&self) -> bool {
        self.status == "InProgress"
    }

    fn strategy(&self, item: &Item) -> Strategy {
        self.stages[item.stage - 1].strategy
    }

    /// What a person is shown of an item: their own answer, where several make the outcome.
    pub fn seen_by(&self, item: &Item, who: Who) -> Decision {
        match self.strategy(item) {
            Strategy::LastAnswer => item.decision,
            _ => item.own(who),
        }
    }

    /// What the earlier stages came to, as somebody who is no administrator may see it.
    pub fn standing_seen(&self, item: &Item, administrator: bool) -> Decision {
        if administrator || self.shows_history || !self.is_open() {
            item.standing
        } else {
            Decision::NotReviewed
        }
    }

    /// Where an item stands, as the same person may see it: what stayed behind in an earlier stage is hidden too.
    pub fn decision_seen(&self, item: &Item, administrator: bool) -> Decision {
        if administrator || self.shows_history || !self.is_open() || item.stage == self.stage {
            item.decision
        } else {
            Decision::NotReviewed
        }
    }

    pub fn is_asked(&self, item: &Item, who: Who) -> bool {
        item.stage == self.stage && item.now_asked().contains(&who)
    }

    fn may(&self, at: usize, who: Who, version: Option<i64>, answer: Option<(Decision, bool)>) -> Result<(), Refused> {
        let item = &self.items[at];
        if !self.is_open() || item.stage != self.stage {
            return no(CLOSED);
        }
        let oneself = self.stages[item.stage - 1].reviewers.is_empty();
        if item.who == who && !oneself && !item.released.contains(&who) {
            return no("Nobody decides on their own access.");
        }
        if !item.now_asked().contains(&who) {
            return no(NOT_ASKED);
        }
        if version.is_some_and(|version| version != item.version) {
            return no("This item was changed since you looked at it.");
        }
        if let Some((decision, reason)) = answer {
            if decision == Decision::NotReviewed {
                return no("Approve, deny or don't know: not reviewed is not a decision.");
            }
            let needed = match self.justification {
                JustificationRule::Never => false,
                JustificationRule::OnApproval => decision == Decision::Approve,
                JustificationRule::OnDenial => decision == Decision::Deny,
                JustificationRule::Always => true,
            };
            if needed && !reason {
                return no("This decision needs a reason.");
            }
        }
        Ok(())
    }

    fn say(&mut self, at: usize, by: Option<Who>, decision: Decision, source: &'static str) {
        let strategy = self.strategy(&self.items[at]);
        let item = &mut self.items[at];
        item.said.push(Said {
            stage: item.stage,
            by,
            decision,
            source,
        });
        item.decision = item.come_to(strategy);
        item.version += 1;
    }

    pub fn decide(
        &mut self,
        at: usize,
        who: Who,
        version: Option<i64>,
        decision: Decision,
        reason: bool,
    ) -> Result<(), Refused> {
        self.may(at, who, version, Some((decision, reason)))?;
        self.say(at, Some(who), decision, "reviewer");
        Ok(())
    }

    pub fn undo(&mut self, at: usize, who: Who, version: i64) -> Result<(), Refused> {
        self.may(at, who, Some(version), None)?;
        let item = &self.items[at];
        let anybody = self.strategy(item) == Strategy::LastAnswer;
        let mut heard = item.heard();
        heard.retain(|said| anybody || said.by == Some(who));
        let before = match heard.as_slice() {
            [] => return no("There is no decision on this item to take back."),
            [_] => Decision::NotReviewed,
            [.., before, _] => before.decision,
        };
        self.say(at, Some(who), before, "undo");
        Ok(())
    }

    /// How many were decided, and how many refused for which reason.
    pub fn decide_many(
        &mut self,
        places: &[usize],
        who: Who,
        decision: Decision,
        reason: bool,
    ) -> Result<(usize, usize), Refused> {
        let answers = distinct(places).into_iter().map(|at| (at, decision)).collect();
        self.many(answers, who, reason, "bulk")
    }

    pub fn accept(&mut self, places: &[usize], who: Who) -> Result<(usize, usize), Refused> {
        let mut answers = Vec::new();
        for at in distinct(places) {
            let item = &self.items[at];
            if self.seen_by(item, who) == Decision::NotReviewed
                && let Some(decision) = item.advice
            {
                answers.push((at, decision));
            }
        }
        self.many(answers, who, true, "recommendation")
    }

    fn many(
        &mut self,
        answers: Vec<(usize, Decision)>,
        who: Who,
        reason: bool,
        source: &'static str,
    ) -> Result<(usize, usize), Refused> {
        let (mut decided, mut refused) = (0, Vec::new());
        for (at, decision) in answers {
            match self.may(at, who, None, Some((decision, reason))) {
                Ok(()) => {
                    self.say(at, Some(who), decision, source);
                    decided += 1;
                }
                Err(sentence) => refused.push(sentence),
            }
        }
        match refused.first() {
            Some(first) if decided == 0 => no(first),
            _ => Ok((decided, refused.len())),
        }
    }

    /// How many items were given, and how many stay because they are about the new person themselves.
    pub fn reassign(&mut self, from: Who, to: Who, places: Option<&[usize]>) -> Result<(usize, usize), Refused> {
        if !self.is_open() {
            return no(NOT_IN_PROGRESS);
        }
        if from == to {
            return no("These are the same person.");
        }
        if to == DISABLED {
            return no("This account is disabled or gone, so nobody can answer there.");
        }
        if self.stages[self.stage - 1].reviewers.is_empty() {
            return no("In a self-review everybody answers for themselves.");
        }
        let (mut given, mut own) = (0, 0);
        for at in 0..self.items.len() {
            let wanted = places.is_none_or(|places| places.contains(&at));
            if !wanted || !self.is_asked(&self.items[at], from) {
                continue;
            }
            if self.items[at].who == to {
                own += 1;
                continue;
            }
            given += 1;
            let stage = self.stage;
            self.items[at].asked[stage - 1].remove(&from);
            self.ask_also(at, to);
        }
        match (given, own) {
            (0, 0) => no("This person is not asked about any of these items."),
            (0, _) => no("These items are about the new reviewer's own access."),
            both => Ok(both),
        }
    }

    pub fn release(&mut self, at: usize, reviewer: Who) -> Result<(), Refused> {
        let item = &mut self.items[at];
        if self.status != "InProgress" || item.stage != self.stage {
            return no(CLOSED);
        }
        if reviewer == DISABLED {
            return no("This account is disabled or gone, so nobody can answer there.");
        }
        if item.who != reviewer {
            return no("This person is independent of the item; reassign it instead.");
        }
        item.released.insert(reviewer);
        self.ask_also(at, reviewer);
        Ok(())
    }

    fn ask_also(&mut self, at: usize, who: Who) {
        let strategy = self.strategy(&self.items[at]);
        let item = &mut self.items[at];
        item.asked[item.stage - 1].insert(who);
        item.decision = item.come_to(strategy);
        item.version += 1;
    }

    pub fn reset(&mut self) -> Result<usize, Refused> {
        if !self.is_open() {
            return no(NOT_IN_PROGRESS);
        }
        let said = |item: &Item| item.stage == self.stage && !item.heard().is_empty();
        let places: Vec<usize> = (0..self.items.len()).filter(|at| said(&self.items[*at])).collect();
        if places.is_empty() {
            return no("No decision has been recorded, so there is nothing to reset.");
        }
        for at in &places {
            self.say(*at, None, Decision::NotReviewed, "reset");
        }
        Ok(places.len())
    }

    pub fn stop_stage(&mut self, now: DateTime<Utc>) -> Result<(), Refused> {
        if !self.is_open() {
            return no(NOT_IN_PROGRESS);
        }
        if self.stage == self.stages.len() {
            return no("This is the last stage; stop the review instead.");
        }
        self.end_stage(now);
        Ok(())
    }

    fn end_stage(&mut self, now: DateTime<Utc>) {
        if self.stage == self.stages.len() {
            return self.end();
        }
        let moves_on = self.stages[self.stage - 1].moves_on.clone();
        let mut moved = 0;
        for item in self.items.iter_mut().filter(|item| item.stage == self.stage) {
            if moves_on.contains(&item.decision) {
                if item.decision != Decision::NotReviewed {
                    item.standing = item.decision;
                }
                item.decision = Decision::NotReviewed;
                item.stage += 1;
                item.version += 1;
                moved += 1;
            }
        }
        self.stage += 1;
        self.due = now + Duration::days(self.stages[self.stage - 1].days);
        if moved == 0 {
            self.end();
        }
    }

    pub fn stop(&mut self) -> Result<(), Refused> {
        if !self.is_open() {
            return no(NOT_IN_PROGRESS);
        }
        self.end();
        Ok(())
    }

    fn end(&mut self) {
        for at in 0..self.items.len() {
            let item = &self.items[at];
            let written = match (item.decision, item.standing, self.default) {
                (Decision::NotReviewed, Decision::NotReviewed, DefaultDecision::NoChange) => None,
                (Decision::NotReviewed, Decision::NotReviewed, DefaultDecision::Approve) => {
                    Some((Decision::Approve, "default"))
                }
                (Decision::NotReviewed, Decision::NotReviewed, DefaultDecision::Deny) => {
                    Some((Decision::Deny, "default"))
                }
                (Decision::NotReviewed, Decision::NotReviewed, DefaultDecision::Recommendation) => {
                    item.advice.map(|advice| (advice, "default"))
                }
                (Decision::NotReviewed, standing, _) => Some((standing, "stands")),
                _ => None,
            };
            if let Some((decision, source)) = written {
                self.say(at, None, decision, source);
            }
        }
        self.status = if self.default == DefaultDecision::NoChange {
            "Completed"
        } else {
            "AutoReviewed"
        };
    }

    pub fn tick(&mut self, now: DateTime<Utc>) {
        if self.is_open() && self.due <= now {
            self.end_stage(now);
        }
    }

    /// Changes and tasks of a plan.
    pub fn plan(&self) -> Result<(usize, usize), Refused> {
        if self.is_open() {
            return no("This review has not ended: nothing is changed in a directory before the end.");
        }
        let denied = |direct| {
            let denied = self.items.iter().filter(|item| item.decision == Decision::Deny);
            denied.filter(|item| item.direct == direct).count()
        };
        Ok((denied(true), denied(false)))
    }
}

fn distinct(places: &[usize]) -> Vec<usize> {
    let mut seen = BTreeSet::new();
    places.iter().copied().filter(|at| seen.insert(*at)).collect()
}
