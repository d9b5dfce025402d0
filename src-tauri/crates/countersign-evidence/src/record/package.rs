//! The record of an access package: who held it, by which request and approval, under which version of
//! which policy, when it was delivered and taken back, and which reads showed it.

mod assignment;
mod embedded;
mod head;
mod request;
mod source;
mod totals;

pub use assignment::{AssignmentRecord, Basis, ChangeStep, EntitlementRecord, EventRecord, HandStep};
pub use embedded::EmbeddedPackage;
pub(crate) use head::PARTS;
pub use head::{
    Catalog, ConflictRecord, DelegationRecord, HolderOfBoth, Package, PackageHead, PackageReconciliation, PolicyRecord,
    ReadRecord, RoleRecord, Tally,
};
pub use request::{AnswerRecord, ApproverRecord, RequestRecord, StageRecord};
pub use source::{PackageRecord, PackageSource};
pub use totals::PackageTotals;
