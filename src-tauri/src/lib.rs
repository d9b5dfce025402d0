//! The desktop shell: a window on the desk, and nothing else. What a person can do is in
//! `countersign-app`; what they see is in `ui/`. The shell hands calls in ([`call`]) and events out
//! ([`event`]), opens what it was started with ([`start`]) and looks after its window ([`window`]).

mod call;
mod clock;
mod event;
mod notify;
mod start;
mod window;

use countersign_app::Desk;

pub use start::Start;

/// Why the window did not open, or closed by itself.
#[derive(Debug, thiserror::Error)]
pub enum ShellProblem {
    /// The desk could not be set up.
    #[error(transparent)]
    Desk(#[from] countersign_app::Problem),
    /// The system's web view or its desktop library refused; without a display, that is why.
    #[error("The window cannot be opened: {0}.")]
    Window(#[from] tauri::Error),
}

/// Opens the window and stays until it is closed.
///
/// # Errors
/// When there is no display, or the system's web view is missing.
pub fn run(start: &Start) -> Result<(), ShellProblem> {
    let desk = Desk::new(start.environment())?;
    start.seat(&desk);

    if !start.no_schedule {
        clock::tick(&desk);
    }
    notify::watch(&desk);
    let for_events = desk.clone();
    let at = start.at.clone();
    tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .manage(desk)
        .invoke_handler(tauri::generate_handler![call::call])
        .setup(move |app| {
            let handle = app.handle().clone();
            for_events.listen(move |happened| event::push(&handle, happened));
            window::open(app.handle(), at.as_deref())?;
            Ok(())
        })
        .run(tauri::generate_context!())?;
    Ok(())
}
