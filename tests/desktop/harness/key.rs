//! Keys that are no letters, by the code points WebDriver gives them (W3C WebDriver, section 17.4.2).

/// A key to press or to hold.
#[derive(Clone, Copy, Debug)]
pub enum Key {
    Backspace,
    Control,
    Delete,
    Down,
    End,
    Enter,
    Escape,
    Home,
    Left,
    PageDown,
    PageUp,
    Right,
    Shift,
    Space,
    Tab,
    Up,
}

impl Key {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Backspace => "\u{e003}",
            Self::Tab => "\u{e004}",
            Self::Enter => "\u{e007}",
            Self::Shift => "\u{e008}",
            Self::Control => "\u{e009}",
            Self::Escape => "\u{e00c}",
            Self::Space => " ",
            Self::PageUp => "\u{e00e}",
            Self::PageDown => "\u{e00f}",
            Self::End => "\u{e010}",
            Self::Home => "\u{e011}",
            Self::Left => "\u{e012}",
            Self::Up => "\u{e013}",
            Self::Right => "\u{e014}",
            Self::Down => "\u{e015}",
            Self::Delete => "\u{e017}",
        }
    }
}
