//! A window of the same engine with nothing in it: what any window costs here, before it does anything.
//! The benchmark starts it beside the real one.

use tauri::{WebviewUrl, WebviewWindowBuilder};

fn main() -> tauri::Result<()> {
    tauri::Builder::default()
        .setup(|app| {
            WebviewWindowBuilder::new(app, "empty", WebviewUrl::default())
                .title("Empty")
                .inner_size(1320.0, 860.0)
                .build()?;
            Ok(())
        })
        .run(tauri::generate_context!("examples/empty/tauri.conf.json"))
}
