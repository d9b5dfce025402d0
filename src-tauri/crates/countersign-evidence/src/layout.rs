//! Pages: what is drawn on one, how text flows over many, tables.

pub(crate) mod canvas;
pub(crate) mod chart;
mod flow;
pub(crate) mod press;
pub(crate) mod table;
