//! The exchange: sealed files over a folder, over WebDAV, over S3 and over Azure Blob, on real servers, with the line cut
//! at random and the place telling lies.

#[path = "exchange/carry.rs"]
mod carry;
#[path = "exchange/desk.rs"]
mod desk;
#[path = "exchange/lie.rs"]
mod lie;
#[path = "exchange/station.rs"]
mod station;
#[path = "exchange/third.rs"]
mod third;
#[path = "exchange/travel.rs"]
mod travel;
#[path = "exchange/two.rs"]
mod two;
