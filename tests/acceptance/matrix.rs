//! Every kind of scope, reviewer, stage rule, default on silence and way of applying, run to its end.
//!
//! What happens is compared with `tests/expected/review-matrix.md` (`UPDATE_EXPECTED=1` writes it). The three
//! tables cross what depends on each other: scopes with reviewers; reviewers with stages, defaults and
//! applying; scopes with defaults and applying. `COUNTERSIGN_MATRIX=full` runs the whole product instead
//! and looks only that every review ends and the log is whole.

#[path = "matrix/office.rs"]
mod office;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use chrono::{DateTime, Utc};
use countersign_tests::practice::{Practice, key};
use office::{DEFAULTS, STAGES, STARTERS, begin, catalog, nodes, package, reviewers, scopes};
use serde_json::{Value, json};

struct Cell<'a> {
    scope: &'a (&'static str, Value),
    reviewer: &'a (&'static str, Value, Value),
    stage: &'a (&'static str, usize, &'static [&'static str]),
    default: &'a str,
    auto: bool,
}

/// What every item is answered in each stage, by its place in the list: all answers, and silence, meet all.
const SCRIPT: [[Option<&str>; 5]; 3] = [
    [Some("approve"), Some("deny"), None, Some("dontKnow"), Some("approve")],
    [Some("deny"), None, None, Some("approve"), None],
    [None, Some("approve"), None, Some("deny"), None],
];

struct Bench {
    practice: Practice,
    directory: i64,
    package: i64,
}

impl Bench {
    fn new() -> Bench {
        let practice = Practice::at(begin());
        let directory = practice.add_nodes(&nodes());
        practice.call(
            "catalog.import",
            json!({ "definition": catalog(), "directory": directory }),
        );
        let made = practice.call("package.import", json!({ "definition": package() }));
        let bench = Bench {
            practice,
            directory,
            package: made["package"].as_i64().expect("a package"),
        };
        bench.hand_out();
        bench
    }

    /// Everybody who is to have the package has it.
    fn hand_out(&self) {
        for n in STARTERS {
            let person = self.practice.person(&key(n));
            let input = json!({ "package": self.package, "principal": person });
            match self.practice.ask("assignment.give", input) {
                Ok(_) => {}
                Err(problem) => assert_eq!(problem.code.as_deref(), Some("exists"), "{problem:?}"),
            }
        }
        self.practice.done("assignment.deliver", json!({}));
    }

    /// What happens in one cell, as one line without its heading.
    fn run(&self, cell: &Cell<'_>) -> String {
        let practice = &self.practice;
        practice.set_clock(begin());
        practice.sit(None);
        let (review, instance) = match practice.start_review(&definition(cell)) {
            Ok(started) => started,
            Err(problem) => {
                let at = problem.field.map_or_else(String::new, |field| format!(" ({field})"));
                return format!("refused: {}{at}", problem.message);
            }
        };
        let mut line = String::new();
        let rows = practice.items(instance, &json!({}));
        let unasked = practice.call("review.progress", json!({ "instance": instance }))["unasked"].clone();
        let _ = write!(line, "{} items", rows.len());
        if unasked != 0 {
            let _ = write!(line, ", {unasked} unasked");
        }
        let mut passed = vec![self.status(instance)];
        for stage in 1..=cell.stage.1 {
            let answered = self.decide(instance, stage);
            let _ = write!(line, "; stage {stage}: {answered} answered");
            practice.sit(None);
            self.past_the_end_of_stage(instance);
            let said = practice.call("tick", json!({}));
            assert_eq!(said["problems"], json!([]), "{said}");
            let view = practice.instance(instance);
            if let Some(moved) = view["stages"][stage - 1]["movedCount"].as_u64() {
                let _ = write!(line, ", {moved} move on");
            }
            if said["ended"] == json!([instance]) {
                passed.push(self.ended_as(instance));
                self.end(cell, instance, &said, &mut line, &mut passed);
                break;
            }
        }
        passed.dedup();
        let _ = write!(line, "; {}", passed.join(" → "));
        practice.call("review.delete", json!({ "review": review }));
        line
    }

    fn status(&self, instance: i64) -> String {
        self.practice.instance(instance)["status"]
            .as_str()
            .expect("a status")
            .to_owned()
    }

    /// The status that the end itself gave, by the log: what is applied by itself may have gone on since.
    fn ended_as(&self, instance: i64) -> String {
        let log = self.practice.call("audit.list", json!({ "instance": instance }));
        let mut entries = log["rows"].as_array().expect("entries").iter();
        let end = entries
            .find(|entry| entry["operation"] == "tick.end")
            .expect("the end is in the log");
        end["detail"]["status"].as_str().expect("a status").to_owned()
    }

    /// Whoever is asked first answers what the script says; how many did.
    fn decide(&self, instance: i64, stage: usize) -> usize {
        let mut answered = 0;
        for (at, row) in self.practice.items(instance, &json!({})).iter().enumerate() {
            let Some(answer) = SCRIPT[stage - 1][at % 5].filter(|_| row["stage"] == stage) else {
                continue;
            };
            self.practice.sit(None);
            let shown = self.practice.call("item.show", json!({ "item": row["item"] }));
            let Some(reviewer) = shown["reviewers"][0]["principal"].as_i64() else {
                continue;
            };
            self.practice.sit(Some(reviewer));
            self.practice
                .call("item.decide", json!({ "item": row["item"], "decision": answer }));
            answered += 1;
        }
        answered
    }

    fn past_the_end_of_stage(&self, instance: i64) {
        let view = self.practice.instance(instance);
        let stage = view["stage"].as_u64().expect("a stage") as usize;
        let due = view["stages"][stage - 1]["dueAt"].as_str().expect("a moment");
        self.practice.set_clock(due.parse::<DateTime<Utc>>().expect("a moment"));
    }

    /// How the items came to what they are, and what is done about it.
    fn end(&self, cell: &Cell<'_>, instance: i64, ticked: &Value, line: &mut String, passed: &mut Vec<String>) {
        let mut came: BTreeMap<String, usize> = BTreeMap::new();
        for row in self.practice.items(instance, &json!({})) {
            let decision = row["decision"].as_str().expect("a decision");
            let how = match row["source"].as_str() {
                Some("default") => format!("{decision} by default"),
                Some("stands") => format!("{decision} stands"),
                _ => decision.to_owned(),
            };
            *came.entry(how).or_default() += 1;
        }
        let came: Vec<String> = came.iter().map(|(how, count)| format!("{count} {how}")).collect();
        let _ = write!(line, "; {}", came.join(", "));
        let plan = if cell.auto {
            assert_eq!(ticked["drawn"].as_array().map(Vec::len), Some(1), "{ticked}");
            self.practice.call("plan.show", json!({ "instance": instance }))
        } else {
            assert_eq!(ticked["drawn"], json!([]), "nothing is drawn by itself: {ticked}");
            self.practice.call("plan.draw", json!({ "instance": instance }))
        };
        let _ = write!(
            line,
            "; plan: {} changes, {} tasks",
            plan["changeCount"], plan["taskCount"]
        );
        if plan["held"] == true {
            line.push_str(", held");
        }
        if let Some(job) = ticked["jobs"].get(0) {
            let done = self.practice.ended(job).unwrap_or_else(|problem| panic!("{problem:?}"));
            let _ = write!(line, "; applied {}", done["applied"]);
            for (name, word) in [
                ("alreadySo", "already so"),
                ("refused", "refused"),
                ("byHand", "by hand"),
            ] {
                if done[name].as_u64().is_some_and(|count| count > 0) {
                    let _ = write!(line, ", {word} {}", done[name]);
                }
            }
            passed.push(self.status(instance));
            if done["applied"] != 0 {
                // What was taken away is given back, for the next cell.
                self.practice.write_nodes(&nodes());
                self.practice.sync(self.directory);
                self.hand_out();
            }
        }
    }
}

fn definition(cell: &Cell<'_>) -> Value {
    let (_, reviewers, fallback) = cell.reviewer;
    let (_, stages, moves_on) = *cell.stage;
    let mut json = json!({
        "displayName": format!("{} by {}", cell.scope.0, cell.reviewer.0),
        "scope": cell.scope.1,
        "reviewers": reviewers,
        "fallbackReviewers": fallback,
        "settings": {
            "instanceDurationInDays": 7, "recommendationsEnabled": true,
            "defaultDecisionEnabled": cell.default != "None", "defaultDecision": cell.default,
            "autoApplyDecisionsEnabled": cell.auto,
            "@countersign.settings": { "threshold": { "percentOfGroup": 100, "removals": null } },
        },
    });
    if cell.scope.0 == "guests of all Microsoft 365 groups" {
        json["instanceEnumerationScope"] = json!({ "query": "/groups?$filter=(groupTypes/any(c:c eq 'Unified'))" });
    }
    if stages > 1 {
        let stage = |n: usize| {
            json!({ "stageId": n.to_string(), "durationInDays": 3, "recommendationsEnabled": true,
                                       "decisionsThatWillMoveToNextStage": moves_on })
        };
        json["stageSettings"] = (1..=stages).map(stage).collect();
    }
    json
}

/// The tables, each with its cells.
fn tables<'a>(
    scopes: &'a [(&'static str, Value)],
    reviewers: &'a [(&'static str, Value, Value)],
) -> Vec<(&'static str, Vec<Cell<'a>>)> {
    let cell = |scope, reviewer, stage, default, auto| Cell {
        scope,
        reviewer,
        stage,
        default,
        auto,
    };
    let mut by_reviewer = Vec::new();
    for scope in scopes {
        for reviewer in reviewers {
            by_reviewer.push(cell(scope, reviewer, &STAGES[0], "Deny", false));
        }
    }
    let (mut by_stage, mut by_end) = (Vec::new(), Vec::new());
    for default in &DEFAULTS {
        for auto in [false, true] {
            for reviewer in reviewers {
                for stage in &STAGES {
                    by_stage.push(cell(&scopes[0], reviewer, stage, default, auto));
                }
            }
            for scope in scopes {
                by_end.push(cell(scope, &reviewers[0], &STAGES[0], default, auto));
            }
        }
    }
    vec![
        (
            "Scopes and reviewers (one stage, silence denies, applied by hand)",
            by_reviewer,
        ),
        (
            "Reviewers, stages, silence and applying (members of a group, nested people too)",
            by_stage,
        ),
        ("Scopes, silence and applying (one stage, a named person)", by_end),
    ]
}

#[test]
fn every_kind_of_review_comes_to_its_end_as_written_down() {
    let (scopes, reviewers) = (scopes(), reviewers());
    let bench = Bench::new();
    if std::env::var("COUNTERSIGN_MATRIX").is_ok_and(|text| text == "full") {
        return whole_product(&bench, &scopes, &reviewers);
    }
    let mut found =
        String::from("# What happens in every kind of review\n\nWritten by `tests/acceptance/matrix.rs`.\n");
    for (title, cells) in tables(&scopes, &reviewers) {
        let _ = write!(
            found,
            "\n## {title}\n\n| scope | reviewers | stages | silence | apply | what happens |\n|---|---|---|---|---|---|\n"
        );
        for cell in &cells {
            let _ = writeln!(
                found,
                "| {} | {} | {} | {} | {} | {} |",
                cell.scope.0,
                cell.reviewer.0,
                cell.stage.0,
                cell.default,
                if cell.auto { "by itself" } else { "by hand" },
                bench.run(cell)
            );
        }
    }
    bench.practice.is_sound();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("expected/review-matrix.md");
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        std::fs::write(&file, &found).expect("the expected file is written");
    }
    let expected = std::fs::read_to_string(&file).expect("the expected file");
    for (at, (found, expected)) in found.lines().zip(expected.lines()).enumerate() {
        assert_eq!(found, expected, "line {}", at + 1);
    }
    assert_eq!(found.lines().count(), expected.lines().count());
}

fn whole_product(bench: &Bench, scopes: &[(&'static str, Value)], reviewers: &[(&'static str, Value, Value)]) {
    let mut cells = 0;
    for scope in scopes {
        for reviewer in reviewers {
            for stage in &STAGES {
                for default in &DEFAULTS {
                    for auto in [false, true] {
                        let cell = Cell {
                            scope,
                            reviewer,
                            stage,
                            default,
                            auto,
                        };
                        let line = bench.run(&cell);
                        println!(
                            "{} | {} | {} | {default} | {auto} | {line}",
                            scope.0, reviewer.0, stage.0
                        );
                        cells += 1;
                    }
                }
            }
        }
    }
    bench.practice.is_sound();
    println!("{cells} cells");
}
