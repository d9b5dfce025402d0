//! The few lines every test of a directory begins with.

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, TimeZone, Utc};
use countersign_directory::{Connector, Control, connect};
use countersign_store::snapshot::{self, Merged};
use countersign_store::{NewStore, Store, StoreError};
use serde_json::Value;
use zeroize::Zeroizing;

use crate::slapd::PASSWORD;
use crate::sync::{SyncProblem, sync};

/// A practice store in a folder of its own, with one LDAP directory in it.
pub struct Lab {
    folder: tempfile::TempDir,
    pub store: Arc<Store>,
    pub directory: i64,
}

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 1, 1, 0, 0, 0).single().expect("a moment")
}

impl Lab {
    pub fn new() -> Lab {
        let folder = tempfile::tempdir().expect("a folder");
        let new = NewStore {
            organization: "Example",
            practice: true,
            passphrase: None,
            now: now(),
        };
        let store = Store::init(&folder.path().join("store"), &new, |_, _| Ok(())).expect("a store");
        let settings = Value::Object(serde_json::Map::new());
        let add = |tx: &countersign_store::rusqlite::Transaction<'_>| {
            snapshot::add_directory(tx, "Lab", "ldap", &settings, now())
        };
        let directory = store.write(add).expect("a directory");
        Lab {
            folder,
            store: Arc::new(store),
            directory,
        }
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub async fn sync(&self, connector: &dyn Connector, full: bool) -> Result<Merged, SyncProblem> {
        sync(&self.store, self.directory, connector, full, &Control::default()).await
    }

    /// The number a query answers.
    pub fn number(&self, sql: &str) -> u64 {
        let number = self
            .store
            .read(|conn| Ok::<u64, StoreError>(conn.query_row(sql, [], |row| row.get(0))?));
        number.expect("a number")
    }

    /// All lines a query of one text column answers.
    pub fn lines(&self, sql: &str) -> Vec<String> {
        let lines = self.store.read(|conn| {
            let mut rows = conn.prepare(sql)?;
            let lines = rows.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
            Ok::<Vec<String>, StoreError>(lines)
        });
        lines.expect("lines")
    }

    /// Every grant by lasting keys, in order: what two stores of one directory must agree on.
    pub fn grants(&self) -> Vec<String> {
        self.lines(
            "SELECT r.key || ' ' || g.entitlement || ' ' || p.key FROM \"grant\" g
             JOIN principal r ON r.id = g.resource_id JOIN principal p ON p.id = g.principal_id ORDER BY 1",
        )
    }
}

impl Default for Lab {
    fn default() -> Self {
        Lab::new()
    }
}

/// A connector with the password of the tests.
pub fn ldap(settings: &Value) -> Box<dyn Connector> {
    ldap_with(settings, PASSWORD)
}

pub fn ldap_with(settings: &Value, password: &str) -> Box<dyn Connector> {
    let secret = Some(Zeroizing::new(password.to_owned()));
    connect("ldap", settings, secret, Path::new(".")).expect("a connector")
}

/// A connector to a domain, with the password of its tests.
pub fn active_directory(settings: &Value) -> Box<dyn Connector> {
    ad_with(settings, crate::samba::PASSWORD)
}

pub fn ad_with(settings: &Value, password: &str) -> Box<dyn Connector> {
    let secret = Some(Zeroizing::new(password.to_owned()));
    connect("ad", settings, secret, Path::new(".")).expect("a connector")
}
