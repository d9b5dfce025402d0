//! Cleaning up in one's own inbox: what was acknowledged and is past a stated age, and nothing else.

use chrono::{DateTime, Utc};

use crate::{Control, Exchange, ExchangeProblem, FileId, Found, Inbox};

/// What a cleaning came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cleaned {
    pub files: u64,
    pub parts: u64,
}

impl Exchange {
    /// Takes away what lies in an inbox and is settled: `is_settled` answers for each file, and is asked with its id
    /// and with whether it has lain there since before `older_than`.
    ///
    /// # Errors
    /// The place, or a wish to stop; what was taken away until then is gone.
    pub async fn clean(
        &self,
        inbox: &Inbox,
        older_than: DateTime<Utc>,
        is_settled: impl Fn(&FileId, bool) -> bool,
        control: &Control,
    ) -> Result<Cleaned, ExchangeProblem> {
        let (mut cleaned, mut after) = (Cleaned::default(), None);
        loop {
            let page = self.poll(inbox, after.as_ref(), control).await?;
            for found in &page.found {
                let is_old = found.put_at.is_some_and(|put_at| put_at < older_than);
                if is_settled(&found.id, is_old) {
                    cleaned.parts += self.take_away(found, control).await?;
                    cleaned.files += 1;
                    control.report("cleaning up", cleaned.files, None);
                }
            }
            after = page.next;
            if after.is_none() {
                return Ok(cleaned);
            }
        }
    }

    /// Takes one file away, with its copies. Its acknowledgement stays, so that whoever sent it learns of it.
    async fn take_away(&self, found: &Found, control: &Control) -> Result<u64, ExchangeProblem> {
        let mut parts = 0;
        for path in found.at.values().flatten() {
            self.delete(path, control).await?;
            parts += 1;
        }
        Ok(parts)
    }

    /// Takes away what this side sent and the other acknowledged, with the acknowledgement.
    ///
    /// # Errors
    /// The place, or a wish to stop.
    pub async fn take_back(
        &self,
        inbox: &Inbox,
        id: &FileId,
        bytes: u64,
        control: &Control,
    ) -> Result<(), ExchangeProblem> {
        let parts = crate::frame::parts_of(bytes);
        for part in 0..parts {
            self.delete(&inbox.part(id, part, parts), control).await?;
        }
        self.delete(&inbox.acknowledgement(id), control).await
    }
}
