//! A file that somebody put into the place of an exchange. The first byte says how its head is made right, the line
//! after it is its name, and the rest its bytes.

use std::path::Path;
use std::sync::LazyLock;

use countersign_exchange::{Control, Exchange, FileId, Inbox, Place};
use sha2::{Digest, Sha256};
use tokio::runtime::{Builder, Runtime};

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    let built = Builder::new_multi_thread().worker_threads(1).enable_time().build();
    built.expect("a runtime")
});

/// Bytes of a head, and how many of them its check is over.
const HEAD: usize = 108;
const CHECKED: usize = 92;

pub fn enter(bytes: &[u8]) {
    let Some((how, rest)) = bytes.split_first() else {
        return;
    };
    let end = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
    let (name, rest) = (&rest[..end], rest.get(end + 1..).unwrap_or_default());
    let held = made_right(*how, rest);
    // `*` stands for the hash of the file, so that names of whole files are found too.
    let whole = held.get(HEAD..).unwrap_or_default();
    let name = String::from_utf8_lossy(name).replace('*', &FileId::of(whole).to_string());
    let folder = tempfile::tempdir().expect("a folder");
    let inbox = Inbox::of(b"a key");
    let place = folder.path().join("place");
    let below = place.join("countersign-exchange/1/in").join(inbox.to_string());
    let lies = below.join("00").join(name.replace(['/', '\0'], "_"));
    if std::fs::create_dir_all(below.join("00")).is_err() || std::fs::write(&lies, &held).is_err() {
        return;
    }
    RUNTIME.block_on(fetch_all(&place, &inbox, &folder.path().join("own")));
}

async fn fetch_all(place: &Path, inbox: &Inbox, own: &Path) {
    std::fs::create_dir_all(own).expect("a folder");
    let exchange = Exchange::open(&Place::Folder { path: place.to_owned() }, None).expect("a place");
    let control = Control::default();
    let page = exchange.poll(inbox, None, &control).await.expect("a page");
    assert!(page.found.len() <= 1 && page.next.is_none(), "{page:?}");
    for found in &page.found {
        if let Ok(path) = exchange.fetch(found, own, &control).await {
            assert!(path.starts_with(own), "{}", path.display());
            let bytes = std::fs::read(&path).expect("what was fetched");
            assert_eq!(FileId::of(&bytes), found.id, "other bytes than the name says");
        }
    }
}

/// The check over the head made right, or the hashes in it too, so that what they guard is reached.
fn made_right(how: u8, bytes: &[u8]) -> Vec<u8> {
    let mut held = bytes.to_vec();
    if how.is_multiple_of(3) || held.len() < HEAD {
        return held;
    }
    if how % 3 == 2 {
        let hash = Sha256::digest(&held[HEAD..]);
        let length = u64::try_from(held.len() - HEAD).unwrap_or_default();
        held[..8].copy_from_slice(b"CSEXCH\0\x01");
        held[16..24].copy_from_slice(&length.to_be_bytes());
        held[28..60].copy_from_slice(&hash);
        held[60..92].copy_from_slice(&hash);
    }
    let check = Sha256::digest(&held[..CHECKED]);
    held[CHECKED..HEAD].copy_from_slice(&check[..16]);
    held
}
