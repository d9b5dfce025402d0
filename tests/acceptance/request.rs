//! Requests for access packages, from being made to being decided, as the policy, the approvers and the clock have it.

#[path = "request/approving.rs"]
mod approving;
#[path = "request/asking.rs"]
mod asking;
#[path = "request/held.rs"]
mod held;
#[path = "request/office.rs"]
mod office;
#[path = "request/policies.rs"]
mod policies;
