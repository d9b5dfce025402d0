//! Plans, what became of their changes, and the tasks left to people.

mod carry;
mod draw;
mod read;
mod task;

pub use carry::{Pending, Receipt, SeenState, attempt, countersign, pending, receipt, unverified, verified};
pub use draw::{DeniedRow, Drawn, denied, draw, impacts};
pub use read::{ChangeRow, PlanView, VerificationView, changes, latest, show};
pub use task::{NewTask, TaskRow, close, list as tasks, open as open_task};
