//! How a long read is watched and ended from outside.

use std::sync::Arc;

use tokio::sync::watch;

/// How far a read is. `total` is `None` while nobody knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    pub phase: &'static str,
    /// Entries so far.
    pub done: u64,
    pub total: Option<u64>,
}

/// A wish to stop that can be shared and awaited. Clones are the same wish.
#[derive(Debug, Clone)]
pub struct Cancel(Arc<watch::Sender<bool>>);

impl Default for Cancel {
    fn default() -> Self {
        Cancel(Arc::new(watch::Sender::new(false)))
    }
}

impl Cancel {
    /// Asks everything that holds a clone to stop.
    pub fn cancel(&self) {
        self.0.send_replace(true);
    }

    /// Whether somebody asked to stop.
    pub fn is_cancelled(&self) -> bool {
        *self.0.borrow()
    }

    /// Returns once somebody asks to stop.
    pub async fn cancelled(&self) {
        let mut receiver = self.0.subscribe();
        // The sender lives as long as self, so waiting ends only with the wish.
        let _ = receiver.wait_for(|wish| *wish).await;
    }
}

/// The two ends that a caller holds of a running read.
#[derive(Clone)]
pub struct Control {
    pub cancel: Cancel,
    progress: Arc<dyn Fn(Progress) + Send + Sync>,
}

impl Default for Control {
    fn default() -> Self {
        Control::new(Cancel::default(), |_| {})
    }
}

impl Control {
    /// `progress` is called often and must return quickly.
    pub fn new(cancel: Cancel, progress: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        Control {
            cancel,
            progress: Arc::new(progress),
        }
    }

    /// Tells the caller how far the work is.
    pub fn report(&self, phase: &'static str, done: u64, total: Option<u64>) {
        (self.progress)(Progress { phase, done, total });
    }
}
