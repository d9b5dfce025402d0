//! Plans, what became of their changes, and the tasks left to people.

mod carry;
mod counterpart;
mod draw;
mod guest;
mod place;
mod read;
mod task;
mod watch;

pub use carry::{
    Answered, Pending, Receipt, SeenState, Verified, answers_about, attempt, countersign, elsewhere, ends_assignments,
    holds_directly, last_state, not_looked_at, pending, receipt, tried, unverified, verified,
};
pub use counterpart::{Counterpart, MadeElsewhere, counterpart, made_elsewhere};
pub use draw::{ChangeKind, DeniedRow, Drawn, NewChange, denied, draw, impacts, is_done, target};
pub use guest::{
    GuestFilter, GuestRow, add as add_guest, add_governed as add_governed_guest, due as due_guests, keep as keep_guest,
    list as guests, set_due as set_guests_due, set_state as set_guest_state, state as guest_state,
};
pub use place::{also, place};
pub use read::{ChangeRow, PlanView, VerificationView, all, changes, latest, show};
pub use task::{
    NewTask, TaskCount, TaskRow, TaskStatus, board, close as close_task, count as count_tasks, list as tasks,
    note as note_task, of_assignment as tasks_of_assignment, open as open_task, reopen as reopen_task, show as task,
    unfinished,
};
pub use watch::{Watched, following, unwatch, watch, watched};
