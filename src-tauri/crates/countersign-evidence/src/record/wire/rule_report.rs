//! The tables of a report's record. Its facts are words, so all but their titles are withheld.

use super::rule::Fields;
use super::rule::Rule::{Cells, Of, Personal, Public};
use super::rule_review::SETTING;

pub(super) const REPORT: Fields = &[
    ("name", Personal),
    ("subject", Public),
    ("about", Personal),
    ("periodStart", Public),
    ("periodEnd", Public),
];
pub(super) const GROUP: Fields = &[("title", Public), ("fields", Of(SETTING))];
pub(super) const TABLE: Fields = &[
    ("title", Public),
    ("about", Public),
    ("columns", Of(COLUMN)),
    ("rows", Public),
];
const COLUMN: Fields = &[("title", Public), ("share", Public), ("personal", Public)];
pub(super) const ROW: Fields = &[("table", Public), ("cells", Cells), ("entry", Public)];
