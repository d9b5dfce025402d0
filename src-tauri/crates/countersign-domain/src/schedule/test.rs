use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde_json::{Value, json};

use super::{End, Frequency, Recurrence, parse};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a moment")
}

fn monthly(interval: u32, day_of_month: u32, start: &str) -> Recurrence {
    let json = json!({
        "pattern": { "type": "absoluteMonthly", "interval": interval, "dayOfMonth": day_of_month },
        "range": { "type": "noEnd", "startDate": start }
    });
    parse(&json, Tz::Europe__Berlin).expect("a sound recurrence")
}

fn weekly(start: &str) -> Recurrence {
    let json =
        json!({ "pattern": { "type": "weekly", "interval": 1 }, "range": { "type": "noEnd", "startDate": start } });
    parse(&json, Tz::Europe__Berlin).expect("a sound recurrence")
}

fn first(recurrence: &Recurrence, count: usize) -> Vec<String> {
    recurrence.dates().take(count).map(|on| on.to_string()).collect()
}

#[test]
fn the_31st_is_the_last_day_of_a_short_month_and_the_31st_again_in_the_next_long_one() {
    let dates = ["2027-12-31", "2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30"];
    assert_eq!(first(&monthly(1, 31, "2027-12-05"), 5), dates);
}

#[test]
fn the_29th_of_february_comes_back_in_leap_years() {
    let dates = ["2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"];
    assert_eq!(first(&monthly(12, 0, "2028-02-29"), 5), dates);
    assert_eq!(monthly(12, 0, "1896-02-29").date(2), Some(day("1897-02-28")));
    assert_eq!(
        monthly(12, 0, "1896-02-29").date(5),
        Some(day("1900-02-28")),
        "1900 was no leap year"
    );
}

#[test]
fn quarters_cross_the_year_and_a_day_before_the_start_waits_for_the_next_month() {
    assert_eq!(
        first(&monthly(3, 15, "2026-10-15"), 3),
        ["2026-10-15", "2027-01-15", "2027-04-15"]
    );
    assert_eq!(first(&monthly(6, 1, "2026-12-02"), 2), ["2027-01-01", "2027-07-01"]);
    assert_eq!(first(&weekly("2026-12-28"), 2), ["2026-12-28", "2027-01-04"]);
}

#[test]
fn a_run_starts_at_local_midnight_on_both_sides_of_a_change_of_the_clocks() {
    let weeks = weekly("2026-03-23");
    assert_eq!(weeks.start_at(day("2026-03-23")), at("2026-03-22T23:00:00Z"));
    assert_eq!(weeks.start_at(day("2026-03-30")), at("2026-03-29T22:00:00Z"));
    assert_eq!(weeks.due_at(day("2026-03-23"), 7), weeks.start_at(day("2026-03-30")));
    assert_eq!(weeks.start_at(day("2026-10-26")), at("2026-10-25T23:00:00Z"));
    assert_eq!(weeks.due_at(day("2026-10-19"), 7), at("2026-10-25T23:00:00Z"));
}

#[test]
fn a_midnight_that_does_not_exist_becomes_the_first_moment_after_the_jump() {
    let once = |zone, on: &str| Recurrence::once(day(on), zone).start_at(day(on));
    // Brazil's clocks went from 00:00 to 01:00.
    assert_eq!(once(Tz::America__Sao_Paulo, "2018-11-04"), at("2018-11-04T03:00:00Z"));
    // Samoa had no 30 December at all.
    assert_eq!(once(Tz::Pacific__Apia, "2011-12-30"), at("2011-12-30T10:00:00Z"));
    assert_eq!(once(Tz::Pacific__Apia, "2011-12-31"), at("2011-12-30T10:00:00Z"));
}

#[test]
fn of_two_midnights_the_earlier_one_is_meant() {
    // Cuba's clocks return from 01:00 to 00:00.
    let cuba = Recurrence::once(day("2026-11-01"), Tz::America__Havana);
    assert_eq!(cuba.start_at(day("2026-11-01")), at("2026-11-01T04:00:00Z"));
    // In St. John's they returned from 00:01 to 23:01 of the day before: due at the first midnight.
    let johns = Recurrence::once(day("2010-11-07"), Tz::America__St_Johns);
    let midnight = johns.start_at(day("2010-11-07"));
    let later = midnight + chrono::Duration::minutes(5);
    assert_eq!(
        later.with_timezone(&Tz::America__St_Johns).date_naive(),
        day("2010-11-06")
    );
    assert!(
        johns
            .catch_up(None, 0, midnight - chrono::Duration::seconds(1))
            .is_none()
    );
    for now in [midnight, later] {
        assert_eq!(johns.catch_up(None, 0, now).expect("due").on, day("2010-11-07"));
    }
}

#[test]
fn after_three_missed_quarters_the_newest_is_made_and_the_others_are_listed() {
    let quarters = monthly(3, 1, "2026-01-01");
    let due = quarters
        .catch_up(Some(day("2026-01-01")), 1, at("2027-01-20T12:00:00Z"))
        .expect("due");
    assert_eq!((due.on, due.number), (day("2027-01-01"), 5));
    assert_eq!(due.missed, [day("2026-04-01"), day("2026-07-01"), day("2026-10-01")]);
    assert_eq!(
        quarters.catch_up(Some(due.on), due.number, at("2027-01-20T12:00:01Z")),
        None
    );
    assert_eq!(quarters.next_after(Some(due.on), due.number), Some(day("2027-04-01")));
}

#[test]
fn a_clock_set_back_makes_nothing_twice() {
    let weeks = weekly("2026-06-01");
    for back in ["2026-06-07T00:00:00Z", "2026-06-14T21:59:59Z", "1970-01-01T00:00:00Z"] {
        assert_eq!(weeks.catch_up(Some(day("2026-06-08")), 2, at(back)), None, "{back}");
    }
    let due = weeks
        .catch_up(Some(day("2026-06-08")), 2, at("2026-06-14T22:00:00Z"))
        .expect("due");
    assert_eq!((due.on, due.number, due.missed.len()), (day("2026-06-15"), 3, 0));
}

#[test]
fn missed_runs_count_in_a_numbered_series() {
    let mut series = monthly(1, 1, "2026-01-01");
    series.end = End::After(4);
    assert_eq!(first(&series, 9).len(), 4);
    let due = series.catch_up(None, 0, at("2030-01-01T00:00:00Z")).expect("due");
    assert_eq!((due.on, due.number, due.missed.len()), (day("2026-04-01"), 4, 3));
    assert!(series.is_over(Some(due.on), due.number));
    assert_eq!(
        series.catch_up(Some(due.on), due.number, at("2031-01-01T00:00:00Z")),
        None
    );
}

#[test]
fn an_edited_series_goes_on_counting_from_the_runs_it_has_had() {
    let mut series = weekly("2026-01-05");
    series.end = End::After(6);
    // Four monthly runs were made up to 1 April before the series became weekly.
    let due = series
        .catch_up(Some(day("2026-04-01")), 4, at("2026-12-31T00:00:00Z"))
        .expect("due");
    assert_eq!(
        (due.on, due.number, due.missed),
        (day("2026-04-13"), 6, vec![day("2026-04-06")])
    );
    assert!(series.is_over(Some(day("2026-04-13")), 6));
}

#[test]
fn a_series_ends_on_its_last_date_and_a_one_time_review_runs_once() {
    let mut series = monthly(1, 10, "2026-01-10");
    series.end = End::On(day("2026-03-10"));
    assert_eq!(first(&series, 9), ["2026-01-10", "2026-02-10", "2026-03-10"]);
    assert!(!series.is_over(Some(day("2026-02-10")), 2));
    assert!(series.is_over(Some(day("2026-03-10")), 3));
    let once = Recurrence::once(day("2026-05-05"), Tz::UTC);
    assert_eq!(once.catch_up(None, 0, at("2026-05-04T23:59:59Z")), None);
    let due = once.catch_up(None, 0, at("2026-06-01T00:00:00Z")).expect("due");
    assert_eq!((due.on, due.number, due.missed.len()), (day("2026-05-05"), 1, 0));
    assert_eq!(
        once.catch_up(Some(day("2026-05-01")), 1, at("2026-06-01T00:00:00Z")),
        None
    );
}

#[test]
fn a_count_of_dates_agrees_with_the_dates_themselves() {
    for recurrence in [
        weekly("2023-12-29"),
        monthly(1, 31, "2023-11-30"),
        monthly(3, 30, "2023-11-12"),
    ] {
        let dates: Vec<_> = recurrence.dates().take(80).collect();
        for ahead in 0..460 {
            let on = day("2023-11-01") + chrono::Days::new(ahead);
            let counted = dates.iter().filter(|date| **date <= on).count();
            assert_eq!(recurrence.count_until(on) as usize, counted, "{recurrence:?} {on}");
        }
    }
}

#[test]
fn a_series_that_began_centuries_ago_is_computed_and_not_counted_up() {
    let old = weekly("0001-01-01");
    for minute in 0..10_000 {
        let now = at("2026-06-01T00:00:00Z") + chrono::Duration::minutes(minute);
        let due = old.catch_up(Some(day("2026-05-18")), 105_700, now).expect("due");
        let local = now.with_timezone(&old.zone).date_naive();
        assert!(
            (0..7).contains(&(local - due.on).num_days()),
            "the newest run is less than a week old: {due:?}"
        );
        assert_eq!(
            i64::from(due.number - 105_700),
            (due.on - day("2026-05-18")).num_days() / 7
        );
    }
    assert_eq!(old.date(u32::MAX), None);
    for end in [NaiveDate::MIN, NaiveDate::MAX] {
        let moment = old.due_at(end, u32::MAX);
        assert!((moment.date_naive() - end).num_days().abs() < 11, "{moment}");
    }
    assert_eq!(monthly(12, 1, "0001-01-01").date(10_000), None, "the calendar ends");
}

#[test]
fn runs_may_not_reach_into_the_next_one() {
    let limits = [3_650, 7, 27, 89, 180, 364];
    for (frequency, limit) in Frequency::ALL.into_iter().zip(limits) {
        let recurrence = Recurrence {
            frequency,
            ..weekly("2027-01-31")
        };
        assert_eq!(recurrence.check(limit), Ok(()));
        for wrong in [0, limit + 1] {
            let problem = recurrence.check(wrong).expect_err("overlap");
            assert_eq!(problem.field, "settings.instanceDurationInDays");
        }
        let dates: Vec<_> = recurrence.dates().take(60).collect();
        for pair in dates.windows(2) {
            assert!(
                recurrence.due_at(pair[0], limit) <= recurrence.start_at(pair[1]),
                "{frequency:?} {pair:?}"
            );
        }
    }
}

#[test]
fn what_graph_writes_is_read_and_printed_again() {
    let cases = [
        json!({ "pattern": null, "range": { "type": "noEnd", "startDate": "2026-07-01" } }),
        json!({ "pattern": { "type": "weekly", "interval": 1 },
                "range": { "type": "endDate", "startDate": "2026-07-01", "endDate": "2027-07-01" } }),
        json!({ "pattern": { "type": "absoluteMonthly", "interval": 6, "dayOfMonth": 15 },
                "range": { "type": "numbered", "startDate": "2026-09-15", "numberOfOccurrences": 4,
                           "recurrenceTimeZone": "W. Europe Standard Time" } }),
    ];
    for json in cases {
        let read = parse(&json, Tz::UTC).expect("Graph's shape");
        assert_eq!(read.to_graph(), json);
        let stored = serde_json::to_string(&read).expect("to text");
        assert_eq!(serde_json::from_str::<Recurrence>(&stored).expect("and back"), read);
    }
    let sample = json!({
        "pattern": { "type": "weekly", "interval": 1, "month": 0, "dayOfMonth": 0, "daysOfWeek": ["Wednesday"],
                     "firstDayOfWeek": "sunday", "index": "first" },
        "range": { "type": "noEnd", "startDate": "2026-07-01T12:02:30.667Z", "endDate": "0001-01-01",
                   "recurrenceTimeZone": "America/Sao_Paulo", "numberOfOccurrences": 0 }
    });
    let read = parse(&sample, Tz::UTC).expect("with all its fields");
    assert_eq!((read.start_on, read.zone), (day("2026-07-01"), Tz::America__Sao_Paulo));
}

#[test]
fn each_impossible_recurrence_is_named_at_its_place() {
    let sound = json!({
        "pattern": { "type": "absoluteMonthly", "interval": 3, "dayOfMonth": 1 },
        "range": { "type": "endDate", "startDate": "2026-07-01", "endDate": "2027-07-01" }
    });
    let cases = [
        ("/pattern/type", json!("daily"), "pattern.type"),
        ("/pattern/type", json!("relativeMonthly"), "pattern.type"),
        ("/pattern/type", json!(4), "pattern.type"),
        ("/pattern/type", json!("weekly"), "pattern.interval"),
        ("/pattern/interval", json!(2), "pattern.interval"),
        ("/pattern/interval", json!(-3), "pattern.interval"),
        ("/pattern/interval", Value::Null, "pattern.interval"),
        ("/pattern/dayOfMonth", json!(32), "pattern.dayOfMonth"),
        ("/pattern/dayOfMonth", json!("first"), "pattern.dayOfMonth"),
        ("/pattern", json!([]), "pattern"),
        ("/range/type", json!("someday"), "range.type"),
        ("/range/type", json!("numbered"), "range.numberOfOccurrences"),
        ("/range/startDate", json!("2026-02-30"), "range.startDate"),
        ("/range/startDate", json!("+12026-02-03"), "range.startDate"),
        ("/range/startDate", Value::Null, "range.startDate"),
        ("/range/endDate", json!("2026-06-30"), "range.endDate"),
        ("/range/endDate", json!(20270101), "range.endDate"),
        ("/range", Value::Null, "range"),
    ];
    for (path, value, field) in cases {
        let mut json = sound.clone();
        *json.pointer_mut(path).expect("the sample has this place") = value;
        let problem = parse(&json, Tz::UTC).expect_err(path);
        assert_eq!(problem.field, format!("settings.recurrence.{field}"), "{problem}");
    }
    let mut nowhere = sound.clone();
    nowhere["range"]["recurrenceTimeZone"] = json!("Middle Earth Standard Time");
    assert!(
        parse(&nowhere, Tz::UTC)
            .expect_err("unknown")
            .field
            .ends_with("recurrenceTimeZone")
    );
    let mut never = sound.clone();
    never["range"]["startDate"] = json!("2026-07-02");
    never["range"]["endDate"] = json!("2026-07-30");
    assert_eq!(
        parse(&never, Tz::UTC).expect_err("empty").field,
        "settings.recurrence.range.endDate"
    );
    let tuesday = json!({ "pattern": { "type": "weekly", "interval": 1, "daysOfWeek": ["tuesday"] },
                          "range": { "type": "noEnd", "startDate": "2026-07-01" } });
    assert!(
        parse(&tuesday, Tz::UTC)
            .expect_err("a Wednesday")
            .field
            .ends_with("daysOfWeek")
    );
    assert_eq!(
        parse(&json!(3), Tz::UTC).expect_err("no object").field,
        "settings.recurrence"
    );
}

#[test]
fn however_long_the_machine_was_off_every_run_is_made_or_listed_as_missed_exactly_once() {
    let mut seed = 3_u64;
    let mut draw = |below: u64| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    let zones = [
        Tz::Europe__Berlin,
        Tz::America__Sao_Paulo,
        Tz::Pacific__Apia,
        Tz::America__St_Johns,
        Tz::Asia__Beirut,
    ];
    let (mut made_in_all, mut missed_in_all) = (0, 0);
    for round in 0..60 {
        let series = Recurrence {
            frequency: Frequency::ALL[round % 6],
            start_on: day("2009-10-05") + chrono::Days::new(draw(60)),
            day_of_month: 1 + draw(31) as u32,
            end: [End::Never, End::After(1 + draw(30) as u32), End::On(day("2015-02-03"))][round % 3],
            zone: zones[round % 5],
            zone_written: None,
        };
        let (mut now, mut last, mut number, mut seen) = (at("2009-10-01T00:00:00Z"), None, 0, Vec::new());
        while now < at("2019-01-01T00:00:00Z") {
            let off_for = if draw(4) == 0 { 24 * draw(300) } else { draw(30) };
            now += chrono::Duration::hours(off_for as i64 + 1);
            let next = series.next_after(last, number);
            let Some(due) = series.catch_up(last, number, now) else {
                assert!(next.is_none_or(|on| series.start_at(on) > now), "{series:?} {now}");
                continue;
            };
            assert!(next.is_some_and(|on| due.missed.first().unwrap_or(&due.on) == &on));
            assert!(series.start_at(due.on) <= now);
            missed_in_all += due.missed.len();
            made_in_all += 1;
            seen.extend(due.missed);
            seen.push(due.on);
            (last, number) = (Some(due.on), due.number);
            assert_eq!(number as usize, seen.len());
        }
        let expected: Vec<_> = series.dates().take_while(|on| series.start_at(*on) <= now).collect();
        assert_eq!(seen, expected, "{series:?}");
    }
    assert!(
        made_in_all > 500 && missed_in_all > 500,
        "{made_in_all} made, {missed_in_all} missed"
    );
}
