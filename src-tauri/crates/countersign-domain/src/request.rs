//! A request for an access package, from being made to being delivered, refused or over.
//!
//! ```text
//! submitted --ask for approval--> pendingApproval --last stage approves--> scheduled | delivering
//! scheduled --the start comes--> delivering --> delivered | partiallyDelivered | deliveryFailed
//! deliveryFailed | partiallyDelivered --reprocess--> delivering
//! ```
//!
//! The whole of it is the one table of [`next`], printed by [`table`]. Entra names no state for a request that
//! nobody answered in time (access-governance §2.7); here it is `expired`.

mod kind;
mod retry;
mod state;
#[cfg(test)]
mod test;

pub use kind::{Act, By, RequestKind};
pub use retry::{REPROCESS_DAYS, RETRIES, reprocess, retry_at};
pub use state::{Refusal, RequestEvent, RequestState, next, table};
