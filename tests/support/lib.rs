//! What the acceptance tests stand on: throw-away directories, the way from one into a store, and
//! the command line.

pub mod cli;
pub mod domain;
pub mod governance;
pub mod graph;
pub mod handover;
pub mod kill;
pub mod lab;
pub mod mailing;
pub mod office;
pub mod place;
pub mod population;
pub mod practice;
pub mod printed;
pub mod raw;
pub mod samba;
pub mod slapd;
pub mod smtp;
pub mod sync;
pub mod years;

pub use slapd::{Slapd, tool};
