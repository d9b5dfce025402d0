//! What the program was started with, done through the same door as everything else.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use clap::Parser;
use countersign_app::{Desk, Environment, Problem};
use serde_json::json;

/// How the program was started.
#[derive(Debug, Default, Parser)]
#[command(
    name = "countersign-desktop",
    version,
    about = "Access reviews with evidence, offline"
)]
pub struct Start {
    /// The store to open at once
    #[arg(long, value_name = "DIR")]
    pub store: Option<PathBuf>,

    /// Who sits at the desk: `administrator`, or a person's number, account, mail, name or DN
    #[arg(long = "as", value_name = "PRINCIPAL", requires = "store")]
    pub actor: Option<String>,

    /// The screen to begin with, as in `/reviews/1/items`
    #[arg(long, value_name = "PLACE", value_parser = place)]
    pub at: Option<String>,

    /// The time to work at; practice stores only
    #[arg(long, value_name = "TIME")]
    pub now: Option<DateTime<Utc>>,

    /// Does nothing by itself when it falls due; `countersign tick` does it then
    #[arg(long)]
    pub no_schedule: bool,
}

impl Start {
    /// The machine as it is, or with the clock that was asked for.
    pub(crate) fn environment(&self) -> Environment {
        let mut environment = self.now.map_or_else(Environment::of_machine, Environment::at);
        environment.locks = true;
        environment
    }

    /// Opens the store and seats the actor. What does not work is said on the standard error; the
    /// window then opens on its first screen, where the same can be done by hand.
    pub(crate) fn seat(&self, desk: &Arc<Desk>) {
        if let Err(problem) = self.try_seat(desk) {
            eprintln!("countersign-desktop: {problem}");
        }
    }

    fn try_seat(&self, desk: &Arc<Desk>) -> Result<(), Problem> {
        let Some(store) = &self.store else {
            return Ok(());
        };
        let store = std::path::absolute(store)
            .map_err(|error| Problem::new(format!("{} is no path: {error}.", store.display())))?;
        // As on the command line: a passphrase given as an argument could be read by every process.
        let passphrase = std::env::var("COUNTERSIGN_PASSPHRASE")
            .ok()
            .filter(|text| !text.is_empty());
        desk.call("store.open", json!({ "path": store, "passphrase": passphrase }))?;
        let Some(actor) = &self.actor else {
            return Ok(());
        };
        let choice = match (actor.as_str(), actor.parse::<i64>()) {
            ("administrator", _) => json!({ "principal": null, "administrator": true }),
            (_, Ok(number)) => json!({ "principal": number, "administrator": false }),
            (name, Err(_)) => json!({ "person": name, "administrator": false }),
        };
        desk.call("actor.choose", choice)?;
        Ok(())
    }
}

/// A place inside the window: a path of plain words and numbers.
fn place(text: &str) -> Result<String, String> {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '/' || letter == '-';
    if text.starts_with('/') && text.len() <= 200 && text.chars().all(plain) {
        Ok(text.to_owned())
    } else {
        Err("a screen is named like /reviews/1/items".to_owned())
    }
}
