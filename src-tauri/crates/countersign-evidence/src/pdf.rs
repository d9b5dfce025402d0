//! The file: objects, streams, fonts, and the seal at its end.

pub(crate) mod catalog;
pub(crate) mod deflate;
pub(crate) mod icc;
pub(crate) mod seal;
pub(crate) mod sheet;
pub(crate) mod signature;
pub(crate) mod tail;
pub(crate) mod typeface;
pub(crate) mod writer;
