//! Three years of a quarterly review in three stages on a real server, day by day: reviewers who answer late,
//! leave and return, weeks in which the machine is off, and access that is given again after it was
//! taken away. The timeline is compared with `tests/expected/three-years.txt` (`UPDATE_EXPECTED=1`).

#[path = "three_years/office.rs"]
mod office;

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{DateTime, Days, NaiveDate, Utc};
use countersign_tests::practice::Practice;
use countersign_tests::slapd::{PASSWORD, Slapd};
use office::{GROUPS, OFF, begin, event, ldif};
use serde_json::{Value, json};

struct Life {
    practice: Practice,
    server: Slapd,
    directory: i64,
    review: i64,
    today: NaiveDate,
    timeline: Vec<String>,
    /// Instances whose plan is being watched until it was verified and its evidence was written.
    ended: Vec<i64>,
}

#[test]
fn three_years_of_a_quarterly_review_leave_evidence_that_verifies() {
    let Some(server) = Slapd::start(&ldif()) else { return };
    let mut life = Life::begin(server);
    let last = begin().checked_add_days(Days::new(3 * 365 + 20)).expect("a day");
    while life.today <= last {
        life.day();
        life.today = life.today.succ_opt().expect("a day");
    }
    life.practice.is_sound();
    let count = |words: &str| life.timeline.iter().filter(|line| line.contains(words)).count();
    assert_eq!(
        count("evidence: valid"),
        count(" ends "),
        "every run that ended has evidence that verifies"
    );
    let found = life.timeline.join("\n") + "\n";
    println!("{found}");
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("expected/three-years.txt");
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        std::fs::write(&file, &found).expect("the expected file is written");
    }
    let expected = std::fs::read_to_string(&file).expect("the expected file");
    for (at, (found, expected)) in found.lines().zip(expected.lines()).enumerate() {
        assert_eq!(found, expected, "line {}", at + 1);
    }
    assert_eq!(found.lines().count(), expected.lines().count());
}

impl Life {
    fn begin(server: Slapd) -> Life {
        let practice = Practice::locked(noon(begin()));
        let mut settings = server.writer_settings();
        settings["guestRule"] = json!({ "attribute": "employeeType", "values": ["guest"] });
        let input = json!({ "name": "Lab", "kind": "ldap", "settings": settings, "secret": PASSWORD });
        let directory = practice.call("directory.add", input)["directory"]
            .as_i64()
            .expect("a number");
        practice.sync(directory);
        let made = practice.call("review.create", json!({ "definition": office::definition() }));
        Life {
            practice,
            server,
            directory,
            review: made["review"].as_i64().expect("a number"),
            today: begin(),
            timeline: Vec::new(),
            ended: Vec::new(),
        }
    }

    fn note(&mut self, line: impl std::fmt::Display) {
        self.timeline.push(format!("{} {line}", self.today));
    }

    fn day(&mut self) {
        if let Some((what, ldif)) = event(self.today) {
            self.server.modify(&ldif);
            self.note(format!("- {what}"));
        }
        if OFF
            .iter()
            .any(|(from, to)| (*from..=*to).contains(&self.today.to_string().as_str()))
        {
            return;
        }
        self.practice.set_clock(noon(self.today));
        self.practice.sync(self.directory);
        self.tick();
        self.answer();
        self.write_evidence();
    }

    fn tick(&mut self) {
        let said = self.practice.call("tick", json!({}));
        for problem in said["problems"].as_array().into_iter().flatten() {
            self.note(format!("problem: {}", problem.as_str().unwrap_or_default()));
        }
        for instance in numbers(&said["started"]) {
            let shown = self.practice.instance(instance);
            let progress = self.practice.call("review.progress", json!({ "instance": instance }));
            let missed = match shown["missed"].as_array().map(Vec::as_slice) {
                None | Some([]) => String::new(),
                Some(days) => format!(", missed {}", words(days)),
            };
            self.note(format!(
                "run {} of {} starts with {} items, {} without a reviewer{missed}; asked: {}",
                shown["number"],
                shown["scheduledOn"].as_str().unwrap_or_default(),
                shown["itemCount"],
                progress["unasked"],
                asked(&progress)
            ));
        }
        for instance in numbers(&said["advanced"]) {
            let shown = self.practice.instance(instance);
            let stage = shown["stage"].as_u64().expect("a stage") as usize;
            let progress = self.practice.call("review.progress", json!({ "instance": instance }));
            self.note(format!(
                "stage {stage} begins with {} items; asked: {}",
                shown["stages"][stage - 1]["itemCount"],
                asked(&progress)
            ));
        }
        // What is carried out by itself ends first, so that a run has come to its last state.
        let mut carried = Vec::new();
        for job in said["jobs"].as_array().into_iter().flatten() {
            let done = self.practice.ended(job).unwrap_or_else(|problem| panic!("{problem:?}"));
            let mut line = String::from("carried out:");
            for (name, word) in [
                ("applied", "applied"),
                ("alreadySo", "already so"),
                ("refused", "refused"),
                ("byHand", "by hand"),
            ] {
                if done[name].as_u64().is_some_and(|count| count > 0) {
                    line += &format!(" {} {word}", done[name]);
                }
            }
            carried.push(if line.ends_with(':') {
                format!("{line} nothing")
            } else {
                line
            });
        }
        for instance in numbers(&said["ended"]) {
            let shown = self.practice.instance(instance);
            let line = format!(
                "run {} ends {}: {}",
                shown["number"],
                shown["status"].as_str().unwrap_or_default(),
                self.came(instance)
            );
            self.note(line);
            self.ended.push(instance);
        }
        for line in carried {
            self.note(line);
        }
    }

    /// What the items came to, and how.
    fn came(&self, instance: i64) -> String {
        let mut came: BTreeMap<String, usize> = BTreeMap::new();
        for row in self.practice.items(instance, &json!({})) {
            let how = match row["source"].as_str() {
                Some("default") => " by default",
                Some("stands") => " stands",
                _ => "",
            };
            *came
                .entry(format!("{}{how}", row["decision"].as_str().unwrap_or_default()))
                .or_default() += 1;
        }
        let came: Vec<String> = came.iter().map(|(how, count)| format!("{count} {how}")).collect();
        came.join(", ")
    }

    /// Everybody who answers today does; what is refused is written down.
    fn answer(&mut self) {
        let page = self.practice.call("review.show", json!({ "review": self.review }));
        let running = page["instances"]
            .as_array()
            .expect("instances")
            .iter()
            .find(|one| one["status"] == "InProgress");
        let Some(running) = running else { return };
        let instance = running["instance"].as_i64().expect("a number");
        let stage = running["stage"].as_u64().expect("a stage") as usize;
        let begun = running["stages"][stage - 1]["startedAt"].as_str().expect("a moment");
        let begun = begun.parse::<DateTime<Utc>>().expect("a moment").date_naive();
        let day = (self.today - begun).num_days();
        let number = running["number"].as_i64().expect("a number");
        for who in office::answering(number, stage, day) {
            let Ok(found) = self
                .practice
                .ask("principal.find", json!({ "reference": who, "kind": "user" }))
            else {
                continue;
            };
            let person = found["principal"].as_i64().expect("a number");
            let seat = json!({ "principal": person, "administrator": false });
            if let Err(problem) = self.practice.ask("actor.choose", seat) {
                self.note(format!("{who} cannot answer: {}", problem.message));
                continue;
            }
            let mine = self.practice.items(instance, &json!({ "reviewer": person }));
            let (mut counts, mut left) = (BTreeMap::new(), 0);
            for row in &mine {
                let account = row["userName"].as_str().unwrap_or_default();
                let Some(decision) = office::opinion(who, account, number) else {
                    left += 1;
                    continue;
                };
                let input = json!({ "item": row["item"], "decision": decision, "justification": "looked at it" });
                self.practice.call("item.decide", input);
                *counts.entry(decision).or_insert(0) += 1;
            }
            self.practice.sit(None);
            if !mine.is_empty() {
                let counts: Vec<String> = counts
                    .iter()
                    .map(|(decision, count)| format!("{count} {decision}"))
                    .collect();
                self.note(format!("{who} answers: {}, {left} left open", counts.join(", ")));
            }
        }
        self.practice.sit(None);
    }

    /// A day after the end: what was removed is looked at again, and the evidence is written and verified.
    fn write_evidence(&mut self) {
        let ended = std::mem::take(&mut self.ended);
        for instance in ended {
            let shown = self.practice.instance(instance);
            let ended = shown["endedAt"]
                .as_str()
                .expect("a moment")
                .parse::<DateTime<Utc>>()
                .expect("a moment");
            if ended.date_naive() == self.today {
                self.ended.push(instance);
                continue;
            }
            let plan = self.practice.call("plan.show", json!({ "instance": instance }));
            let seen = self.practice.done("plan.verify", json!({ "plan": plan["plan"] }));
            let path = self.practice.store().join(format!("run-{}.pdf", shown["number"]));
            self.practice
                .done("evidence.export", json!({ "instance": instance, "path": path }));
            let verified = self
                .practice
                .call("evidence.verify", json!({ "path": path, "quick": true }));
            let line = format!(
                "run {}: plan of {} changes and {} tasks, {} seen gone, {} still there; evidence: {}",
                shown["number"],
                plan["changeCount"],
                plan["taskCount"],
                seen["gone"],
                seen["stillThere"],
                if verified["valid"] == true {
                    "valid".to_owned()
                } else {
                    verified.to_string()
                }
            );
            self.note(line);
            for group in GROUPS {
                let line = format!("  {group}: {}", members(&self.server, group));
                self.note(line);
            }
        }
    }
}

fn noon(day: NaiveDate) -> DateTime<Utc> {
    day.and_hms_opt(12, 0, 0).expect("noon").and_utc()
}

fn numbers(list: &Value) -> Vec<i64> {
    list.as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_i64)
        .collect()
}

fn words(list: &[Value]) -> String {
    list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" ")
}

/// Who is asked, and about how many items.
fn asked(progress: &Value) -> String {
    let reviewers = progress["reviewers"].as_array().expect("reviewers").iter();
    let asked: Vec<String> = reviewers
        .filter(|one| one["count"]["total"] != 0)
        .map(|one| {
            format!(
                "{} {}",
                one["displayName"].as_str().unwrap_or_default(),
                one["count"]["total"]
            )
        })
        .collect();
    asked.join(", ")
}

/// Who stands in a group, by the server's own word.
fn members(server: &Slapd, group: &str) -> String {
    let found = server.search(&format!("(cn={group})"), &["member"]);
    let mut members: Vec<&str> = found
        .lines()
        .filter_map(|line| line.strip_prefix("member: "))
        .filter_map(|dn| dn.split([',', '=']).nth(1))
        .collect();
    members.sort_unstable();
    members.join(" ")
}
