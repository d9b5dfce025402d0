//! The window's own clock: what is due is done while the window is open.

use std::sync::{Arc, Weak};
use std::time::Duration;

use countersign_app::Desk;
use serde_json::json;

const EVERY: Duration = Duration::from_secs(30);

/// Asks the desk, now and then, to do whatever is due, for as long as there is a desk.
pub fn tick(desk: &Arc<Desk>) {
    let desk: Weak<Desk> = Arc::downgrade(desk);
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(EVERY);
            let Some(desk) = desk.upgrade() else { return };
            if let Err(problem) = desk.call("tick", json!({})) {
                eprintln!("countersign-desktop: {problem}");
            }
        }
    });
}
