//! The window's own clock: what is due is done while the window is open.

use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use countersign_app::Desk;
use serde_json::json;

const EVERY: Duration = Duration::from_secs(30);
/// A mail server that could not be reached is left alone for so long, unless there is more to send.
const AGAIN: Duration = Duration::from_secs(600);

/// Asks the desk, now and then, to do whatever is due, for as long as there is a desk.
pub fn tick(desk: &Arc<Desk>) {
    let desk: Weak<Desk> = Arc::downgrade(desk);
    std::thread::spawn(move || {
        let mut tried: Option<(Instant, i64)> = None;
        loop {
            std::thread::sleep(EVERY);
            let Some(desk) = desk.upgrade() else { return };
            match desk.call("tick", json!({})) {
                Ok(ticked) => {
                    for problem in ticked.value["problems"].as_array().into_iter().flatten() {
                        eprintln!("countersign-desktop: {}", problem.as_str().unwrap_or_default());
                    }
                    send(&desk, ticked.value["unsent"].as_i64().unwrap_or(0), &mut tried);
                }
                Err(problem) => eprintln!("countersign-desktop: {problem}"),
            }
        }
    });
}

/// Sends what waits, where the person at the desk may; what becomes of it is in the list of notices.
fn send(desk: &Arc<Desk>, unsent: i64, tried: &mut Option<(Instant, i64)>) {
    let due = tried.is_none_or(|(at, then)| at.elapsed() >= AGAIN || unsent > then);
    if unsent > 0 && due {
        *tried = Some((Instant::now(), unsent));
        // Refused to a reviewer, and while the same is going on: neither is news.
        let _ = desk.call("notice.send", json!({}));
    }
}
