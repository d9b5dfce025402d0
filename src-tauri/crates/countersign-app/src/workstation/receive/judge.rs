//! What a copy is: held to what was said of it, and compared with what is here.

use countersign_domain::pen::{Knows, Meeting, Term, meet};
use countersign_packet::{Opened, StoreCopy};
use countersign_store::workstation::{self as kept};
use countersign_store::{Store, StoreError, audit};

use super::Receiver;
use crate::Problem;
use crate::workstation::install::{self, Files};
use crate::workstation::send::speaks;
use crate::workstation::station::Station;

/// More hand-overs than there will ever be.
const MOST_TERMS: i64 = 1 << 40;

/// What a copy is to what is here.
pub(super) struct Judged {
    pub meeting: Meeting,
    pub common: i64,
    pub own: i64,
    pub entries: i64,
    pub is_later: bool,
}

impl Judged {
    fn first(entries: i64) -> Self {
        Self {
            meeting: Meeting::Goes,
            common: 0,
            own: 0,
            entries,
            is_later: false,
        }
    }
}

impl Receiver<'_> {
    /// Holds the copy to what was said of it, and compares it with what is here.
    pub(super) fn judge(
        &self,
        station: &Station,
        said: &Opened<StoreCopy>,
        files: &Files,
    ) -> Result<(Judged, Term), Problem> {
        let store = self.opened(&said.body, files)?;
        let report = store.check()?;
        if let Some(finding) = report.findings.first() {
            return Err(Problem::new(format!("A copy is not sound: {}.", finding.message)).code("damaged"));
        }
        let wrong = |why: &str| Problem::new(format!("A copy of “{}” {why}.", said.body.made_by)).code("copy");
        // What a practice store keeps in clear must not open a real one.
        if station.is_practice() && !store.header().practice {
            return Err(wrong(
                "is of a real store, and this workstation was set up for practice; follow it in a new folder",
            ));
        }
        let (entries, root, terms) = store.read(|connection| {
            let entries = audit::head(connection)?.entries;
            let root = audit::root_at(connection, u64::try_from(entries).unwrap_or_default())?;
            Ok::<_, StoreError>((entries, root, kept::terms(connection)?))
        })?;
        if u64::try_from(entries).ok() != Some(said.body.entries) || root != said.body.root {
            return Err(wrong("does not have the log that was said"));
        }
        let last = terms
            .first()
            .ok_or_else(|| wrong("does not say who writes the store"))?;
        if !speaks(&terms, &said.body.made_with.id()) {
            return Err(wrong("was made by a workstation that does not write the store"));
        }
        let term = last.term();
        if term.number > MOST_TERMS {
            return Err(wrong("names a term that nobody can have come to"));
        }
        let Some(open) = &self.open else {
            return Ok((Judged::first(entries), term));
        };
        let (common, here, own) = open.store.read(|connection| {
            let here = kept::last_term(connection)?.map(|last| last.term());
            let own = audit::head(connection)?.entries;
            let common = store.read(|other| kept::common(connection, other))?;
            Ok::<_, StoreError>((common, here, own))
        })?;
        let (id, seen) = (station.key.id(), open.store.seat().seen());
        let knows = Knows {
            own: Some(&id),
            kept: here.as_ref(),
            seen: seen.as_ref(),
        };
        let judged = Judged {
            meeting: meet(&knows, own, &term, entries, common),
            common,
            own,
            entries,
            is_later: knows.kept.is_some_and(|kept| term.ends(kept)),
        };
        Ok((judged, term))
    }

    fn opened(&self, said: &StoreCopy, files: &Files) -> Result<Store, Problem> {
        let folder = files.folder();
        if let Some(open) = &self.open {
            return Ok(open.store.open_copy(folder)?);
        }
        install::open_first(self.desk, said, folder, self.passphrase.as_ref())
    }
}
