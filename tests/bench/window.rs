//! The real window over a large review: from the start to the first rows, and from a key to the frame after it.

use std::time::Duration;

use serde_json::{Value, json};

use crate::harness::{Start, Window};
use crate::measure::{median, quantile, shown, timed};
use crate::place::Place;
use crate::table::Row;
use crate::{Outcome, Size, desk, population};

const ITEMS: usize = 100_000;
const KEYS: usize = 150;
/// A key is answered at once where its frame comes within two and the work between them.
const AT_ONCE: Duration = Duration::from_millis(50);

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

    let (window, opening) = timed(|| {
        Start::new("bench")
            .store(&store)
            .actor(population::REVIEWER)
            .open()
            .inspect(|window| drop(window.role("heading", "Overview")))
    });
    let Some(window) = window else {
        return Ok(Vec::new());
    };
    let ((), desk_opening) = timed(|| {
        window.go("/reviews/1/items");
        window.css("[data-item]");
    });
    let mut rows = vec![
        Row::new("window: from nothing to the first screen", shown(opening)),
        Row::new(
            format!("window: to the first rows of {items} items"),
            shown(desk_opening),
        ),
    ];
    for (key, act) in [("j", "move"), ("a", "decide")] {
        let times = press(&window, key)?;
        let slow = quantile(&times, 0.95);
        let figure = format!("{} median, {} at 95 %", shown(median(&times)), shown(slow));
        rows.push(
            Row::new(format!("window: {act}, key to painted frame"), figure)
                .within(format!("≤ {}", shown(AT_ONCE)), slow <= AT_ONCE),
        );
    }
    drop(window);
    let _ = std::fs::remove_dir_all(&folder);
    Ok(rows)
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
