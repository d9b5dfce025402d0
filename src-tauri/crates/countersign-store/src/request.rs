//! Requests for access packages, their approval, and every state they were in.

mod approval;
mod due;
mod list;
mod read;
mod write;

pub use approval::{
    ApprovalEvent, ApproverRow, NewApprover, StageRow, answered, approvers, close_stage, end_approver, escalate_stage,
    note, note_nobody, note_reminder, plan_stages, put_approvers, stages, start_stage,
};
pub use due::{Awaited, escalations, gone_approvers, reminders, starting, time_outs, waiting_for_an_approver};
pub use list::{Filter, PendingRow, awaiting, awaiting_count, history, list};
pub use read::{
    Held, RequestEventRow, RequestRow, answers, by_key, events, going_on, held, held_by, key_of_package, latest_for,
    show,
};
pub use write::{NewRequest, Step, create, record, set_assignment, set_dates, set_stage, step};
