use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::{Control, CoverageState, Draft, Periods, Run, Scope, check, combine, coverage, parse_framework};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a moment")
}

fn draft() -> Draft {
    Draft {
        code: "AC-07".into(),
        name: "Quarterly review".into(),
        owner: 1,
        statement: "Every quarter.".into(),
        references: Vec::new(),
        covers: vec![Scope::Review { review: 1 }],
        first_on: day("2026-01-01"),
        until_on: None,
        months: 3,
        grace_days: 15,
        zone: Some("Europe/Berlin".into()),
    }
}

fn periods(change: impl FnOnce(&mut Draft)) -> Periods {
    let mut draft = draft();
    change(&mut draft);
    check(draft, Tz::UTC).expect("a control").periods
}

fn run(instance: i64, planned: Option<&str>, started: &str, ended: Option<&str>) -> Run {
    Run {
        instance,
        scheduled_on: planned.map(day),
        started_at: at(started),
        ended_at: ended.map(at),
    }
}

#[test]
fn every_state_of_a_period_follows_from_its_runs_and_the_time() {
    use CoverageState::{InTime, Late, Missing, NotYetDue, Running};
    let periods = periods(|_| ());
    // 1 January to 31 March, and in time until 15 April; in Berlin the 16th begins at 22:00 of the 15th.
    let period = periods.period(1).expect("the first");
    let ended = |when: &str| run(1, None, "2026-03-01T08:00:00Z", Some(when));
    let going = run(2, None, "2026-03-20T08:00:00Z", None);
    let cases = [
        (vec![], "2026-02-01T00:00:00Z", NotYetDue, 0),
        (vec![], "2026-04-10T00:00:00Z", NotYetDue, 0),
        (vec![], "2026-04-15T21:59:59Z", NotYetDue, 0),
        (vec![], "2026-04-15T22:00:00Z", Missing, 1),
        (vec![], "2026-05-15T10:00:00Z", Missing, 30),
        (vec![going.clone()], "2026-03-25T00:00:00Z", Running, 0),
        (vec![going.clone()], "2026-04-20T00:00:00Z", Running, 5),
        (vec![ended("2026-03-10T00:00:00Z")], "2026-03-11T00:00:00Z", InTime, 0),
        (vec![ended("2026-04-15T21:59:59Z")], "2026-06-01T00:00:00Z", InTime, 0),
        (vec![ended("2026-04-15T22:00:00Z")], "2026-06-01T00:00:00Z", Late, 1),
        (vec![ended("2026-04-25T08:00:00Z")], "2026-06-01T00:00:00Z", Late, 10),
        (
            vec![going.clone(), ended("2026-03-10T00:00:00Z")],
            "2026-04-20T00:00:00Z",
            InTime,
            0,
        ),
    ];
    for (runs, now, state, days) in cases {
        let belonging: Vec<&Run> = runs.iter().filter(|run| run.period(&periods) == Some(1)).collect();
        assert_eq!(belonging.len(), runs.len(), "all belong to the first period");
        let covered = coverage(&periods, &period, &belonging, at(now));
        assert_eq!((covered.state, covered.days_late), (state, days), "{runs:?} at {now}");
    }
}

#[test]
fn a_control_is_covered_as_its_worst_part_is() {
    let periods = periods(|_| ());
    let period = periods.period(1).expect("the first");
    let now = at("2026-06-01T00:00:00Z");
    let good = run(1, None, "2026-02-01T08:00:00Z", Some("2026-03-01T00:00:00Z"));
    let parts = [
        coverage(&periods, &period, &[&good], now),
        coverage(&periods, &period, &[], now),
    ];
    assert_eq!(combine(&parts, &period, now), CoverageState::Missing);
    assert_eq!(combine(&parts[..1], &period, now), CoverageState::InTime);
    assert_eq!(
        combine(&[], &period, now),
        CoverageState::Missing,
        "a rule that nothing meets"
    );
    assert_eq!(
        combine(&[], &period, at("2026-02-01T00:00:00Z")),
        CoverageState::NotYetDue
    );
}

#[test]
fn a_run_answers_for_the_period_it_was_planned_for_and_else_for_the_one_it_began_in() {
    let periods = periods(|_| ());
    let started = "2026-04-02T08:00:00Z";
    assert_eq!(run(1, Some("2026-03-31"), started, None).period(&periods), Some(1));
    assert_eq!(run(1, None, started, None).period(&periods), Some(2));
    // In Berlin it is April already.
    assert_eq!(run(1, None, "2026-03-31T22:30:00Z", None).period(&periods), Some(2));
    assert_eq!(run(1, None, "2025-12-31T12:00:00Z", None).period(&periods), None);
}

#[test]
fn periods_touch_and_end_on_the_day_before_the_next_whatever_the_month_and_the_clocks() {
    for (first, months) in [
        ("2024-01-31", 1),
        ("2024-02-29", 12),
        ("2026-01-01", 3),
        ("2025-08-30", 6),
    ] {
        for zone in ["Europe/Berlin", "America/Sao_Paulo", "Pacific/Apia", "UTC"] {
            let periods = periods(|draft| {
                draft.first_on = day(first);
                draft.months = months;
                draft.zone = Some(zone.into());
            });
            for number in 1..200 {
                let (one, next) = (periods.period(number), periods.period(number + 1));
                let (one, next) = (one.expect("a period"), next.expect("the next"));
                assert_eq!(one.end_at, next.start_at, "{first} {months} {zone}");
                assert_eq!(one.end_on.succ_opt(), Some(next.start_on));
                assert_eq!(periods.number_of(one.start_on), Some(number));
                assert_eq!(periods.number_of(one.end_on), Some(number));
            }
        }
    }
    let monthly = periods(|draft| {
        draft.first_on = day("2024-01-31");
        draft.months = 1;
    });
    let starts: Vec<String> = monthly
        .between(day("2024-01-01"), day("2024-05-31"), 100)
        .0
        .iter()
        .map(|period| period.start_on.to_string())
        .collect();
    let expected = ["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30", "2024-05-31"];
    assert_eq!(starts, expected);
}

#[test]
fn a_century_of_periods_is_cut_to_what_is_asked_and_counted_in_full() {
    let periods = periods(|draft| {
        draft.first_on = day("1900-01-01");
        draft.months = 1;
    });
    let (cut, total) = periods.between(day("1900-01-01"), day("8999-12-31"), 12);
    assert_eq!((cut.len(), total), (12, 7_100 * 12));
    assert_eq!(
        periods.between(day("1800-01-01"), day("1899-12-31"), 12),
        (Vec::new(), 0)
    );
    assert_eq!(
        periods.between(day("2026-02-02"), day("2026-02-01"), 12),
        (Vec::new(), 0)
    );
    let ended = self::periods(|draft| draft.until_on = Some(day("2026-06-30")));
    let (cut, total) = ended.between(day("2026-01-01"), day("2030-01-01"), 12);
    assert_eq!((cut.len(), total), (2, 2), "no period begins after the last day");
    assert_eq!(ended.number_of(day("2026-07-01")), None);
}

#[test]
fn a_control_that_cannot_be_kept_is_refused_at_the_field_that_is_wrong() {
    let refused = |change: fn(&mut Draft)| {
        let mut draft = draft();
        change(&mut draft);
        check(draft, Tz::UTC).expect_err("a refusal").field
    };
    assert_eq!(refused(|draft| draft.code = " ".into()), "code");
    assert_eq!(refused(|draft| draft.name = "a\nb".into()), "name");
    assert_eq!(refused(|draft| draft.covers.clear()), "covers");
    assert_eq!(refused(|draft| draft.months = 0), "months");
    assert_eq!(refused(|draft| draft.months = 121), "months");
    assert_eq!(refused(|draft| draft.grace_days = 400), "graceDays");
    assert_eq!(refused(|draft| draft.zone = Some("Europe/Nowhere".into())), "zone");
    assert_eq!(refused(|draft| draft.first_on = NaiveDate::MIN), "firstOn");
    assert_eq!(refused(|draft| draft.until_on = Some(day("2025-12-31"))), "untilOn");
    let rule = |draft: &mut Draft| {
        draft.covers = vec![Scope::Rule {
            directory: None,
            resource_kind: "user".into(),
            name_holds: String::new(),
        }];
    };
    assert_eq!(refused(rule), "covers");
    let kept: Control = check(Draft { zone: None, ..draft() }, Tz::Asia__Tokyo).expect("a control");
    assert_eq!(kept.draft.zone.as_deref(), Some("Asia/Tokyo"));
}

const FRAMEWORK: &str = r#"{ "format": "countersign.framework", "version": 1, "id": "own", "name": "Own rules",
  "requirements": [ { "id": "R1", "title": "Review", "asks": "Look.", "retentionYears": 7,
    "cadence": { "months": 6, "graceDays": 15, "basis": "usual" }, "evidence": ["E01", "E40"], "documents": ["review"] } ] }"#;

#[test]
fn a_framework_is_read_strictly_and_every_fault_is_named_where_it_stands() {
    let read = parse_framework(FRAMEWORK).expect("a framework");
    assert_eq!(read.requirement("R1").map(|one| one.cadence.privileged_months), Some(6));
    let cases = [
        ("\"months\"", "\"monthz\"", "requirements[0].cadence.monthz"),
        ("\"title\"", "\"tilte\"", "requirements[0].tilte"),
        ("\"name\"", "\"nmae\"", "nmae"),
        ("\"E40\"", "\"E41\"", "requirements[0].evidence"),
        ("\"review\"", "\"revue\"", "requirements[0].documents"),
        ("\"usual\"", "\"always\"", "requirements[0].cadence.basis"),
        ("\"version\": 1", "\"version\": 2", "version"),
        ("\"R1\"", "\"R 1\"", "requirements[0].id"),
        ("\"months\": 6", "\"months\": 0", "requirements[0].cadence.months"),
        ("countersign.framework", "other", "format"),
    ];
    for (from, to, field) in cases {
        let problem = parse_framework(&FRAMEWORK.replace(from, to)).expect_err(to);
        assert_eq!(problem.field, field, "{}", problem.message);
    }
    assert!(parse_framework("{").is_err());
    let long = " ".repeat(super::LONGEST_FILE + 1);
    assert!(parse_framework(&long).is_err());
}
