//! The one window: how it opens, what it may show, and the size it remembers.

use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tauri::utils::config::Color;
use tauri::webview::{NewWindowResponse, PageLoadEvent};
use tauri::{AppHandle, Manager, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent};

/// The window's name, in the capability file and wherever an event is sent to it.
pub const LABEL: &str = "main";

const SMALLEST: (f64, f64) = (880.0, 560.0);

/// How long a page may take to load before the window is shown all the same, so that a page that
/// never finishes is seen rather than waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// Opens the window on its first screen or the one asked for, hidden until its page has loaded so that no white flash is seen.
pub fn open(app: &AppHandle, at: Option<&str>) -> tauri::Result<WebviewWindow> {
    let size = Size::remembered(app);
    // What follows the # is the page's own way to a screen.
    let page = at.map_or_else(WebviewUrl::default, |at| {
        WebviewUrl::App(format!("index.html#{at}").into())
    });
    let window = WebviewWindowBuilder::new(app, LABEL, page)
        .title("Countersign")
        .inner_size(size.width, size.height)
        .min_inner_size(SMALLEST.0, SMALLEST.1)
        .maximized(size.maximized)
        .center()
        .visible(false)
        .background_color(ground(app))
        .disable_drag_drop_handler()
        .on_navigation(is_own_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_page_load(|window, page| {
            if page.event() == PageLoadEvent::Finished {
                show(&window);
            }
        })
        .build()?;

    let late = window.clone();
    std::thread::spawn(move || {
        std::thread::sleep(PATIENCE);
        show(&late);
    });

    let closing = window.clone();
    window.on_window_event(move |event| {
        if matches!(event, WindowEvent::CloseRequested { .. }) {
            Size::of(&closing).remember(closing.app_handle());
        }
    });
    Ok(window)
}

fn show(window: &WebviewWindow) {
    if !window.is_visible().unwrap_or(false) {
        let _ = window.show();
        let _ = window.set_focus();
    }
}

/// The page behind the window stays the program's own: a link in a directory's text leads nowhere.
fn is_own_page(url: &Url) -> bool {
    let own = matches!(
        (url.scheme(), url.host_str()),
        ("tauri", Some("localhost")) | ("http" | "https", Some("tauri.localhost"))
    );
    own || (cfg!(dev) && url.host_str() == Some("127.0.0.1") && url.port() == Some(5173))
}

/// What is seen before the first paint, close to the page's own ground in either theme.
fn ground(_app: &AppHandle) -> Color {
    Color(0xfa, 0xfa, 0xfa, 0xff)
}

/// The window's size in logical pixels, kept from one start to the next.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Size {
    width: f64,
    height: f64,
    maximized: bool,
}

impl Size {
    const FIRST: Self = Self {
        width: 1320.0,
        height: 860.0,
        maximized: false,
    };

    /// The last size, or the first one if none was kept or what was kept makes no sense.
    fn remembered(app: &AppHandle) -> Self {
        let kept = Self::place(app)
            .and_then(|path| std::fs::read(path).ok())
            .and_then(|bytes| serde_json::from_slice::<Self>(&bytes).ok())
            .unwrap_or(Self::FIRST);
        if !kept.width.is_finite() || !kept.height.is_finite() {
            return Self::FIRST;
        }
        Self {
            width: kept.width.clamp(SMALLEST.0, 8_000.0),
            height: kept.height.clamp(SMALLEST.1, 5_000.0),
            ..kept
        }
    }

    fn of(window: &WebviewWindow) -> Self {
        let scale = window.scale_factor().unwrap_or(1.0);
        let inner = window.inner_size().map(|size| size.to_logical::<f64>(scale));
        let maximized = window.is_maximized().unwrap_or(false);
        match inner {
            // A maximized window keeps the size it goes back to unknown, so the first one is kept for it.
            Ok(size) if !maximized => Self {
                width: size.width,
                height: size.height,
                maximized,
            },
            _ => Self {
                maximized,
                ..Self::FIRST
            },
        }
    }

    /// Keeps the size; a machine that refuses the file only forgets it.
    fn remember(self, app: &AppHandle) {
        let Some(path) = Self::place(app) else { return };
        if let (Some(folder), Ok(bytes)) = (path.parent(), serde_json::to_vec(&self)) {
            let _ = std::fs::create_dir_all(folder);
            let _ = std::fs::write(path, bytes);
        }
    }

    fn place(app: &AppHandle) -> Option<PathBuf> {
        Some(app.path().app_config_dir().ok()?.join("window.json"))
    }
}
