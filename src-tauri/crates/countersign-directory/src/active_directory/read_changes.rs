//! Reads everything, and later what changed, by the controller's own count of changes (uSNChanged).

use countersign_domain::snapshot::{ReadMode, ReadReport};
use serde::{Deserialize, Serialize};

use super::ActiveDirectory;
use super::controller::Controller;
use super::read::Reading;
use crate::connector::{Changes, Sink};
use crate::{Control, DirectoryProblem};

/// Where the next incremental read begins.
#[derive(Debug, Serialize, Deserialize)]
struct Cursor {
    controller: String,
    database: String,
    newest: u64,
    /// What was read: with other settings the changes would not fit to it.
    base: String,
    filter: String,
    attributes: String,
}

impl ActiveDirectory {
    fn cursor(&self, controller: &Controller) -> Cursor {
        Cursor {
            controller: controller.url.clone(),
            database: controller.root.database.clone(),
            newest: controller.root.newest,
            base: self.base(controller).to_owned(),
            filter: self.setting.filter(),
            attributes: self.setting.more_attributes.join(" "),
        }
    }

    pub(super) async fn read_full_now(&self, sink: Sink, control: &Control) -> Result<ReadReport, DirectoryProblem> {
        control.report("connect", 0, None);
        let controller = self.open(None, control).await?;
        // Counted before the read: what changes meanwhile is told again, which is harmless.
        let cursor = self.cursor(&controller);
        let mut reading = Reading::begin(self, controller, sink, control, "read");
        reading.take(&self.setting.filter()).await?;
        let text = to_text(&cursor).filter(|_| !cursor.database.is_empty() && cursor.newest > 0);
        reading
            .end(ReadMode::Full, format!("uSN {}", cursor.newest), text)
            .await
    }

    pub(super) async fn read_changes_now(
        &self,
        cursor: &str,
        sink: Sink,
        control: &Control,
    ) -> Result<Changes, DirectoryProblem> {
        let full = |because: &str| {
            Ok(Changes::FullNeeded {
                because: because.into(),
            })
        };
        let Ok(since) = serde_json::from_str::<Cursor>(cursor) else {
            return full("the mark of the last read is not readable");
        };
        control.report("connect", 0, None);
        let mut controller = self.open(Some(&since.controller), control).await?;
        let now = self.cursor(&controller);
        if now.database != since.database {
            let heard = controller.has_heard_of(&since.database, since.newest).await?;
            if heard == Some(false) {
                return Ok(Changes::Behind {
                    because: "another controller answers than at the last read, and it has not taken over yet all that was read there".into(),
                });
            }
            return full("another controller answers than at the last read, and it counts its changes for itself");
        }
        if now.newest < since.newest {
            return full("the controller was put back to an earlier state");
        }
        if (&now.base, &now.filter, &now.attributes) != (&since.base, &since.filter, &since.attributes) {
            return full("the settings of the directory changed since the last read");
        }
        let mut reading = Reading::begin(self, controller, sink, control, "read changes");
        let filter = format!("(&(uSNChanged>={}){})", since.newest + 1, self.setting.filter());
        reading.take(&filter).await?;
        reading.name_all().await?;
        let report = reading
            .end(ReadMode::Incremental, format!("uSN {}", since.newest), to_text(&now))
            .await?;
        Ok(Changes::Read(Box::new(report)))
    }
}

fn to_text(cursor: &Cursor) -> Option<String> {
    serde_json::to_string(cursor).ok()
}
