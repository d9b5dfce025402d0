//! What the desk pushes, handed on to the window.

use serde::Serialize;
use tauri::{AppHandle, Emitter};

use crate::window::LABEL;

/// The one event the page listens to; its payload is the desk's own event, as the contract shapes it.
pub const DESK: &str = "desk";

/// Hands an event on to the window. One that is closing misses nothing it could still show.
pub fn push(app: &AppHandle, event: impl Serialize + Clone) {
    if let Err(problem) = app.emit_to(LABEL, DESK, event) {
        eprintln!("countersign-desktop: an event did not reach the window: {problem}");
    }
}
