//! The checklist of evidence, E01 to E40, one by one: a review in which everything happens is exported, the PDF is taken
//! apart by foreign programs, and each line must be found in the record and on the pages.

#[path = "checklist/office.rs"]
mod office;
#[path = "checklist/scene.rs"]
mod scene;
#[path = "checklist/table.rs"]
mod table;

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use scene::{Scene, sign};
use serde_json::{Value, json};
use table::{Line, lines};

fn ran(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program)
        .args(arguments)
        .output()
        .unwrap_or_else(|error| panic!("{program} does not run: {error}"));
    assert!(
        output.status.success(),
        "{program} {arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// What a foreign program reads: the pages as text, the attached record, and the outline as page and title.
struct Taken {
    pages: Vec<String>,
    record: Value,
    outline: Vec<(usize, String)>,
}

fn take_apart(pdf: &Path, folder: &Path) -> Taken {
    let file = pdf.to_str().expect("a path");
    let text = ran("pdftotext", &["-enc", "UTF-8", file, "-"]);
    let listed = ran("pdfdetach", &["-list", file]);
    let number = listed
        .lines()
        .find_map(|line| line.strip_suffix(": evidence.json").map(str::trim))
        .unwrap_or_else(|| panic!("no record is attached: {listed}"));
    let to = folder.join("evidence.json");
    ran(
        "pdfdetach",
        &["-save", number, "-o", to.to_str().expect("a path"), file],
    );
    let record: Value = serde_json::from_slice(&std::fs::read(&to).expect("the record")).expect("JSON");
    // Lines such as `|	"Decisions"	#page=4&…`.
    let outline = ran("mutool", &["show", file, "outline"])
        .lines()
        .filter_map(|line| {
            let title = line.split('"').nth(1)?.to_owned();
            // The chapters have numbers.
            title.starts_with(|one: char| one.is_ascii_digit()).then_some(())?;
            let page = line.split("#page=").nth(1)?;
            let digits: String = page.chars().take_while(char::is_ascii_digit).collect();
            Some((digits.parse().ok()?, title))
        })
        .collect();
    Taken {
        pages: text.split('\u{c}').map(blankless).collect(),
        record: whole(record),
        outline,
    }
}

/// A record as it is read: personal data, which stand last in their line, in their places, and lists that are a line
/// of their own as lists.
fn whole(record: Value) -> Value {
    let Value::Object(parts) = record else { return record };
    let part = |value: Value| match together(value) {
        Value::Object(mut one) if one.len() == 1 && one.get("rows").is_some_and(Value::is_array) => {
            one.remove("rows").unwrap_or_default()
        }
        other => other,
    };
    let all = parts.into_iter().map(|(name, value)| match value {
        Value::Array(rows) => (name, rows.into_iter().map(together).collect()),
        other => (name, part(other)),
    });
    Value::Object(all.collect())
}

fn together(line: Value) -> Value {
    let Value::Object(mut public) = line else { return line };
    match public.remove("personal") {
        Some(personal) => merged(Value::Object(public), personal),
        None => Value::Object(public),
    }
}

fn merged(public: Value, personal: Value) -> Value {
    match (public, personal) {
        (Value::Object(mut public), Value::Object(personal)) => {
            for (name, hidden) in personal {
                let shown = public.remove(&name).unwrap_or_default();
                public.insert(name, merged(shown, hidden));
            }
            Value::Object(public)
        }
        (Value::Array(public), Value::Array(personal)) if public.len() == personal.len() => public
            .into_iter()
            .zip(personal)
            .map(|(one, two)| merged(one, two))
            .collect(),
        (_, personal) => personal,
    }
}

fn blankless(text: &str) -> String {
    text.chars()
        .filter(|one| !one.is_whitespace() && *one != '\u{ad}')
        .collect()
}

/// Everything a place leads to: `*` is any element, `[name=word]` those elements alone.
fn find<'v>(value: &'v Value, place: &str) -> Vec<&'v Value> {
    let mut found = vec![value];
    for step in place.split('/').skip(1) {
        let (name, only) = match step.split_once('[') {
            Some((name, rest)) => (name, rest.strip_suffix(']').and_then(|rest| rest.split_once('='))),
            None => (step, None),
        };
        found = found
            .into_iter()
            .flat_map(|one| match (name, one) {
                ("*", Value::Array(all)) => all.iter().collect(),
                (index, Value::Array(all)) => index
                    .parse()
                    .ok()
                    .and_then(|at: usize| all.get(at))
                    .into_iter()
                    .collect(),
                (name, one) => one.get(name).into_iter().collect::<Vec<_>>(),
            })
            .collect();
        if let Some((field, word)) = only {
            found = found
                .into_iter()
                .flat_map(|one| one.as_array().into_iter().flatten())
                .filter(|one| one[field] == word)
                .collect();
        }
    }
    found.retain(|one| !one.is_null() && **one != json!("") && **one != json!([]) && **one != json!({}));
    found
}

/// The page of a chapter (0: of any) that a word stands on, counted from 1.
fn page_of(taken: &Taken, chapter: usize, word: &str) -> Option<usize> {
    let wanted = match word.starts_with('/') {
        true => find(&taken.record, word).first().map(|value| match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        })?,
        false => word.to_owned(),
    };
    let choices: Vec<String> = wanted.split('~').map(blankless).collect();
    let stands = |page: &String| choices.iter().any(|choice| page.contains(choice.as_str()));
    let begins = |chapter: usize| {
        let number = format!("{chapter} ");
        let found = taken.outline.iter().find(|(_, title)| title.starts_with(&number));
        found.map(|(page, _)| page - 1)
    };
    // A chapter ends on the page on which the next one begins.
    let pages = match chapter {
        0 => 0..taken.pages.len(),
        _ => begins(chapter)?..begins(chapter + 1).map_or(taken.pages.len(), |next| next + 1),
    };
    let at = pages.into_iter().find(|at| taken.pages.get(*at).is_some_and(stands))?;
    Some(at + 1)
}

fn section(taken: &Taken, chapter: usize) -> &str {
    let number = format!("{chapter} ");
    let found = taken.outline.iter().find(|(_, title)| title.starts_with(&number));
    found.map_or("the first page", |(_, title)| title)
}

fn missing(line: &Line, taken: &Taken) -> Vec<String> {
    let mut missing = Vec::new();
    for place in &line.places {
        if find(&taken.record, place).is_empty() {
            missing.push(format!(
                "{} ({}): nothing at {place} of the record",
                line.number, line.asks
            ));
        }
    }
    for word in &line.words {
        if page_of(taken, line.chapter, word).is_none() {
            missing.push(format!(
                "{} ({}): “{word}” is on no page of chapter {}",
                line.number, line.asks, line.chapter
            ));
        }
    }
    missing
}

fn printed(taken: &Taken) -> String {
    let mut text = String::from(
        "# The checklist of evidence\n\nWhere each line of E01–E40 stands in the record and in the PDF of the sample review.\n\n\
         | | asks | in the record | in the PDF |\n|---|---|---|---|\n",
    );
    for line in lines() {
        let places: Vec<String> = line.places.iter().map(|place| format!("`{place}`")).collect();
        let mut pages: Vec<String> = Vec::new();
        for word in &line.words {
            if let Some(page) = page_of(taken, line.chapter, word) {
                let told = format!("{}, page {page}", section(taken, line.chapter));
                if !pages.contains(&told) {
                    pages.push(told);
                }
            }
        }
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} |",
            line.number,
            line.asks,
            places.join(" "),
            pages.join("; ")
        );
    }
    text
}

/// Numbers of pages move with the length of names of machines; everything else must be as written.
fn without_pages(text: &str) -> String {
    let mut parts = text.split("page ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| {
        all + "page " + part.trim_start_matches(|one: char| one.is_ascii_digit())
    })
}

#[test]
fn every_line_of_the_checklist_stands_in_the_record_and_on_the_pages() {
    let scene = Scene::play();
    let folder = tempfile::tempdir().expect("a folder");
    let pdf = scene.export(folder.path());
    let taken = take_apart(&pdf, folder.path());
    assert_eq!(lines().len(), 40);
    let missing: Vec<String> = lines().iter().flat_map(|line| missing(line, &taken)).collect();
    assert!(missing.is_empty(), "{}", missing.join("\n"));

    let told = printed(&taken);
    let expected = Path::new(env!("CARGO_MANIFEST_DIR")).join("expected/checklist.md");
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        std::fs::write(&expected, &told).expect("the table");
    }
    let kept = std::fs::read_to_string(&expected).expect("the table");
    assert_eq!(
        without_pages(&kept),
        without_pages(&told),
        "run with UPDATE_EXPECTED=1 and look at the difference"
    );

    let verdict = scene.practice.call("evidence.verify", json!({ "path": pdf }));
    assert_eq!(verdict["valid"], true, "{verdict}");
    scene.practice.is_sound();
}

#[test]
fn a_signature_is_bound_to_what_was_shown_shows_when_it_is_overtaken_and_stays_when_withdrawn() {
    let scene = Scene::play();
    let (practice, instance) = (&scene.practice, scene.instance);
    let listed = |of: Value| practice.call("acknowledgement.list", of)["rows"].clone();
    let all = listed(json!({ "instance": instance }));
    assert_eq!(all.as_array().map(Vec::len), Some(4), "{all}");
    assert!(
        all.as_array().into_iter().flatten().all(|one| one["current"] == true),
        "{all}"
    );
    // Whoever signs again signs nothing new; a stranger and a wrong digest are refused.
    practice.sit(Some(practice.person("bianca")));
    let again = json!({ "kind": "managementAcknowledgement", "instance": instance, "statement": "Yes", "digest": "" });
    assert_eq!(
        practice.refused("acknowledgement.sign", again.clone()).code.as_deref(),
        Some("state")
    );
    practice.sit(Some(practice.person("hank")));
    assert_eq!(
        practice.refused("acknowledgement.sign", again).code.as_deref(),
        Some("permission")
    );
    assert_eq!(
        practice.call("acknowledgement.offer.list", json!({ "instance": instance })),
        json!([])
    );
    assert_eq!(
        listed(json!({ "instance": instance })),
        json!([]),
        "others' acts are not theirs to read"
    );
    // A new plan changes what was signed for the whole, and not what a reviewer signed of their own part.
    practice.sit(None);
    practice.call("plan.draw", json!({ "instance": instance }));
    let after = listed(json!({ "instance": instance }));
    for row in after.as_array().into_iter().flatten() {
        assert_eq!(row["current"], row["kind"] == "reviewerSignOff", "{row}");
    }
    practice.sit(Some(practice.person("adam")));
    let stale =
        json!({ "kind": "controlOwnerSignOff", "instance": instance, "statement": "Yes", "digest": "0".repeat(64) });
    assert_eq!(
        practice.refused("acknowledgement.sign", stale).code.as_deref(),
        Some("stale")
    );
    let second = sign(practice, instance, Some("adam"), "controlOwnerSignOff", "Owner");
    let other = json!({ "acknowledgement": all[0]["acknowledgement"], "reason": "Not mine" });
    assert_eq!(
        practice.refused("acknowledgement.withdraw", other).code.as_deref(),
        Some("permission")
    );
    let withdraw = json!({ "acknowledgement": second["acknowledgement"], "reason": "Signed too early" });
    assert_eq!(
        practice.call("acknowledgement.withdraw", withdraw.clone())["withdrawnBecause"],
        "Signed too early"
    );
    assert_eq!(
        practice.refused("acknowledgement.withdraw", withdraw).code.as_deref(),
        Some("state")
    );
    practice.sit(None);
    assert_eq!(
        listed(json!({ "instance": instance })).as_array().map(Vec::len),
        Some(5)
    );

    // What is under a hold is not deleted; after its day it is due once the hold is lifted.
    let deleted = practice.refused("review.delete", json!({ "review": scene.review }));
    assert_eq!(deleted.code.as_deref(), Some("held"), "{deleted:?}");
    let due = |practice: &countersign_tests::practice::Practice| {
        practice.call("retention.due", json!({ "untilOn": "2033-06-18" }))
    };
    assert_eq!(
        (&due(practice)["total"], &due(practice)["held"]),
        (&json!(0), &json!(2))
    );
    let holds = practice.call("hold.list", json!({}));
    practice.call(
        "hold.lift",
        json!({ "hold": holds["rows"][0]["hold"], "reason": "The case is closed" }),
    );
    assert_eq!(
        (&due(practice)["total"], &due(practice)["held"]),
        (&json!(2), &json!(0))
    );
    assert_eq!(practice.call("retention.due", json!({}))["total"], 0);
    practice.is_sound();
}
