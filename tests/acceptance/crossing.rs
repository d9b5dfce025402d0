//! One person, several directories: who is joined to whom and why, what is never guessed, everything somebody holds
//! now and then, and what differs between two snapshots, held against a plain reckoning.

#[path = "crossing/command.rs"]
mod command;
#[path = "crossing/difference.rs"]
mod difference;
#[path = "crossing/later.rs"]
mod later;
#[path = "crossing/model.rs"]
mod model;
#[path = "crossing/person.rs"]
mod person;
#[path = "crossing/place.rs"]
mod place;
#[path = "crossing/unowned.rs"]
mod unowned;
