//! The rules of governance, as values and pure functions: no I/O, no clock, no chance.

pub mod acknowledgement;
pub mod actor;
pub mod approval;
pub mod assignment;
pub mod catalog;
pub mod checkpoint;
pub mod conflict;
pub mod definition;
pub mod exception;
pub mod id;
pub mod instance;
pub mod item;
mod json;
pub mod merkle;
pub mod mining;
pub mod notice;
pub mod organization;
pub mod outcome;
pub mod plan;
pub mod policy;
pub mod recommendation;
pub mod request;
pub mod retention;
pub mod reviewer;
pub mod rule;
pub mod schedule;
pub mod snapshot;
