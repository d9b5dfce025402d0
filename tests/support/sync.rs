//! A sync as the application does it: read, stage, read again what must be, merge.

use std::sync::Arc;

use countersign_directory::{Changes, Connector, Control, DirectoryProblem};
use countersign_domain::snapshot::{ReadReport, Record};
use countersign_store::snapshot::{self, MergeProblem, Merged, Staging};
use countersign_store::{Store, StoreError};
use tokio::sync::mpsc;

/// Whatever can end a sync.
#[derive(Debug)]
pub enum SyncProblem {
    Directory(DirectoryProblem),
    Merge(MergeProblem),
}

impl From<DirectoryProblem> for SyncProblem {
    fn from(problem: DirectoryProblem) -> Self {
        SyncProblem::Directory(problem)
    }
}

impl From<MergeProblem> for SyncProblem {
    fn from(problem: MergeProblem) -> Self {
        SyncProblem::Merge(problem)
    }
}

impl From<StoreError> for SyncProblem {
    fn from(problem: StoreError) -> Self {
        SyncProblem::Merge(problem.into())
    }
}

/// Brings the snapshot of a directory up to date; incrementally where possible unless `full`.
pub async fn sync(
    store: &Arc<Store>,
    directory: i64,
    connector: &dyn Connector,
    full: bool,
    control: &Control,
) -> Result<Merged, SyncProblem> {
    let row = store.read(|conn| snapshot::directory(conn, directory))?;
    let cursor = row.and_then(|row| row.cursor).filter(|_| !full);
    let mut because = None;
    if let Some(cursor) = cursor {
        let staging = Staging::create(store, directory)?;
        let (read, staging) = staged(staging, |sink| connector.read_changes(&cursor, sink, control)).await?;
        match read {
            Changes::FullNeeded { because: reason } | Changes::Behind { because: reason } => because = Some(reason),
            Changes::Read(report) => match finish_changes(store, connector, staging, *report, control).await {
                Err(SyncProblem::Merge(problem @ MergeProblem::NeedsFull)) => because = Some(problem.to_string()),
                done => return done,
            },
        }
    }
    let mut staging = Staging::create(store, directory)?;
    if full {
        staging.believe();
    }
    let (mut report, staging) = staged(staging, |sink| connector.read_full(sink, control)).await?;
    report.full_because = because;
    Ok(store.write(|tx| snapshot::merge(tx, &staging, report))?)
}

async fn finish_changes(
    store: &Arc<Store>,
    connector: &dyn Connector,
    mut staging: Staging,
    report: ReadReport,
    control: &Control,
) -> Result<Merged, SyncProblem> {
    loop {
        let keys = store.read(|conn| snapshot::to_reread(conn, &mut staging, report.names_all_present))?;
        if keys.is_empty() {
            break;
        }
        staging = staged(staging, |sink| connector.read_some(&keys, sink, control))
            .await?
            .1;
    }
    Ok(store.write(|tx| snapshot::merge(tx, &staging, report))?)
}

// Reads on one side and stages on the other, a few batches apart.
async fn staged<'a, T>(
    mut staging: Staging,
    read: impl FnOnce(mpsc::Sender<Vec<Record>>) -> countersign_directory::connector::Later<'a, T>,
) -> Result<(T, Staging), SyncProblem> {
    let (sink, mut records) = mpsc::channel::<Vec<Record>>(8);
    let staging = tokio::task::spawn_blocking(move || -> Result<Staging, StoreError> {
        while let Some(batch) = records.blocking_recv() {
            staging.put(&batch)?;
        }
        Ok(staging)
    });
    let read = read(sink).await;
    let staging = staging.await.expect("staging does not panic");
    // A full disk closes the sink; the disk is then the problem, not the sink.
    match (read, staging) {
        (_, Err(problem)) => Err(problem.into()),
        (Err(problem), _) => Err(problem.into()),
        (Ok(read), Ok(staging)) => Ok((read, staging)),
    }
}
