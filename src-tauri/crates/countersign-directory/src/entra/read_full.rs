//! Reads everything: long lists side by side, and what belongs to each group beside them.

use chrono::{DateTime, Utc};
use countersign_domain::snapshot::{ReadMode, ReadReport};

use super::cursor::Cursor;
use super::decode::Decoder;
use super::gather::{self, Crew};
use super::{Entra, address, role};
use crate::connector::Sink;
use crate::ldap::sink::Batch;
use crate::{Control, DirectoryProblem};

impl Entra {
    pub(super) async fn read_full_now(&self, sink: Sink, control: &Control) -> Result<ReadReport, DirectoryProblem> {
        let started_at = Utc::now();
        control.report("connect", 0, None);
        let (session, cancel) = (&self.session, &control.cancel);
        let asked = session.asked();
        // Where changes begin is asked first: what changes while we read is told again by the next read of
        // changes, which is harmless; the other way round it would be lost.
        let cursor = Cursor::now(session, cancel).await?;
        let mut decoder = Decoder::default();
        let mut batch = Batch::new(sink, control, "read");
        let mut crew = Crew::new();
        if let Some(tell) = crew.tell() {
            crew.start(gather::users(session.clone(), cancel.clone(), tell.clone()));
            crew.start(gather::groups(
                session.clone(),
                cancel.clone(),
                tell.clone(),
                address::groups(),
            ));
            self.start_rest(&mut crew, control);
        }
        let mut roles = Vec::new();
        let see = |entry: &countersign_domain::snapshot::Entry| {
            if role::is_role(&entry.key) {
                roles.push(entry.key.clone());
            }
        };
        crew.take_in(&mut decoder, &mut batch, see).await?;
        batch.flush(true).await?;
        let cursor = cursor.and_then(|mut cursor| {
            cursor.roles = session.setting().reads_roles().then_some(roles);
            cursor.into_text()
        });
        let mut report = self.report(ReadMode::Full, started_at, asked);
        report.entries_returned = decoder.returned;
        report.entries_loaded = batch.entries;
        report.excluded = decoder.excluded.to_exclusions();
        report.adjusted = decoder.adjusted.to_exclusions();
        report.cursor = cursor;
        report.names_all_present = true;
        Ok(report)
    }

    /// What is read whole every time, since no list of changes tells of it.
    pub(super) fn start_rest(&self, crew: &mut Crew, control: &Control) {
        let (session, cancel) = (&self.session, &control.cancel);
        let Some(tell) = crew.tell() else { return };
        if session.setting().applications {
            crew.start(gather::applications(session.clone(), cancel.clone(), tell.clone()));
        }
        if session.setting().roles {
            crew.start(gather::roles(session.clone(), cancel.clone(), tell.clone()));
        }
        if !session.setting().subscriptions.is_empty() {
            crew.start(gather::azure_roles(session.clone(), cancel.clone(), tell));
        }
    }

    /// A report that knows the tenant, and nothing yet of what was read.
    pub(super) fn report(&self, mode: ReadMode, started_at: DateTime<Utc>, asked: u64) -> ReadReport {
        let setting = self.session.setting();
        let parts = [
            (true, "users, groups"),
            (setting.applications, "applications"),
            (setting.roles, "roles"),
            (!setting.subscriptions.is_empty(), "roles of Azure"),
        ];
        let parts: Vec<_> = parts
            .into_iter()
            .filter(|(read, _)| *read)
            .map(|(_, part)| part)
            .collect();
        ReadReport {
            server: "Microsoft Graph v1.0".into(),
            url: self.session.graph().to_owned(),
            account: self.session.account(),
            base: setting.tenant.clone(),
            filter: parts.join(", "),
            attributes: address::attributes(),
            mode,
            full_because: None,
            started_at,
            ended_at: Utc::now(),
            pages: self.session.asked() - asked,
            entries_returned: 0,
            entries_loaded: 0,
            excluded: Vec::new(),
            adjusted: Vec::new(),
            server_reported_count: None,
            watermark_before: None,
            watermark_after: None,
            cursor: None,
            names_all_present: false,
            files: Vec::new(),
        }
    }
}
