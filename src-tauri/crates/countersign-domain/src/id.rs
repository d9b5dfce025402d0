//! Identifiers, one type per noun so that a review cannot be mistaken for an item.

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
                 serde::Serialize, serde::Deserialize, ts_rs::TS)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

id! {
    /// A connected directory.
    DirectoryId,
    /// A directory as read at one moment.
    SnapshotId,
    /// A user, group or service principal.
    PrincipalId,
    /// An access review definition.
    ReviewId,
    /// One run of a review.
    InstanceId,
    /// One principal-resource pair to decide on.
    ItemId,
    /// A set of changes to carry out.
    PlanId,
    /// One change of a plan.
    ChangeId,
    /// A remediation task.
    TaskId,
    /// A policy exception.
    ExceptionId,
    /// Work that outlives a call.
    JobId,
    /// A catalog of resources and access packages.
    CatalogId,
    /// An access package.
    PackageId,
    /// A policy of an access package.
    PolicyId,
    /// A request for an access package.
    RequestId,
    /// An access package held by a principal.
    AssignmentId,
    /// A connected organization.
    OrganizationId,
}
