//! The exchange as a person sees it: where it happens, how it stands, what went out and what came.

mod backup;
mod contact;
mod outbox;
mod setting;

pub(crate) use backup::{bring_waiting, keep_waiting};
pub(crate) use contact::Contacts;
pub(crate) use contact::status;
pub use contact::{Contact, ExchangeStatus};
pub use outbox::{ArrivalPage, ExchangeListInput, ExchangePutInput, OutboxInput, OutboxPage};
pub(crate) use outbox::{arrivals, hand_over, incoming_folder, list, outgoing_folder, put, unusable, withdraw};
pub use setting::{ExchangeInput, ExchangeView};
pub(crate) use setting::{Kept, configured, own_inboxes, set, show};

use countersign_exchange::{Control, Exchange, ExchangeProblem};
use serde::Serialize;
use ts_rs::TS;

use crate::call::Start;
use crate::desk::Open;
use crate::job::{Handle, JobStarted};
use crate::store::Nothing;
use crate::{Desk, Problem};

/// The name of the setting, and of the secret.
pub(crate) const EXCHANGE: &str = "exchange";

/// What a place was seen to do.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExchangeProbe {
    /// What a person calls the place.
    pub place: String,
    /// Whether what was put is found in a list at once.
    pub lists_at_once: bool,
    /// Whether what was put can be taken away; where not, the place fills up.
    pub takes_away: bool,
    /// Milliseconds.
    pub took: u64,
}

/// A way to the place of the settings.
pub(crate) fn reach(desk: &Desk, open: &Open) -> Result<(Kept, Exchange), Problem> {
    if let Some((kept, secret)) = crate::workstation::key::place(desk, open) {
        let exchange = Exchange::open(&kept.place, secret.as_ref())?;
        return Ok((kept, exchange));
    }
    let kept = open
        .store
        .read(|connection| configured(connection).map_err(crate::call::Stop))
        .map_err(|stop| stop.0)?;
    let kept = kept.ok_or_else(|| {
        Problem::new("No place for the exchange is set.")
            .code("noExchange")
            .hint("Set one with “exchange set”, or hand files over yourself.")
    })?;
    let secret = desk.get_secret_of(open, EXCHANGE)?;
    let exchange = Exchange::open(&kept.place, secret.as_ref())?;
    Ok((kept, exchange))
}

/// The two ends of a job, in the form that the exchange takes.
pub(crate) fn control(handle: &Handle) -> Control {
    let (stop, tell) = (handle.clone(), handle.clone());
    Control::new(
        move || stop.is_cancelled(),
        move |progress| tell.report(progress.phase, progress.done, progress.total),
    )
}

/// Tries the place.
pub(crate) fn probe(start: Start, _: Nothing) -> Result<JobStarted, Problem> {
    let (kept, exchange) = reach(&start.desk, &start.open)?;
    let desk = start.desk.clone();
    start.spawn("exchange.probe", kept.place.shown(), &[], move |handle| {
        let probe = desk.runtime.block_on(exchange.probe(&control(handle)))?;
        Ok(serde_json::to_value(ExchangeProbe {
            place: probe.place,
            lists_at_once: probe.lists_at_once,
            takes_away: probe.takes_away,
            took: u64::try_from(probe.took.as_millis()).unwrap_or(u64::MAX),
        })?)
    })
}

impl From<ExchangeProblem> for Problem {
    fn from(error: ExchangeProblem) -> Self {
        let problem = Self::new(error.to_string());
        let Some(code) = error.code() else { return problem };
        let problem = problem.code(code);
        match code {
            "exchange.unreachable" => problem.hint("What waits is sent when the place can be reached again."),
            "exchange.refused" => problem.hint("Check the account, its secret, and what it may do there."),
            "exchange.notKept" => problem.hint("Check that the place has room, and nothing changes files there."),
            "exchange.damaged" => problem.hint("Whoever sent it puts it there again by itself."),
            _ => problem,
        }
    }
}
