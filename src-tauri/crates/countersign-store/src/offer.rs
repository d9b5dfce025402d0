//! Requests that travel: what may be asked for is handed out, asked for on the person's own machine, and taken in again.

mod dispute;
mod handed;
mod received;
mod taken;

pub use dispute::{RequestDisputeFilter, RequestDisputeRow, accepted, dispute, disputes, open_dispute_of};
pub use handed::{RequestPacketRow, list, one, people};
pub use received::{
    NewOffer, OfferRow, OwnRequest, asked, list_offers, offer, open, remove, take_over, to_return, withdraw, write,
};
pub use taken::{Said, TakenRequest, came, put_taken, taken_as, withdrawn};
