//! The ledger: one encrypted SQLite store per organization. The only crate that says `rusqlite`.
//!
//! A store is a folder holding `store.json` (what it is, and how its key is kept; no secret) and
//! `store.db` (SQLCipher, WAL). Everything is written through [`Store::write`], one immediate
//! transaction at a time, durable on return; everything is read through [`Store::read`].

pub mod access;
pub mod acknowledgement;
pub mod answer;
pub mod approval;
pub mod assignment;
pub mod audit;
mod backup;
pub mod catalog;
mod check;
pub mod checkpoint;
pub mod conflict;
mod connection;
pub mod control;
pub mod correlation;
pub mod delegation;
pub mod device;
mod draft;
mod error;
pub mod exception;
pub mod exchange;
mod header;
pub mod history;
mod identifier;
pub mod item;
mod key;
mod migration;
pub mod notice;
pub mod offer;
pub mod organization;
pub mod package;
pub mod packet;
pub mod plan;
pub mod policy;
mod principal_attribute;
pub mod request;
pub mod retention;
pub mod review;
pub mod role;
pub mod sample;
pub mod snapshot;
mod store;
pub mod suggestion;
pub mod sync;
pub mod travel;
mod turn;
pub mod unlock;
pub mod workbook;
pub mod workstation;

pub use check::{CheckFinding, CheckReport};
pub use connection::with_room;
pub use draft::Draft;
pub use error::StoreError;
pub use header::{Header, KeyKeeping, PassphraseRule, random_hex};
pub use identifier::new_identifier;
pub use key::StoreKey;
pub use rusqlite;
pub use store::{NewStore, Store};
pub use turn::Turn;
