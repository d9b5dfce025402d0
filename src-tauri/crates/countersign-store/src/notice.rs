//! Notices: who is to be told what, what became of it, and never twice.

mod queue;
mod read;
mod tell;

pub use queue::{About, NewNotice, next_ordinal, queue, remind_once};
pub use read::{
    Asked, NoticeRow, Window, after, asked, count_by_state, list, newest, one, open_to, queued, reminded, reminding,
    task_owners, to_recipient, windows,
};
pub use tell::{Outcome, again, claim, settle, withdraw, withdraw_of_request, withdraw_reminder};
