//! What everybody may see of a report. Who is named stands in fields of its own.

use super::rule::Fields;
use super::rule::Rule::{Of, Personal, Public};

pub(super) const REPORT: Fields = &[
    ("name", Personal),
    ("subject", Public),
    ("about", Public),
    ("periodStart", Public),
    ("periodEnd", Public),
];

pub(super) const ANSWER: Fields = &[("name", Public), ("value", Public)];

const FIELD: Fields = &[("name", Public), ("value", Personal)];

pub(super) const GROUP: Fields = &[("title", Public), ("fields", Of(FIELD))];

const COLUMN: Fields = &[("title", Public), ("share", Public), ("personal", Public)];

pub(super) const TABLE: Fields = &[
    ("title", Public),
    ("about", Public),
    ("columns", Of(COLUMN)),
    ("rows", Public),
];

pub(super) const ROW: Fields = &[
    ("table", Public),
    ("cells", Public),
    ("people", Personal),
    ("entry", Public),
];
