//! Names of attributes that mean the same in every directory. Each is a fact that a reviewer or a plan must
//! know; where a directory does not tell it, the attribute is absent.

/// What a group is for: [`SECURITY`], [`M365`] or [`DISTRIBUTION`].
pub const GROUP_TYPE: &str = "groupType";
/// Grants access to resources.
pub const SECURITY: &str = "security";
/// A team with a mailbox and files, which may have guests.
pub const M365: &str = "m365";
/// Receives mail and grants nothing.
pub const DISTRIBUTION: &str = "distribution";

/// The rule by which the directory chooses the members of a group itself: they cannot be removed by hand.
pub const DYNAMIC: &str = "dynamic";
/// [`TRUE`]: the object lives in another directory and must be changed there.
pub const SYNCED: &str = "synced";
/// [`TRUE`]: the group has a mail address.
pub const MAIL_ENABLED: &str = "mailEnabled";
/// [`TRUE`]: a role, or a group that may hold one, whose holder can change the rights of others.
pub const PRIVILEGED: &str = "privileged";
/// [`TRUE`] or [`FALSE`]: whether an application lets in only those who are assigned to it.
pub const ASSIGNMENT_REQUIRED: &str = "assignmentRequired";
/// Where a role is valid: `/` for the whole directory, or a path in Azure.
pub const SCOPE: &str = "scope";
/// What a resource is for, in words.
pub const DESCRIPTION: &str = "description";
/// [`TRUE`]: nothing connects the directory to this application; every change to it is made by hand.
pub const DISCONNECTED: &str = "disconnected";

/// [`TRUE`]: the account is used by a program, not by a person.
pub const SERVICE_ACCOUNT: &str = "serviceAccount";
/// [`TRUE`]: the account is a machine's own, or a trusted domain's. No owner is expected of each: whoever runs the
/// machines answers for them.
pub const COMPUTER: &str = "computer";
/// [`TRUE`]: a grant names this person, and nobody of the import was found for it.
pub const UNMATCHED: &str = "unmatched";
/// The attribute of a group that lists its members, where it is not `member`.
pub const MEMBER_LIST: &str = "memberAttribute";

/// The value of a fact that is so.
pub const TRUE: &str = "true";
/// The value of a fact that is known not to be so.
pub const FALSE: &str = "false";
