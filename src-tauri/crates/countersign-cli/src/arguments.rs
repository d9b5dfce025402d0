//! What can be typed.

mod acknowledgement;
mod actor;
mod answer;
mod assignment;
mod audit;
mod catalog;
mod conflict;
mod control;
mod device;
mod directory;
mod evidence;
mod exchange;
mod history;
mod moment;
mod notice;
mod organization;
mod package;
mod packet;
mod person;
mod request;
mod review;
mod signing;
mod workbook;
mod workstation;

mod remediation;

pub use remediation::{ExceptionVerb, GuestVerb, TaskVerb};

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use clap::{Parser, Subcommand, ValueEnum};

pub use acknowledgement::{AcknowledgementVerb, HoldVerb, RetentionVerb};
pub use actor::{ActorVerb, IdentityVerb, RoleVerb};
pub use answer::{AnswerVerb, DisputeVerb};
pub use assignment::AssignmentVerb;
pub use audit::AuditVerb;
pub use catalog::CatalogVerb;
pub use conflict::ConflictVerb;
pub use control::{ControlVerb, FindingVerb, FrameworkVerb};
pub use device::DeviceVerb;
pub use directory::DirectoryVerb;
pub use evidence::EvidenceVerb;
pub use exchange::ExchangeVerb;
pub use history::{HistoryFilter, HistoryVerb, Population, SampleVerb};
pub(crate) use moment::moment;
pub use notice::{MailVerb, NoticeVerb, SecurityWord};
pub use organization::OrganizationVerb;
pub use package::PackageVerb;
pub use packet::PacketVerb;
pub use person::{CorrelationVerb, PersonVerb, RulingVerb, SnapshotVerb};
pub use request::{AccessVerb, ApprovalVerb, ApprovalWord, PolicyVerb, RequestTravelVerb, RequestVerb, Submit};
pub use review::ReviewVerb;
pub use signing::SigningVerb;
pub use workbook::WorkbookVerb;
pub use workstation::WorkstationVerb;

/// Access reviews offline, with evidence an auditor can check alone.
#[derive(Parser)]
#[command(name = "countersign", version, about)]
pub struct Arguments {
    /// The folder of the store.
    #[arg(long, global = true, env = "COUNTERSIGN_STORE", value_name = "DIR")]
    pub store: Option<PathBuf>,
    /// Acts as this person of the directory: an id, an account, a mail address or a DN. Without it, whoever the
    /// account of this computer is in the store acts: its administrator, its compliance officer, the person bound to it.
    #[arg(long = "as", global = true, value_name = "PRINCIPAL")]
    pub actor: Option<String>,
    /// With --as: also holds the administrator's role.
    #[arg(long, global = true)]
    pub administrator: bool,
    /// With --as: shows the person's password to the directory for this command; it is the first line of standard input.
    #[arg(long, global = true, requires = "actor")]
    pub prove: bool,
    /// The time to act at; practice stores only.
    #[arg(long, global = true, value_name = "TIME", value_parser = moment)]
    pub now: Option<DateTime<Utc>>,
    /// Prints one JSON document.
    #[arg(long, global = true)]
    pub json: bool,
    #[command(subcommand)]
    pub noun: Noun,
}

#[derive(Subcommand)]
pub enum Noun {
    /// The whole main job on the sample organization.
    Demo {
        /// Where the store and the evidence go; a new folder.
        #[arg(long, default_value = "countersign-demo")]
        out: PathBuf,
    },
    #[command(subcommand)]
    Store(StoreVerb),
    #[command(subcommand)]
    Directory(DirectoryVerb),
    #[command(subcommand)]
    Principal(PrincipalVerb),
    #[command(subcommand)]
    Grant(GrantVerb),
    #[command(subcommand)]
    Person(PersonVerb),
    #[command(subcommand)]
    Correlation(CorrelationVerb),
    #[command(subcommand)]
    Ruling(RulingVerb),
    #[command(subcommand)]
    Snapshot(SnapshotVerb),
    #[command(subcommand)]
    Review(ReviewVerb),
    #[command(subcommand)]
    Item(ItemVerb),
    #[command(subcommand)]
    Notice(NoticeVerb),
    #[command(subcommand)]
    Mail(MailVerb),
    #[command(subcommand)]
    Plan(PlanVerb),
    #[command(subcommand)]
    Task(TaskVerb),
    #[command(subcommand)]
    Guest(GuestVerb),
    #[command(subcommand)]
    Catalog(CatalogVerb),
    #[command(subcommand)]
    Package(PackageVerb),
    #[command(subcommand)]
    Assignment(AssignmentVerb),
    #[command(subcommand)]
    Exception(ExceptionVerb),
    #[command(subcommand)]
    Exchange(ExchangeVerb),
    #[command(subcommand)]
    Workbook(WorkbookVerb),
    #[command(subcommand)]
    Workstation(WorkstationVerb),
    #[command(subcommand)]
    Conflict(ConflictVerb),
    #[command(subcommand)]
    Organization(OrganizationVerb),
    #[command(subcommand)]
    Policy(PolicyVerb),
    #[command(subcommand)]
    Request(RequestVerb),
    #[command(subcommand)]
    Approval(ApprovalVerb),
    #[command(subcommand)]
    Access(AccessVerb),
    #[command(subcommand)]
    Dispute(DisputeVerb),
    #[command(subcommand)]
    Control(ControlVerb),
    #[command(subcommand)]
    Framework(FrameworkVerb),
    #[command(subcommand)]
    Finding(FindingVerb),
    #[command(subcommand)]
    Evidence(EvidenceVerb),
    #[command(subcommand)]
    Signing(SigningVerb),
    #[command(subcommand)]
    Device(DeviceVerb),
    #[command(subcommand)]
    Packet(PacketVerb),
    #[command(subcommand)]
    Acknowledgement(AcknowledgementVerb),
    #[command(subcommand)]
    Retention(RetentionVerb),
    #[command(subcommand)]
    Hold(HoldVerb),
    #[command(subcommand)]
    History(HistoryVerb),
    #[command(subcommand)]
    Sample(SampleVerb),
    #[command(subcommand)]
    Audit(AuditVerb),
    #[command(subcommand)]
    Actor(ActorVerb),
    #[command(subcommand)]
    Role(RoleVerb),
    #[command(subcommand)]
    Identity(IdentityVerb),
    /// Whatever is due: starts and ends of reviews.
    Tick,
    /// Any operation by its name, with its JSON input.
    Call {
        operation: String,
        #[arg(default_value = "{}")]
        input: String,
    },
}

/// The store: one encrypted file per organization. A passphrase is read from COUNTERSIGN_PASSPHRASE.
#[derive(Subcommand)]
pub enum StoreVerb {
    /// Makes a store. Its key goes to the keyring, unless a passphrase is given.
    Init {
        #[arg(long, default_value = "Organization")]
        organization: String,
        /// Accepts --now, and every page of its evidence says PRACTICE.
        #[arg(long)]
        practice: bool,
        /// Adds the embedded sample organization as a directory.
        #[arg(long)]
        sample: bool,
    },
    Show,
    /// Checks pages, structure, references and the audit log.
    Check,
    Backup {
        folder: PathBuf,
    },
    /// Makes --store a store again from a backup.
    Restore {
        from: PathBuf,
    },
}

/// People, groups, applications and roles of the last snapshot.
#[derive(Subcommand)]
pub enum PrincipalVerb {
    List {
        #[arg(long)]
        search: Option<String>,
        #[arg(long, value_parser = ["user", "group", "servicePrincipal", "directoryRole", "azureRole"])]
        kind: Option<String>,
        #[command(flatten)]
        page: Page,
    },
    Show {
        principal: String,
    },
}

#[derive(clap::Args)]
pub struct Page {
    #[arg(long, default_value_t = 0)]
    pub offset: i64,
    /// Rows to print, at most 1000 at a time; the total is always printed.
    #[arg(long, default_value_t = 100)]
    pub limit: i64,
}

/// Who holds what.
#[derive(Subcommand)]
pub enum GrantVerb {
    List {
        #[arg(long)]
        resource: Option<String>,
        #[arg(long)]
        principal: Option<String>,
        /// As known at this moment.
        #[arg(long, value_name = "TIME", value_parser = moment)]
        as_of: Option<DateTime<Utc>>,
        #[command(flatten)]
        page: Page,
    },
}

/// Items to decide on.
#[derive(Subcommand)]
pub enum ItemVerb {
    List {
        instance: i64,
        #[arg(long)]
        reviewer: Option<String>,
        #[arg(long)]
        undecided: bool,
        #[arg(long)]
        search: Option<String>,
        #[command(flatten)]
        page: Page,
    },
    Show {
        item: i64,
    },
    Decide {
        item: i64,
        #[arg(long)]
        decision: DecisionWord,
        #[arg(long, default_value = "")]
        justification: String,
        /// Refused when the item has another version by now.
        #[arg(long)]
        version: Option<i64>,
    },
    /// Decides all undecided items of the acting person that match.
    DecideMany {
        instance: i64,
        #[arg(long)]
        decision: DecisionWord,
        #[arg(long, default_value = "")]
        justification: String,
        #[arg(long)]
        search: Option<String>,
    },
    Undo {
        item: i64,
        #[arg(long)]
        version: i64,
    },
    AcceptRecommendations {
        instance: i64,
    },
    /// Hands the acting person's items to somebody else.
    Delegate {
        instance: i64,
        #[arg(long)]
        to: String,
        #[arg(long)]
        reason: String,
    },
}

#[derive(Clone, Copy, ValueEnum)]
#[value(rename_all = "camelCase")]
pub enum DecisionWord {
    Approve,
    Deny,
    DontKnow,
}

impl DecisionWord {
    pub fn word(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Deny => "deny",
            Self::DontKnow => "dontKnow",
        }
    }
}

/// The changes that follow from the decisions.
#[derive(Subcommand)]
pub enum PlanVerb {
    Draw {
        instance: i64,
    },
    Show {
        instance: i64,
    },
    /// Signs a plan that the threshold holds back; a second person does.
    Countersign {
        instance: i64,
    },
    CarryOut {
        instance: i64,
        /// Looks what would be done, and changes nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Reads the directory again and says whether the access is gone.
    Verify {
        instance: i64,
    },
}
