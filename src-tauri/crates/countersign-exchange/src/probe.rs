//! A first look: whether the place lets this side put, find, read and take away.

use std::time::{Duration, Instant};

use crate::frame::wrap;
use crate::{Control, Exchange, ExchangeProblem, FileId, Inbox};

/// What a place was seen to do, with a file of its own that is taken away again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probe {
    /// What a person calls the place.
    pub place: String,
    /// Whether what was put is found in a list at once. Where it is not, files arrive later.
    pub lists_at_once: bool,
    /// Whether what was put can be taken away. Where it cannot, the place fills up.
    pub takes_away: bool,
    pub took: Duration,
}

impl Exchange {
    /// Tries the place.
    ///
    /// # Errors
    /// Where it cannot be written or read.
    pub async fn probe(&self, control: &Control) -> Result<Probe, ExchangeProblem> {
        let begun = Instant::now();
        let mut chance = [0; 32];
        getrandom::fill(&mut chance).map_err(|error| ExchangeProblem::Setting(error.to_string()))?;
        let (inbox, id) = (Inbox::of(&chance), FileId::of(&chance));
        let (path, bytes) = (inbox.part(&id, 0, 1), wrap(id, 32, 0, &chance));
        self.put(&path, &bytes, control).await?;
        let back = self.get(&path, bytes.len() + 1, control).await?;
        if back.as_deref() != Some(bytes.as_slice()) {
            return Err(ExchangeProblem::NotKept {
                place: self.shown.clone(),
                reason: "what is read there is not what was written".into(),
            });
        }
        let page = self.poll(&inbox, None, control).await?;
        let lists_at_once = page.found.iter().any(|found| found.id == id);
        let gone = match self.delete(&path, control).await {
            Ok(()) => self.get(&path, 1, control).await?.is_none(),
            Err(ExchangeProblem::Refused { .. }) => false,
            Err(other) => return Err(other),
        };
        Ok(Probe {
            place: self.shown.clone(),
            lists_at_once,
            takes_away: gone,
            took: begun.elapsed(),
        })
    }
}
