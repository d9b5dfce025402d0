//! Reviews and their instances.

mod progress;
mod read;
mod reassign;
mod signal;
mod stage;
mod start;
mod write;

pub use progress::{Progress, ResourceProgress, ReviewerProgress, progress};
pub use read::{
    DefinitionChange, InstanceView, ReviewRow, ReviewView, changes, definition, due, excluded, instance, list,
    scheduled, show, startable, to_apply, to_resume,
};
pub use reassign::{Reassign, Reassignment, is_able, reassign, reassignments, release};
pub use signal::{Signal, advice_and_decision, signals};
pub use stage::{Advanced, StageView, advance, end_stage, set_due, stages};
pub(crate) use start::stamp;
pub use start::{Asked, InScope, Said, Start, Started, start};
pub use write::{
    Change, add_instance, change, create, delete, end, end_batch, note_change, reset_batch, set_auto_apply, set_begun,
    set_carried_out, set_failed, set_justification, set_schedule, set_scheduled, set_status,
};
