//! The exchange at one place.

use std::time::Duration;

use zeroize::Zeroizing;

use crate::door::{Door, Lying};
use crate::{Control, ExchangeProblem, Place};

/// A way to a place, through which files are sent and fetched.
pub struct Exchange {
    pub(crate) door: Door,
    pub(crate) shown: String,
}

/// How often a question is asked before the place counts as out of reach, and the pause after the first time.
const TRIES: u32 = 5;
const PAUSE: Duration = Duration::from_millis(150);

impl Exchange {
    /// A way to the place; nothing is asked of it yet.
    ///
    /// # Errors
    /// [`ExchangeProblem::Setting`] where the settings cannot be right.
    pub fn open(place: &Place, secret: Option<&Zeroizing<String>>) -> Result<Self, ExchangeProblem> {
        Ok(Self {
            door: Door::open(place, secret)?,
            shown: place.shown(),
        })
    }

    pub(crate) async fn put(&self, path: &str, bytes: &[u8], control: &Control) -> Result<(), ExchangeProblem> {
        again(control, || self.door.put(path, bytes.to_vec())).await
    }

    pub(crate) async fn get(
        &self,
        path: &str,
        most: usize,
        control: &Control,
    ) -> Result<Option<Vec<u8>>, ExchangeProblem> {
        again(control, || self.door.get(path, most)).await
    }

    pub(crate) async fn delete(&self, path: &str, control: &Control) -> Result<(), ExchangeProblem> {
        again(control, || self.door.delete(path)).await
    }

    pub(crate) async fn list(
        &self,
        tree: &str,
        after: Option<&str>,
        limit: usize,
        control: &Control,
    ) -> Result<(Vec<Lying>, bool), ExchangeProblem> {
        again(control, || self.door.list(tree, after, limit)).await
    }
}

/// Asks again where the same question may be answered a moment later: every question here may be asked twice.
async fn again<T, F: Future<Output = Result<T, ExchangeProblem>>>(
    control: &Control,
    ask: impl Fn() -> F,
) -> Result<T, ExchangeProblem> {
    let mut pause = PAUSE;
    for _ in 1..TRIES {
        match control.or_stop(ask()).await {
            Err(problem) if problem.may_pass() => {
                control
                    .or_stop(async {
                        tokio::time::sleep(pause).await;
                        Ok(())
                    })
                    .await?;
                pause *= 2;
            }
            other => return other,
        }
    }
    control.or_stop(ask()).await
}
