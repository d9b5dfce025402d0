//! What the acceptance tests stand on: throw-away directories, and the way from one into a store.

pub mod lab;
pub mod population;
pub mod slapd;
pub mod sync;

pub use slapd::{Slapd, tool};
