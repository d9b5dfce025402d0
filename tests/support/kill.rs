//! Processes killed at random moments, and what must hold after each kill.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use countersign_app::{Desk, Environment};
use serde_json::{Value, json};

use crate::cli::PASSPHRASE;
use crate::population::Chance;

/// This test's share of all kills.
pub fn kills(share: usize) -> usize {
    let all = std::env::var("COUNTERSIGN_KILLS")
        .ok()
        .and_then(|text| text.parse().ok());
    all.unwrap_or(40usize).div_ceil(4).max(share)
}

/// Lets a process live for a random part of the time a run takes and kills it; answers whether it was
/// still alive. A run that ended before tells anew how long one takes.
pub fn kill_within(child: &mut Child, chance: &mut Chance, within: &mut Duration) -> bool {
    let begun = Instant::now();
    let killed = kill_after(
        child,
        *within * u32::try_from(chance.below(1_100)).expect("small") / 1_000,
    );
    if !killed {
        *within = begun.elapsed();
    }
    killed
}

/// Lets a process live for a while and kills it; answers whether it was still alive.
pub fn kill_after(child: &mut Child, alive_for: Duration) -> bool {
    let begun = Instant::now();
    while begun.elapsed() < alive_for {
        if child.try_wait().expect("the state of the process").is_some() {
            return false;
        }
        std::thread::sleep(Duration::from_micros(500).min(alive_for));
    }
    let running = child.try_wait().expect("the state of the process").is_none();
    child.kill().expect("the process is killed");
    child.wait().expect("the process ended");
    running
}

/// Starts a command that nobody listens to.
pub fn quiet(mut command: Command) -> Child {
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().expect("the command starts")
}

/// How long an undisturbed run takes, so that kills fall anywhere within it.
pub fn takes(command: Command) -> Duration {
    let begun = Instant::now();
    let ended = quiet(command).wait().expect("the command ends");
    assert!(ended.success(), "an undisturbed run is done");
    begun.elapsed()
}

/// The desk of this process on a store, opened as any program opens it.
pub fn desk(store: &Path) -> Arc<Desk> {
    let mut environment = Environment::of_machine();
    environment.configuration = None;
    let desk = Desk::new(environment).expect("a desk");
    desk.call("store.open", json!({ "path": store, "passphrase": PASSPHRASE }))
        .expect("the store opens after a kill");
    desk
}

/// What an operation answers; it must be done.
pub fn call(desk: &Arc<Desk>, name: &str, input: Value) -> Value {
    desk.call(name, input)
        .unwrap_or_else(|problem| panic!("{name}: {problem:?}"))
        .value
}

/// The store opens, and every page, reference and entry of it is as it was written.
pub fn sound(store: &Path) -> Arc<Desk> {
    let desk = desk(store);
    let check = call(&desk, "store.check", json!({}));
    assert_eq!(check["sound"], true, "{check}");
    desk
}
