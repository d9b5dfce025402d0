//! What can be typed about connected organizations and governed guests.

use std::path::PathBuf;

use clap::Subcommand;

use super::Page;

/// Connected organizations: whose people may ask from outside, and what becomes of them.
#[derive(Subcommand)]
pub enum OrganizationVerb {
    List {
        #[arg(long, value_parser = ["configured", "proposed"])]
        state: Option<String>,
        /// Part of a name or of a domain.
        #[arg(long)]
        search: Option<String>,
        #[command(flatten)]
        page: Page,
    },
    Show {
        organization: i64,
    },
    /// From a file in Microsoft Graph's connectedOrganization shape.
    Create {
        #[arg(long)]
        file: PathBuf,
    },
    Edit {
        organization: i64,
        #[arg(long)]
        file: PathBuf,
    },
    /// Makes a proposed organization one of the configured.
    Configure {
        organization: i64,
    },
    Delete {
        organization: i64,
    },
    /// Writes an organization in Microsoft Graph's shape.
    Export {
        organization: i64,
        #[arg(long)]
        out: PathBuf,
    },
    AddSponsor {
        organization: i64,
        #[arg(long)]
        principal: String,
        #[arg(long, value_parser = ["internal", "external"], default_value = "internal")]
        kind: String,
    },
    RemoveSponsor {
        organization: i64,
        #[arg(long)]
        principal: String,
        #[arg(long, value_parser = ["internal", "external"], default_value = "internal")]
        kind: String,
    },
    /// People from outside on the way to an account.
    Invitations {
        #[arg(long)]
        waiting: bool,
        #[command(flatten)]
        page: Page,
    },
    /// Makes the accounts that wait for it; a tick does so by itself.
    Invite,
    /// What becomes of a guest whose last access package has ended; with a file, changes it.
    Setting {
        #[arg(long)]
        file: Option<PathBuf>,
    },
}
