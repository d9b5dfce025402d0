//! Packets: what is gathered for them, and those that were handed out.

mod gather;
mod handed;
mod places;

pub use gather::{GatheredItem, Gatherer, Own, Parts, Person, own, parts};
pub use handed::{NewPacket, PacketRow, by_id, is_under_passphrase, list, one, put, standing, to_items};
pub use places::{from_places, to_places};
