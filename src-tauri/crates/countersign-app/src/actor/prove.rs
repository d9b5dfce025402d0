//! A person shows the directory their password, and sits down.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use countersign_domain::actor::{Actor, Assurance, Binding};
use countersign_domain::id::PrincipalId;
use countersign_domain::snapshot::Target;
use countersign_store::{role, unlock};
use serde::Deserialize;
use serde_json::json;
use ts_rs::TS;
use zeroize::Zeroizing;

use super::seat::Person;
use super::{Claim, actor_of, person_of};
use crate::call::{Entry, Stop};
use crate::desk::Open;
use crate::job::{JobStarted, Work};
use crate::{Desk, Problem};

const KIND: &str = "actor.prove";
/// So many wrong tries in a row are free; each further one waits twice as long as the one before.
const FREE: u32 = 5;
const FIRST_WAIT: TimeDelta = TimeDelta::seconds(30);
const LONGEST_WAIT: TimeDelta = TimeDelta::minutes(15);
/// What every wrong try costs.
const PAUSE: Duration = Duration::from_millis(700);

#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct ProveInput {
    /// The directory that is asked; without it, the person's own.
    pub directory: Option<i64>,
    pub principal: Option<i64>,
    /// The person by account, mail address, immutable id or DN.
    pub person: Option<String>,
    pub password: String,
    /// Also holds the administrator's role.
    #[serde(default)]
    #[ts(optional = nullable, as = "Option<bool>")]
    pub administrator: bool,
    /// Binds the account of this computer to the person, who sits down by it alone from then on.
    #[serde(default)]
    #[ts(optional = nullable, as = "Option<bool>")]
    pub bind: bool,
}

/// Wrong tries in a row, kept in the store so that they count over all processes.
pub(crate) struct Tries(pub String);

impl Tries {
    /// # Errors
    /// Too many wrong tries; it says when the next is taken.
    pub fn allow(&self, desk: &Desk, open: &Open) -> Result<(), Problem> {
        let (failed, last_at) = open.store.read(|connection| unlock::failed(connection, &self.0))?;
        match last_at.map(|at| at + wait(failed)) {
            Some(next_at) if failed >= FREE && desk.clock().now() < next_at => {
                Err(Problem::new("There were too many wrong tries.")
                    .code("wait")
                    .hint(format!("The next one is taken at {} UTC.", next_at.format("%H:%M:%S"))))
            }
            _ => Ok(()),
        }
    }
}

fn wait(failed: u32) -> TimeDelta {
    let doubled = 1_i32 << failed.saturating_sub(FREE).min(10);
    (FIRST_WAIT * doubled).min(LONGEST_WAIT)
}

/// Asks the directory in a job of its own. Anybody may: who has the password is the person.
pub(crate) fn prove(desk: &Arc<Desk>, input: ProveInput) -> Result<JobStarted, Problem> {
    let password = Zeroizing::new(input.password);
    let open = desk.opened()?;
    if password.is_empty() {
        return Err(Problem::new("An empty password shows nothing.").field("password"));
    }
    let seated = open.actor();
    let found = open
        .store
        .read(|connection| person_of(connection, input.principal, input.person.as_deref()).map_err(Stop));
    let person = match found.map_err(|stop| stop.0) {
        Ok(Some(person)) => Some(person),
        Ok(None) => return Err(Problem::new("Say whose password it is.").field("person")),
        // Before nobody is seated, names are not tried out: a wrong one is answered like a wrong password.
        Err(_) if seated.is_none() => None,
        Err(problem) => return Err(problem),
    };
    if crate::lock::is_locked(&open) {
        let same = seated.as_ref().and_then(|actor| actor.principal).map(|one| one.0);
        if same.is_none() || same != person.as_ref().map(|one| one.principal) {
            return Err(crate::lock::locked());
        }
    }
    let tries = Tries(person.as_ref().map_or_else(
        || "prove:unknown".to_owned(),
        |person| format!("prove:{}", person.principal),
    ));
    tries.allow(desk, &open)?;
    let attempt = Attempt {
        desk: desk.clone(),
        open,
        directory: input.directory,
        administrator: input.administrator,
        bind: input.bind,
        tries,
    };
    let work = Work {
        kind: KIND,
        subject: person.as_ref().map_or_else(String::new, |one| one.display_name.clone()),
        about: None,
        owner: None,
        touches: &["store", "role"],
    };
    desk.spawn(work, move |handle| {
        handle.report("ask the directory", 0, None);
        let actor = match person {
            Some(person) => attempt.run(&person, &password, handle)?,
            None => return Err(attempt.refuse(None, "nobody of that name", not_accepted())),
        };
        Ok(serde_json::to_value(actor)?)
    })
}

fn not_accepted() -> Problem {
    Problem::new("The directory does not accept this person with this password.")
        .code("directory.wrongPassword")
        .field("password")
        .hint("Check the account and its password.")
}

struct Attempt {
    desk: Arc<Desk>,
    open: Arc<Open>,
    directory: Option<i64>,
    administrator: bool,
    bind: bool,
    tries: Tries,
}

impl Attempt {
    fn run(
        &self,
        person: &Person,
        password: &Zeroizing<String>,
        handle: &crate::job::Handle,
    ) -> Result<Actor, Problem> {
        if self.directory.is_some_and(|directory| directory != person.directory) {
            return Err(Problem::new(format!("{} is not of this directory.", person.display_name)).field("directory"));
        }
        let (_, connector) = crate::directory::connector_of(&self.desk, &self.open, person.directory)?;
        let target = Target {
            key: person.key.clone(),
            dn: person.dn.clone(),
        };
        let control = handle.control();
        let proven = self
            .desk
            .runtime
            .block_on(connector.prove(&target, password, &control))?;
        if !proven {
            return Err(self.refuse(Some(person), "wrong password", not_accepted()));
        }
        self.sit(person)
    }

    /// Notes a wrong try, slowly, and answers what the person is told.
    fn refuse(&self, person: Option<&Person>, why: &str, problem: Problem) -> Problem {
        std::thread::sleep(PAUSE);
        // What was typed in the place of a name may be a password, so an unknown name is not kept.
        let claimed = Actor {
            principal: person.map(|one| PrincipalId(one.principal)),
            display_name: person.map_or("somebody unknown", |one| &one.display_name).to_owned(),
            ..Actor::default()
        };
        let noted = self.desk.write(&self.open, &claimed, KIND, |write| {
            unlock::fail(write.transaction, &self.tries.0, write.now)?;
            let account = &self.desk.environment.system_account;
            let detail = json!({ "outcome": "refused", "because": why, "osAccount": account });
            Ok(((), Entry::new(claimed.label(), detail)))
        });
        noted.err().unwrap_or(problem)
    }

    fn sit(&self, person: &Person) -> Result<Actor, Problem> {
        let claim = Claim {
            principal: Some(person.principal),
            administrator: self.administrator,
            shown: Some(Assurance::DirectoryBind),
        };
        let seat = || {
            let read = self
                .open
                .store
                .read(|connection| actor_of(&self.desk, &self.open, connection, &claim).map_err(Stop));
            read.map_err(|stop| stop.0)
        };
        let actor = seat()?;
        self.desk.write(&self.open, &actor, KIND, |write| {
            unlock::succeed(write.transaction, &self.tries.0)?;
            let mut entry = super::entry(&self.desk, &actor);
            entry.detail["outcome"] = json!("proven");
            if self.bind {
                let binding = Binding {
                    os_account: self.desk.environment.account(self.open.is_practice()).to_owned(),
                    principal: PrincipalId(person.principal),
                };
                crate::role::agree(write.transaction, &binding)?;
                let by = actor.label();
                role::bind(
                    write.transaction,
                    &binding,
                    Assurance::DirectoryBind.word(),
                    &by,
                    write.now,
                )?;
                entry.detail["bound"] = json!(binding.os_account);
            }
            Ok(((), entry))
        })?;
        let actor = seat()?;
        self.open.seat(Some(actor.clone()));
        crate::lock::open_again(&self.desk, &self.open, &actor, "directoryBind")?;
        Ok(actor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_further_wrong_try_waits_twice_as_long_and_never_longer_than_a_quarter_of_an_hour() {
        let seconds = |failed| wait(failed).num_seconds();
        assert_eq!([5, 6, 7, 9, 10, 200].map(seconds), [30, 60, 120, 480, 900, 900]);
    }
}
