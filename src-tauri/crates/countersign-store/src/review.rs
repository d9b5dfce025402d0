//! Reviews and their instances.

mod progress;
mod read;
mod start;
mod write;

pub use progress::{Progress, ResourceProgress, ReviewerProgress, progress};
pub use read::{InstanceView, ReviewRow, ReviewView, due, instance, list, show, startable};
pub(crate) use start::stamp;
pub use start::{Start, Started, start};
pub use write::{create, delete, end, end_batch, set_status};
