//! The one command: the page names an operation, the desk answers.

use std::sync::Arc;

use countersign_app::{Answer, Desk, Problem};
use serde_json::Value;
use tauri::State;
use tauri::async_runtime::spawn_blocking;

/// Calls an operation of the desk by its name.
///
/// It runs on a thread of its own, because an operation may wait for the disk and the window must not.
#[tauri::command]
pub async fn call(desk: State<'_, Arc<Desk>>, name: String, input: Value) -> Result<Answer, Problem> {
    let desk = Arc::clone(&desk);
    let named = name.clone();
    let answered = spawn_blocking(move || desk.call(&name, input)).await;
    answered.unwrap_or_else(|_| Err(broken(&named)))
}

/// A panic inside an operation: its transaction is gone with it, the window stays.
fn broken(name: &str) -> Problem {
    Problem {
        code: None,
        message: format!("“{name}” stopped because of a mistake in the program; nothing was changed."),
        hint: Some("Please report this, with what you did just before.".to_owned()),
        field: None,
    }
}
