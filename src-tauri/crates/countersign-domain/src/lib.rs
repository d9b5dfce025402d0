//! The rules of governance, as values and pure functions: no I/O, no clock, no chance.

pub mod actor;
pub mod definition;
pub mod exception;
pub mod id;
pub mod instance;
pub mod item;
pub mod mining;
pub mod notice;
pub mod outcome;
pub mod plan;
pub mod recommendation;
pub mod reviewer;
pub mod rule;
pub mod schedule;
pub mod snapshot;
