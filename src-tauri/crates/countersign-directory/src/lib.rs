//! The doors to directories: one trait, one folder for each kind of directory.
//!
//! Only this crate opens a socket to a directory. It knows nothing of the ledger: what it reads it
//! hands on in batches through a bounded channel, so a slow reader slows the server, not the memory.

pub mod active_directory;
pub mod connector;
pub mod control;
pub mod dn;
pub mod entra;
pub mod file;
pub mod ldap;
pub mod problem;
pub mod sample;

pub use connector::{Changes, Connector, Missing, ProbeReport, Sink, connect, connect_keeping};
pub use control::{Cancel, Control, Progress};
pub use problem::DirectoryProblem;
