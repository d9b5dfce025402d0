//! The desk: every operation, the jobs that outlive a call, permissions and secrets.
//!
//! The window, the command line and the tests all enter through [`Desk::call`].

mod access;
mod actor;
mod approval;
mod assignment;
mod audit;
mod authority;
mod call;
mod catalog;
mod clock;
mod conflict;
mod desk;
mod directory;
mod dossier;
mod evidence;
mod exception;
mod grant;
mod graph_file;
mod guest;
mod history;
mod item;
mod job;
mod mail;
mod notice;
mod operation;
mod organization;
mod package;
mod plan;
mod policy;
mod principal;
mod problem;
mod recent;
mod request;
mod resolve;
mod review;
mod sample;
mod secret;
mod setting;
mod sheet;
mod store;
mod suggestion;
mod task;
mod tick;
pub mod typescript;
mod watch;

pub use call::Answer;
pub use clock::Clock;
pub use desk::{Desk, Environment, Event};
pub use job::{JobState, JobView};
pub use operation::{Operation, OperationKind, operations};
pub use problem::Problem;
