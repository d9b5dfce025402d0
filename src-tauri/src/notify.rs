//! A word on the desktop when something begins to wait for the person at the desk.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use countersign_app::{Desk, Event};
use serde_json::{Value, json};

/// Who sat at which store, and the newest notice they were shown.
#[derive(Default)]
struct Shown {
    seat: Value,
    newest: Option<i64>,
}

/// Watches the desk's notices for as long as there is a desk.
pub fn watch(desk: &Arc<Desk>) {
    let weak: Weak<Desk> = Arc::downgrade(desk);
    let shown = Arc::new(Mutex::new(Shown::default()));
    desk.listen(move |event| {
        let Event::Touched { tables } = event else { return };
        if tables.iter().any(|table| table == "notice" || table == "store") {
            let (weak, shown) = (weak.clone(), shown.clone());
            // The desk does not wait for the desktop.
            std::thread::spawn(move || weak.upgrade().map(|desk| look(&desk, &shown)));
        }
    });
}

fn look(desk: &Arc<Desk>, shown: &Mutex<Shown>) {
    let mut shown = shown.lock().unwrap_or_else(PoisonError::into_inner);
    let Ok(status) = desk.call("store.status", json!({})) else {
        return;
    };
    let open = &status.value["open"];
    let seat = json!([open["id"], open["actor"]]);
    if seat != shown.seat {
        *shown = Shown { seat, newest: None };
    }
    // What was there when somebody sat down is on the screen before them.
    let Ok(mine) = desk.call("notice.mine", json!({ "after": shown.newest })) else {
        return;
    };
    shown.newest = mine.value["newest"].as_i64();
    for row in mine.value["rows"].as_array().into_iter().flatten() {
        let text = |name: &str| row[name].as_str().unwrap_or_default();
        show(text("subject"), text("text"));
    }
}

/// Shows it where the desktop can; one that cannot is no problem of the review.
fn show(subject: &str, text: &str) {
    // Without a session bus nobody can be there to show it; asking would only wait.
    if cfg!(target_os = "linux") && std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_none() {
        return;
    }
    let shown = notify_rust::Notification::new()
        .appname("Countersign")
        .summary(subject)
        .body(text)
        .show();
    if let Err(problem) = shown {
        eprintln!("countersign-desktop: the desktop shows no notification: {problem}");
    }
}
