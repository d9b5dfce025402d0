//! From a string to glyphs in lines: coverage, direction, shaping, wrapping.

pub(crate) mod clean;
pub(crate) mod face;
mod operator;
pub(crate) mod shape;
pub(crate) mod typesetter;
pub(crate) mod wrap;
