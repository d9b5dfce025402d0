//! How work over the exchange is watched and ended from outside.

use std::sync::Arc;
use std::time::Duration;

use crate::ExchangeProblem;

/// How far the work is. `total` is `None` while nobody knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    pub phase: &'static str,
    /// Bytes, or files while looking.
    pub done: u64,
    pub total: Option<u64>,
}

/// The two ends that a caller holds.
#[derive(Clone)]
pub struct Control {
    stop: Arc<dyn Fn() -> bool + Send + Sync>,
    tell: Arc<dyn Fn(Progress) + Send + Sync>,
}

/// How soon a wish to stop is heard while a place is silent.
const LISTEN_EVERY: Duration = Duration::from_millis(50);

impl Default for Control {
    fn default() -> Self {
        Self::new(|| false, |_| {})
    }
}

impl Control {
    /// `stop` answers whether somebody asked to stop; both are called often and must return quickly.
    pub fn new(
        stop: impl Fn() -> bool + Send + Sync + 'static,
        tell: impl Fn(Progress) + Send + Sync + 'static,
    ) -> Self {
        Self {
            stop: Arc::new(stop),
            tell: Arc::new(tell),
        }
    }

    pub(crate) fn report(&self, phase: &'static str, done: u64, total: Option<u64>) {
        (self.tell)(Progress { phase, done, total });
    }

    pub(crate) fn go_on(&self) -> Result<(), ExchangeProblem> {
        if (self.stop)() {
            Err(ExchangeProblem::Cancelled)
        } else {
            Ok(())
        }
    }

    /// Waits for `work`, or for the wish to stop.
    pub(crate) async fn or_stop<T>(
        &self,
        work: impl Future<Output = Result<T, ExchangeProblem>>,
    ) -> Result<T, ExchangeProblem> {
        self.go_on()?;
        let stopped = async {
            while !(self.stop)() {
                tokio::time::sleep(LISTEN_EVERY).await;
            }
        };
        tokio::select! {
            biased;
            done = work => done,
            () = stopped => Err(ExchangeProblem::Cancelled),
        }
    }
}
