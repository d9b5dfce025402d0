//! What an auditor draws samples from, and the samples that were drawn.

mod describe;
mod population;
mod record;

pub use describe::{Described, about, describe};
pub use population::{Member, Population, PopulationFilter, each, total};
pub use record::{NewSample, SampleRow, SampleView, list, put, row, rows, show};
