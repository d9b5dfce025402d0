//! A file of a directory: a table or entries. The first byte says how it is called.

use std::path::Path;
use std::sync::LazyLock;

use countersign_directory::file::{Files, guess, guess_as};
use countersign_directory::{Connector, Control};
use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    let built = Builder::new_multi_thread().worker_threads(1).enable_time().build();
    built.expect("a runtime")
});

pub fn enter(bytes: &[u8]) {
    let Some((how, rest)) = bytes.split_first() else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let (name, more) = match how % 4 {
        0 => ("rows.csv", json!({})),
        1 => ("entries.ldif", json!({})),
        2 => ("grants.csv", json!({ "table": "grants", "resource": "Ledger" })),
        _ => ("people.txt", json!({ "format": "csv", "table": "people" })),
    };
    std::fs::write(folder.path().join(name), rest).expect("a file");
    let mut file = json!({ "path": name });
    for (member, value) in more.as_object().into_iter().flatten() {
        file[member] = value.clone();
    }
    let _ = guess(&folder.path().join(name));
    let _ = guess_as(&file, folder.path());
    read(file, folder.path());
}

fn read(file: Value, folder: &Path) {
    let Ok(files) = Files::new(&json!({ "files": [file] }), folder) else {
        return;
    };
    RUNTIME.block_on(async {
        let (sink, mut records) = tokio::sync::mpsc::channel(4);
        let control = Control::default();
        let reading = files.read_full(sink, &control);
        let taking = async {
            let mut count = 0_u64;
            while let Some(batch) = records.recv().await {
                count += batch.len() as u64;
            }
            count
        };
        let (report, _) = tokio::join!(reading, taking);
        let _ = report;
    });
}
