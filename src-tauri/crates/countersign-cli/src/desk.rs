//! The desk as the command line sits at it: opened by the global options, jobs waited for.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use countersign_app::{Desk, Environment, Problem};
use serde_json::{Value, json};

use crate::arguments::Arguments;

/// A desk without a store.
pub fn bare(arguments: &Arguments) -> Result<Arc<Desk>, Problem> {
    let environment = match arguments.now {
        Some(now) => Environment::at(now),
        None => Environment::of_machine(),
    };
    Desk::new(environment)
}

pub fn store_folder(arguments: &Arguments) -> Result<PathBuf, Problem> {
    arguments
        .store
        .clone()
        .ok_or_else(|| Problem::new("Say which store: --store DIR, or COUNTERSIGN_STORE.").code("usage"))
}

/// A passphrase never stands on the command line, where other users see it.
pub fn passphrase() -> Option<String> {
    std::env::var("COUNTERSIGN_PASSPHRASE")
        .ok()
        .filter(|text| !text.is_empty())
}

/// A desk with the store open, and the person of `--as` before it.
pub fn opened(arguments: &Arguments) -> Result<Arc<Desk>, Problem> {
    let desk = bare(arguments)?;
    desk.call(
        "store.open",
        json!({ "path": store_folder(arguments)?, "passphrase": passphrase() }),
    )?;
    sit(&desk, arguments)?;
    Ok(desk)
}

/// Seats the person of `--as`, if there is one.
pub fn sit(desk: &Arc<Desk>, arguments: &Arguments) -> Result<(), Problem> {
    let Some(person) = &arguments.actor else { return Ok(()) };
    let administrator = arguments.administrator;
    if arguments.prove {
        let password = crate::command::read_secret()?;
        let claim = json!({ "person": person, "password": password.as_str(), "administrator": administrator });
        wait(desk, "actor.prove", claim)?;
    } else {
        call(
            desk,
            "actor.choose",
            json!({ "person": person, "administrator": administrator }),
        )?;
    }
    Ok(())
}

pub fn call(desk: &Arc<Desk>, name: &str, input: Value) -> Result<Value, Problem> {
    Ok(desk.call(name, input)?.value)
}

/// The id behind a reference.
pub fn principal(desk: &Arc<Desk>, reference: &str, kind: &str) -> Result<i64, Problem> {
    let found = call(desk, "principal.find", json!({ "reference": reference, "kind": kind }))?;
    found["principal"]
        .as_i64()
        .ok_or_else(|| Problem::new(format!("There is no “{reference}”.")))
}

/// Starts a job, shows how far it is on standard error, and answers its result.
pub fn wait(desk: &Arc<Desk>, name: &str, input: Value) -> Result<Value, Problem> {
    let job = call(desk, name, input)?["job"].clone();
    let terminal = std::io::stderr().is_terminal();
    let mut pause = Duration::from_millis(2);
    let mut code_shown = Value::Null;
    loop {
        let view = call(desk, "job.show", json!({ "job": job }))?;
        if view["code"].is_object() && view["code"] != code_shown {
            code_shown = view["code"].clone();
            let part = |name: &str| code_shown[name].as_str().unwrap_or_default();
            let until = part("until").get(11..16).unwrap_or_default();
            eprintln!(
                "Open {} and type the code {}. It is good until {until} UTC.",
                part("address"),
                part("code")
            );
        }
        match view["state"].as_str() {
            Some("running") => {
                if terminal {
                    let of = view["total"]
                        .as_u64()
                        .map_or_else(String::new, |total| format!(" of {total}"));
                    eprint!(
                        "\r\x1b[K{}: {}{of}",
                        view["phase"].as_str().unwrap_or_default(),
                        view["done"]
                    );
                }
                std::thread::sleep(pause);
                pause = (pause * 2).min(Duration::from_millis(100));
            }
            state => {
                if terminal {
                    eprint!("\r\x1b[K");
                }
                return match state {
                    Some("done") => Ok(view["result"].clone()),
                    Some("cancelled") => Err(Problem::new("This was cancelled.").code("cancelled")),
                    _ => Err(serde_json::from_value(view["problem"].clone())
                        .unwrap_or_else(|_| Problem::new("The work ended without an answer."))),
                };
            }
        }
    }
}
