//! An access package that somebody holds: its states, its notices, and what is given and taken with it.
//!
//! ```text
//! delivering --> delivered | partiallyDelivered | deliveryFailed
//! delivered --drift found--> partiallyDelivered --repaired--> delivered
//! any of these --remove or expire--> removing --all removed--> expired
//! ```
//!
//! Graph has no state `removing` (access-governance §2.8); it reads there as what the access still is, delivered.

mod gain;
mod loss;
mod notice;
mod state;
#[cfg(test)]
mod test;

pub use gain::{Gains, gains};
pub use loss::{Given, Keep, Kept, Losses, Occasion, Other, losses};
pub use notice::{NearEnd, notices_due};
pub use state::{AssignmentEvent, AssignmentState, Refusal, from_receipts, next, table};
