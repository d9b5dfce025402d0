//! The real window over a large review: from the start to the first rows, and from a key to the frame after it.

use std::path::Path;
use std::time::{Duration, Instant, SystemTime};

use serde_json::{Value, json};

use crate::footprint::Footprint;
use crate::harness::{self, Start, Window, program};
use crate::measure::{median, quantile, ratio, shown};
use crate::place::Place;
use crate::table::{Reach, Row};
use crate::{Outcome, Size, desk, population};

const ITEMS: usize = 100_000;
const KEYS: usize = 150;
/// At 60 Hz, with what a clock of whole milliseconds adds.
const FRAME: Duration = Duration::from_micros(16_667);
/// How often each window is opened.
const ROUNDS: usize = 3;
/// How long a window is left alone before its memory is read.
const REST: Duration = Duration::from_secs(8);

/// The moments, in milliseconds, at which the page first painted anything and at which it had its rows.
const MOMENTS: &str = "const at = (entry) => entry ? performance.timeOrigin + entry.startTime : null; \
    return [at(performance.getEntriesByName('first-contentful-paint')[0]), at(performance.getEntriesByName('rows')[0])]";

/// Presses a key as a person would, at any moment within a frame, and waits for the paint: the task that is
/// posted from the first animation frame after the key runs when that frame is on the screen.
const PRESS: &str = "const [key, times, done] = arguments; \
    const grid = document.querySelector('[data-desk-grid]'); grid.focus(); \
    const wait = (ms) => new Promise((go) => setTimeout(go, ms)); \
    const press = () => new Promise((painted) => { const start = performance.now(); \
    grid.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })); \
    requestAnimationFrame(() => { const channel = new MessageChannel(); \
    channel.port1.onmessage = () => painted(performance.now() - start); channel.port2.postMessage(null); }); }); \
    (async () => { const all = []; for (let at = 0; at < times; at += 1) { all.push(await press()); \
    await wait(60 + Math.random() * 16); } done(all); })()";

pub fn measure(place: &Place, size: Size) -> Outcome<Vec<Row>> {
    let folder = place.folder().join("window");
    let store = population::store(&folder, size)?;
    let desk = desk::with(&store)?;
    desk::sit_reviewer(&desk)?;
    // The review of everything is the whole of the small population.
    let groups = if ITEMS == size.of(1_000_000) {
        Vec::new()
    } else {
        population::groups_of(ITEMS)
    };
    let (_, items) = desk::start(&desk, "The window's", &groups)?;
    desk::call(&desk, "store.close", json!({}))?;
    drop(desk);

    let mut rows = beside_an_empty_one(&store, items)?;
    if rows.is_empty() {
        return Ok(rows);
    }
    let Some(window) = desk_at(&store).open() else {
        return Ok(rows);
    };
    window.css("[data-item]");
    window.paint();
    for (key, act, frames) in [("j", "move", 2), ("a", "decide", 3)] {
        let times = press(&window, key)?;
        let slow = quantile(&times, 0.95);
        let figure = format!("{} median, {} at 95 %", shown(median(&times)), shown(slow));
        rows.push(
            Row::new(format!("window: {act}, key to painted frame"), figure)
                .within(format!("≤ {frames} frames"), slow <= FRAME * frames),
        );
    }
    drop(window);
    let _ = std::fs::remove_dir_all(&folder);
    Ok(rows)
}

/// A window that begins at the desk of the review.
fn desk_at(store: &Path) -> Start {
    Start::new("bench")
        .store(store)
        .actor(population::REVIEWER)
        .word("--at")
        .word("/reviews/1/items")
}

/// What one opened window took: until it showed what it is for, and in KiB once it rests.
struct Opened {
    shown_after: Duration,
    memory: u64,
}

/// Opens windows in turn, a real one and one that is empty, and sets their medians beside each other.
fn beside_an_empty_one(store: &Path, items: i64) -> Outcome<Vec<Row>> {
    let real = program();
    let empty = real.with_file_name("examples").join("empty");
    if !empty.is_file() {
        eprintln!("  there is no empty window at {}", empty.display());
        return Ok(Vec::new());
    }
    let (mut desks, mut homes, mut empties) = (vec![], vec![], vec![]);
    for _ in 0..ROUNDS {
        let blank = Start::new("bench").program(empty.clone());
        let home = Start::new("bench").store(store).actor(population::REVIEWER);
        let Some(one) = opened(blank, &empty, 0)? else {
            return Ok(Vec::new());
        };
        empties.push(one);
        desks.extend(opened(desk_at(store), &real, 1)?);
        homes.extend(opened(home, &real, 0)?);
    }
    let time = |all: &[Opened]| median(&all.iter().map(|one| one.shown_after).collect::<Vec<_>>());
    let memory = |all: &[Opened]| {
        let mut all: Vec<u64> = all.iter().map(|one| one.memory).collect();
        all.sort_unstable();
        all.get(all.len() / 2).copied().unwrap_or(0)
    };
    let mib = |kib: u64| format!("{:.0} MiB", kib as f64 / 1024.0);
    let mut rows = vec![
        Row::new(
            format!("window: from its start to the first rows of {items} items"),
            shown(time(&desks)),
        )
        .beside(
            format!("an empty window, to its first paint: {}", shown(time(&empties))),
            ratio(time(&desks), time(&empties)),
            Reach::AtMost(1.5),
        ),
    ];
    for (what, all) in [("on its first screen", &homes), ("on the desk with these rows", &desks)] {
        rows.push(
            Row::new(
                format!("window: idle memory over all its processes, {what}"),
                mib(memory(all)),
            )
            .beside(
                format!("an empty window: {}", mib(memory(&empties))),
                memory(all) as f64 / memory(&empties).max(1) as f64,
                Reach::AtMost(1.5),
            ),
        );
    }
    Ok(rows)
}

/// Opens a window and waits for its first paint (`moment` 0) or its rows (1).
fn opened(start: Start, program: &Path, moment: usize) -> Outcome<Option<Opened>> {
    let Some(window) = start.open() else { return Ok(None) };
    let footprint = Footprint::of(program)?;
    let begun = Instant::now();
    let at = loop {
        if let Some(at) = window.script(MOMENTS, &json!([]))[moment].as_f64() {
            break at;
        }
        if begun.elapsed() > harness::PATIENCE {
            return Err("the window never showed what it is for.".into());
        }
        std::thread::sleep(Duration::from_millis(50));
    };
    let shown_at = SystemTime::UNIX_EPOCH + Duration::from_secs_f64(at / 1e3);
    let shown_after = shown_at.duration_since(footprint.began()?).unwrap_or_default();
    std::thread::sleep(REST);
    Ok(Some(Opened {
        shown_after,
        memory: footprint.memory(),
    }))
}

fn press(window: &Window, key: &str) -> Outcome<Vec<Duration>> {
    let said = window.script_later(PRESS, &json!([key, KEYS]));
    let times = said
        .as_array()
        .ok_or_else(|| format!("the window measured nothing: {said}"))?;
    Ok(times
        .iter()
        .filter_map(Value::as_f64)
        .map(|ms| Duration::from_secs_f64(ms / 1e3))
        .collect())
}
