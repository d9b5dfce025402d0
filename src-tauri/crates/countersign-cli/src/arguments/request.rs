//! Policies of access packages, requests for them, approvals and one's own access, as they are typed.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use clap::{Subcommand, ValueEnum};

use super::{Page, moment};

/// Who may ask for an access package, who approves, until when.
#[derive(Subcommand)]
pub enum PolicyVerb {
    /// From a file in Microsoft Graph's accessPackageAssignmentPolicy shape.
    Create {
        package: i64,
        #[arg(long)]
        file: PathBuf,
    },
    /// Makes a new version. What was asked for under the old one stays under it.
    Edit {
        policy: i64,
        #[arg(long)]
        file: PathBuf,
        #[arg(long)]
        reason: String,
    },
    Delete {
        policy: i64,
        #[arg(long)]
        reason: Option<String>,
    },
    List {
        package: i64,
    },
    Show {
        policy: i64,
    },
    /// Every version, with who made it and why.
    Versions {
        policy: i64,
    },
    /// Who could ask, who would approve, until when; for a person: if not exactly why.
    Simulate {
        package: i64,
        #[arg(long)]
        principal: Option<String>,
    },
}

#[derive(Clone, Copy, ValueEnum)]
#[value(rename_all = "camelCase")]
pub enum RequestKindWord {
    UserAdd,
    UserUpdate,
    UserRemove,
    OnBehalfAdd,
    OnBehalfUpdate,
    OnBehalfRemove,
    AdminAdd,
    AdminUpdate,
    AdminRemove,
}

impl RequestKindWord {
    pub fn word(self) -> &'static str {
        match self {
            Self::UserAdd => "userAdd",
            Self::UserUpdate => "userUpdate",
            Self::UserRemove => "userRemove",
            Self::OnBehalfAdd => "onBehalfAdd",
            Self::OnBehalfUpdate => "onBehalfUpdate",
            Self::OnBehalfRemove => "onBehalfRemove",
            Self::AdminAdd => "adminAdd",
            Self::AdminUpdate => "adminUpdate",
            Self::AdminRemove => "adminRemove",
        }
    }
}

#[derive(clap::Args)]
pub struct Submit {
    /// The number of the package, or its key.
    #[arg(long)]
    pub package: Option<String>,
    #[arg(long, default_value = "userAdd")]
    pub kind: RequestKindWord,
    /// Needed where several policies are equally for the person.
    #[arg(long)]
    pub policy: Option<i64>,
    /// Who is to hold it; the acting person where nothing is said.
    #[arg(long)]
    pub principal: Option<String>,
    /// The address of somebody without an account, for whom a sponsor or an administrator asks.
    #[arg(long, value_name = "MAIL", requires = "outsider_name", conflicts_with = "principal")]
    pub outsider: Option<String>,
    #[arg(long, value_name = "NAME", requires = "outsider")]
    pub outsider_name: Option<String>,
    /// The assignment to extend or give back.
    #[arg(long)]
    pub assignment: Option<i64>,
    #[arg(long)]
    pub justification: Option<String>,
    /// An answer, QUESTION=VALUE; repeated where several values are given.
    #[arg(long = "answer", value_name = "QUESTION=VALUE")]
    pub answers: Vec<String>,
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub starts: Option<DateTime<Utc>>,
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub ends: Option<DateTime<Utc>>,
    /// When it was made, without network; it is checked as of now.
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub made: Option<DateTime<Utc>>,
    /// Makes a request anew that ended without access.
    #[arg(long, value_name = "REQUEST")]
    pub again: Option<i64>,
}

/// Requests for access packages.
#[derive(Subcommand)]
pub enum RequestVerb {
    Submit(Box<Submit>),
    Cancel {
        request: i64,
        #[arg(long)]
        reason: Option<String>,
    },
    /// Tries a delivery again that failed or was not whole.
    Reprocess {
        request: i64,
    },
    List {
        /// Only those the acting person made, or that are for them.
        #[arg(long)]
        mine: bool,
        #[arg(long)]
        target: Option<String>,
        #[arg(long)]
        package: Option<i64>,
        #[arg(long)]
        policy: Option<i64>,
        #[arg(long)]
        state: Option<String>,
        #[command(flatten)]
        page: Page,
    },
    /// Its whole history, answers and stages.
    Show {
        request: i64,
    },
    #[command(flatten)]
    Travel(RequestTravelVerb),
}

/// Requests that travel in packets.
#[derive(Subcommand)]
pub enum RequestTravelVerb {
    /// Writes a packet of what may be asked for, for everybody with a device, or for those who are named.
    HandOut {
        /// The folder they are written into.
        #[arg(long)]
        out: PathBuf,
        #[arg(long)]
        person: Vec<String>,
        /// What comes back after this is not taken by itself.
        #[arg(long, value_name = "TIME", value_parser = moment)]
        until: Option<DateTime<Utc>>,
    },
    /// Packets of what may be asked for that were handed out, the newest first.
    Packets {
        #[command(flatten)]
        page: Page,
    },
    /// The passphrase of such a packet for somebody without a device; the log keeps that it was shown.
    Passphrase { id: i64 },
    /// What may be asked for by the packets that were opened here, and what was asked for.
    Offers {
        #[command(flatten)]
        page: Page,
    },
    /// Asks for what came in a packet, or asks otherwise until it is returned.
    Write(Box<Wish>),
    /// Takes back what was asked for here; where it was returned, the next return says so.
    Withdraw { offer: i64 },
    /// Writes what was asked for and not returned yet into a folder, signed and sealed.
    Return {
        #[arg(long, visible_alias = "out")]
        folder: PathBuf,
        /// Earlier returns, too, in case a file was lost.
        #[arg(long)]
        again: bool,
    },
    /// Seals what was asked for here, returned or not, to another device of the same person: a file for each packet.
    Carry {
        /// The enrolment of the other device.
        #[arg(long)]
        device: PathBuf,
        /// The eight words that the other device shows.
        #[arg(long)]
        words: String,
        #[arg(long, visible_alias = "out")]
        folder: PathBuf,
    },
    /// Requests that came in packets and were not taken as they came.
    Disputes {
        #[arg(long)]
        person: Option<String>,
        /// Those that are settled, too.
        #[arg(long)]
        settled: bool,
        #[command(flatten)]
        page: Page,
    },
    /// Takes such a request all the same, or turns it down.
    Settle {
        dispute: i64,
        #[arg(long, conflicts_with = "turn_down", required_unless_present = "turn_down")]
        accept: bool,
        #[arg(long)]
        turn_down: bool,
        #[arg(long)]
        reason: String,
    },
}

#[derive(clap::Args)]
pub struct Wish {
    pub offer: i64,
    /// `userUpdate` extends and `userRemove` gives back what is held.
    #[arg(long, default_value = "userAdd")]
    pub kind: RequestKindWord,
    /// Needed where there are several.
    #[arg(long)]
    pub policy: Option<i64>,
    #[arg(long)]
    pub justification: Option<String>,
    /// An answer, QUESTION=VALUE; repeated where several values are given.
    #[arg(long = "answer", value_name = "QUESTION=VALUE")]
    pub answers: Vec<String>,
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub starts: Option<DateTime<Utc>>,
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub ends: Option<DateTime<Utc>>,
}

#[derive(Clone, Copy, ValueEnum)]
#[value(rename_all = "camelCase")]
pub enum ApprovalWord {
    Approve,
    Deny,
}

/// What the acting person may approve.
#[derive(Subcommand)]
pub enum ApprovalVerb {
    /// What waits, the earliest end first.
    List {
        #[command(flatten)]
        page: Page,
    },
    /// What was answered.
    History {
        #[command(flatten)]
        page: Page,
    },
    /// What nobody is left to approve; an administrator answers it.
    Missing {
        #[command(flatten)]
        page: Page,
    },
    Answer {
        request: i64,
        #[arg(long)]
        decision: ApprovalWord,
        #[arg(long)]
        justification: Option<String>,
        /// The stage that was seen.
        #[arg(long)]
        stage: Option<i64>,
    },
    /// Takes an approval back; the access that came of it is removed.
    Revoke {
        request: i64,
        #[arg(long)]
        reason: String,
    },
    /// Writes a packet for everybody whose answer is awaited, or for those who are named.
    HandOut {
        /// The folder they are written into.
        #[arg(long)]
        out: PathBuf,
        #[arg(long)]
        approver: Vec<String>,
    },
    /// Packets of approvals that were handed out, the newest first.
    Packets {
        #[command(flatten)]
        page: Page,
    },
    /// The passphrase of such a packet for somebody without a device; the log keeps that it was shown.
    Passphrase { id: i64 },
    /// What came in packets that were opened here.
    Received {
        #[command(flatten)]
        page: Page,
    },
    /// Answers what came in a packet; without --decision takes back what was not returned yet.
    Decide {
        approval: i64,
        #[arg(long)]
        decision: Option<ApprovalWord>,
        #[arg(long)]
        justification: Option<String>,
    },
    /// Writes what was answered and not returned yet into a folder, signed and sealed.
    Return {
        #[arg(long, visible_alias = "out")]
        folder: PathBuf,
        /// Earlier returns, too, in case a file was lost.
        #[arg(long)]
        again: bool,
    },
    /// Seals what was answered here, returned or not, to another device of the same person: a file for each packet.
    Carry {
        /// The enrolment of the other device.
        #[arg(long)]
        device: PathBuf,
        /// The eight words that the other device shows.
        #[arg(long)]
        words: String,
        #[arg(long, visible_alias = "out")]
        folder: PathBuf,
    },
    /// Answers that came in packets and were not taken as they came.
    Disputes {
        #[arg(long)]
        request: Option<i64>,
        /// Those that are settled, too.
        #[arg(long)]
        settled: bool,
        #[command(flatten)]
        page: Page,
    },
    /// Takes such an answer all the same, or turns it down.
    Settle {
        dispute: i64,
        #[arg(long, conflicts_with = "turn_down", required_unless_present = "turn_down")]
        accept: bool,
        #[arg(long)]
        turn_down: bool,
        #[arg(long)]
        reason: String,
    },
    /// Hands one's approvals to somebody for a time; without --to takes that back.
    Delegate {
        #[arg(long)]
        to: Option<String>,
        #[arg(long, value_name = "TIME", value_parser = moment)]
        from: Option<DateTime<Utc>>,
        #[arg(long, value_name = "TIME", value_parser = moment)]
        until: Option<DateTime<Utc>>,
    },
}

/// One's own access.
#[derive(Subcommand)]
pub enum AccessVerb {
    /// What the acting person has: since when, until when, and why.
    Mine {
        #[arg(long)]
        principal: Option<String>,
        /// What was held once.
        #[arg(long)]
        ended: bool,
        #[command(flatten)]
        page: Page,
    },
    /// What could be asked for.
    Available {
        #[arg(long)]
        search: Option<String>,
        #[arg(long)]
        principal: Option<String>,
        #[command(flatten)]
        page: Page,
    },
    /// What asking for a package would mean; if it cannot be asked for, exactly why.
    Explain {
        /// The number of the package, or its key.
        package: String,
        #[arg(long)]
        principal: Option<String>,
    },
}
