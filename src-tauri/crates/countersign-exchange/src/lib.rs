//! The exchange: sealed files carried between installations over a place that both reach at times.
//!
//! The place needs no trust. What lies there is sealed before it comes here, says in its first bytes what it is, and is
//! known by the hash of the whole file; so a file that is cut, renamed, doubled or replaced is recognized, and one that
//! is gone is put there again. Nothing here opens a file: that is the business of whoever it is for.
//!
//! Layout of a place, below the folder `countersign-exchange/1`:
//!
//! ```text
//! in/<inbox>/<first two digits>/<hash>-<part>-<parts>.sealed
//! ack/<inbox>/<first two digits>/<hash>
//! ```

mod acknowledge;
mod clean;
mod control;
mod door;
mod exchange;
mod fetch;
mod frame;
mod http;
mod name;
mod place;
mod poll;
mod probe;
mod problem;
mod send;

pub use acknowledge::Proof;
pub use clean::Cleaned;
pub use control::{Control, Progress};
pub use exchange::Exchange;
pub use name::{FileId, Inbox};
pub use place::Place;
pub use poll::{Cursor, Found, Page};
pub use probe::Probe;
pub use problem::ExchangeProblem;
pub use send::Sent;
