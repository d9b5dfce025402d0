//! Notices and the mail server, as they are typed.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};

use super::Page;

/// What people are told, by mail or by drafts for a mail program.
#[derive(Subcommand)]
pub enum NoticeVerb {
    /// Who was told what, when and how; newest first.
    List {
        #[arg(long)]
        instance: Option<i64>,
        #[command(flatten)]
        page: Page,
    },
    /// Sends what waits through the configured mail server.
    Send {
        #[arg(long)]
        instance: Option<i64>,
    },
    /// Writes what waits as .eml and .ics files, for sending by hand.
    Draft {
        instance: i64,
        #[arg(long, value_name = "DIR")]
        folder: PathBuf,
        /// The sender, where no mail server is configured.
        #[arg(long)]
        from: Option<String>,
    },
    /// Puts a notice back into the queue: one that was refused or skipped, or one of which nobody knows
    /// whether it was sent. Whoever had it may then have it twice.
    Requeue { notice: i64 },
}

/// The mail server.
#[derive(Subcommand)]
pub enum MailVerb {
    Show,
    Configure {
        #[arg(long)]
        host: String,
        #[arg(long)]
        port: u16,
        #[arg(long, default_value = "tls")]
        security: SecurityWord,
        /// Signs in as this user.
        #[arg(long)]
        user: Option<String>,
        /// The sender, such as "Access reviews <reviews@example.org>".
        #[arg(long)]
        from: String,
        /// The certificates of the authority that signed the server's; else this machine's are trusted.
        #[arg(long, value_name = "FILE")]
        ca_file: Option<PathBuf>,
        /// Where notices for the administrators go.
        #[arg(long, value_name = "ADDRESS")]
        administrator_address: Option<String>,
        /// Reads the password from standard input.
        #[arg(long)]
        secret_stdin: bool,
    },
}

#[derive(Clone, Copy, ValueEnum)]
#[value(rename_all = "camelCase")]
pub enum SecurityWord {
    Tls,
    StartTls,
}
