//! What travels between installations: packets and their answers, enrolments of devices, and whatever else is
//! signed by one installation and sealed to another. Bytes in, bytes out: no file, no clock, no store.
//!
//! `FORMAT.md` beside this crate describes every byte.

pub mod answer;
pub mod approval;
pub mod body;
pub mod carried;
pub mod copy;
pub mod device;
pub mod enrolment;
mod envelope;
pub mod hex;
pub mod key;
pub mod packet;
mod problem;
pub mod request;
mod seal;
pub mod travel;
pub mod word;

pub use answer::Answer;
pub use approval::{Approval, Approvals};
pub use body::{Body, Kind};
pub use carried::{Carried, Moved};
pub use copy::{Copied, CopyReader, StoreCopy, open_copy, seal_copy};
pub use device::{DeviceKey, DeviceSecret};
pub use enrolment::{Enrolment, Introduction};
pub use envelope::{Cover, ENVELOPE_VERSION, Expected, Header, LARGEST_FILE, Opened, Signers, Unsealed};
pub use key::{PublicKey, SignSecret};
pub use packet::Packet;
pub use problem::{OpenError, SealError};
pub use request::{Offers, Request};
pub use seal::{Lock, Look, Opener, Sealed, introduce, look, open, open_any, read, read_any, seal};
pub use travel::{Address, Addressed, Link, Linked};
