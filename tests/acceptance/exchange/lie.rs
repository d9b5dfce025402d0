//! A place that lies loses nothing, and is said.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use countersign_exchange::{Control, Exchange, Inbox};

use crate::carry::{folder_place, look, open, runtime, sealed, write};

struct Scene {
    folder: tempfile::TempDir,
    own: tempfile::TempDir,
    exchange: Exchange,
    inbox: Inbox,
}

impl Scene {
    fn new() -> Scene {
        let folder = tempfile::tempdir().expect("a folder");
        Scene {
            exchange: open(folder_place(folder.path()), None),
            folder,
            own: tempfile::tempdir().expect("a folder"),
            inbox: Inbox::of(b"a key"),
        }
    }

    fn files(&self) -> Vec<PathBuf> {
        let mut files = Vec::new();
        walk(&self.folder.path().join("countersign-exchange/1/in"), &mut files);
        files.sort();
        files
    }

    /// What is found, and what each is when it is fetched.
    fn arrive(&self) -> (Vec<Result<Vec<u8>, String>>, u64) {
        let into = tempfile::tempdir().expect("a folder");
        runtime().block_on(async {
            let (mut out, mut strange) = (Vec::new(), 0);
            for page in look(&self.exchange, &self.inbox).await.expect("a list") {
                strange += page.strange;
                for found in &page.found {
                    let fetched = self.exchange.fetch(found, into.path(), &Control::default()).await;
                    out.push(match fetched {
                        Ok(path) => Ok(fs::read(path).expect("a file")),
                        Err(problem) => Err(problem.to_string()),
                    });
                }
            }
            (out, strange)
        })
    }

    fn send(&self, number: u64, length: usize) -> u32 {
        let path = write(self.own.path(), number, length);
        let sent = runtime().block_on(self.exchange.send(&self.inbox, &path, &Control::default()));
        sent.expect("it is sent").put
    }
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        match path.is_dir() {
            true => walk(&path, files),
            false => files.push(path),
        }
    }
}

#[test]
fn a_file_that_is_half_written_waits_and_is_mended_by_sending_again() {
    let scene = Scene::new();
    scene.send(1, 50_000);
    let lying = scene.files().remove(0);
    for length in [0, 1, 107, 108, 109, 49_999, 50_107] {
        let bytes = fs::read(&lying).expect("a file");
        fs::write(&lying, &bytes[..length.min(bytes.len() - 1)]).expect("cut");
        let (arrived, _) = scene.arrive();
        assert!(
            arrived.iter().all(Result::is_err),
            "cut at {length}: nothing counts as arrived"
        );
        assert_eq!(scene.send(1, 50_000), 1, "it is put there again");
        assert_eq!(scene.arrive().0, [Ok(sealed(1, 50_000))]);
    }
}

#[test]
fn copies_and_renamed_files_of_a_synced_folder_are_known_again() {
    let scene = Scene::new();
    scene.send(1, 9_000);
    let lying = scene.files().remove(0);
    let name = lying.file_stem().expect("a name").to_string_lossy().into_owned();
    let beside = |new: &str| lying.with_file_name(new);
    for copy in [
        format!("{name} (1).sealed"),
        format!("{name}-DESKTOP-7.sealed"),
        "Kopie von etwas".into(),
    ] {
        fs::copy(&lying, beside(&copy)).expect("a copy");
    }
    fs::write(beside("desktop.ini"), "[x]").expect("a stranger");
    fs::write(beside("~$lock"), vec![0; 500]).expect("a stranger");
    fs::create_dir(beside("a folder")).expect("a stranger");
    let (arrived, strange) = scene.arrive();
    assert_eq!((arrived, strange), (vec![Ok(sealed(1, 9_000))], 2));
    // The file itself was cut meanwhile, and two of its copies with it.
    for path in [
        lying.clone(),
        beside(&format!("{name} (1).sealed")),
        beside(&format!("{name}-DESKTOP-7.sealed")),
    ] {
        fs::write(path, b"half").expect("cut");
    }
    assert_eq!(scene.arrive().0, [Ok(sealed(1, 9_000))], "one whole copy is enough");
    fs::remove_file(&lying).expect("gone");
    assert_eq!(scene.arrive().0, [Ok(sealed(1, 9_000))], "under whatever name");
}

#[test]
fn other_bytes_and_older_ones_are_told_and_never_handed_on() {
    let scene = Scene::new();
    scene.send(1, 5_000);
    scene.send(2, 5_000);
    let files = scene.files();
    let (one, two) = (
        fs::read(&files[0]).expect("a file"),
        fs::read(&files[1]).expect("a file"),
    );
    fs::write(&files[0], &two).expect("swapped");
    fs::write(&files[1], &one).expect("swapped");
    let (arrived, _) = scene.arrive();
    assert_eq!(arrived.len(), 2);
    for told in &arrived {
        let said = told.as_ref().expect_err("nothing is handed on");
        assert!(said.contains("holds another file"), "{said}");
    }
    let mut edited = one.clone();
    *edited.last_mut().expect("a byte") ^= 1;
    fs::write(&files[0], edited).expect("edited");
    fs::write(&files[1], two).expect("put back");
    let (arrived, _) = scene.arrive();
    assert!(
        arrived
            .iter()
            .any(|told| told.as_ref().is_err_and(|said| said.contains("holds other bytes")))
    );
    assert_eq!(arrived.iter().filter(|told| told.is_ok()).count(), 1);
    // Whoever sent them puts them there again.
    scene.send(1, 5_000);
    scene.send(2, 5_000);
    assert_eq!(scene.arrive().0.iter().filter(|told| told.is_ok()).count(), 2);
}

#[test]
fn a_part_that_is_gone_is_missed_and_only_that_one_is_sent_again() {
    let scene = Scene::new();
    assert_eq!(scene.send(3, 10 << 20), 3);
    let files = scene.files();
    assert_eq!(files.len(), 3);
    fs::remove_file(&files[1]).expect("gone");
    let (arrived, _) = scene.arrive();
    let said = arrived[0].as_ref().expect_err("two of three");
    assert!(said.contains("2 of 3 parts"), "{said}");
    assert_eq!(scene.send(3, 10 << 20), 1);
    assert_eq!(scene.arrive().0, [Ok(sealed(3, 10 << 20))]);
}

#[test]
fn names_that_lead_elsewhere_lead_nowhere() {
    let scene = Scene::new();
    scene.send(1, 100);
    let lying = scene.files().remove(0);
    let secret = scene.own.path().join("secret");
    fs::copy(&lying, &secret).expect("a file outside");
    // A link in place of the file: it could name anything on this machine.
    fs::remove_file(&lying).expect("gone");
    std::os::unix::fs::symlink(&secret, &lying).expect("a link");
    assert!(scene.arrive().0.iter().all(Result::is_err));
    assert!("../../x".parse::<Inbox>().is_err());
    assert!("..%2f..%2fx".parse::<countersign_exchange::FileId>().is_err());
}

#[test]
fn a_folder_that_is_not_there_is_not_made() {
    let gone = tempfile::tempdir().expect("a folder").path().join("stick");
    let exchange = open(folder_place(&gone), None);
    let problem = runtime()
        .block_on(exchange.probe(&Control::default()))
        .expect_err("no stick");
    assert_eq!(problem.code(), Some("exchange.unreachable"));
    assert!(problem.to_string().contains("is not there"), "{problem}");
    assert!(!gone.exists());
}

#[test]
fn a_hundred_thousand_files_are_listed_a_page_at_a_time() {
    let scene = Scene::new();
    scene.send(1, 100);
    let lying = scene.files().remove(0);
    // A file system lets one file have so many names and no more.
    let second = scene.own.path().join("second");
    fs::copy(&lying, &second).expect("a file");
    let root = lying.parent().and_then(Path::parent).expect("an inbox").to_owned();
    for number in 0..100_000_u64 {
        let name = sealed(number, 32)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>();
        let shard = root.join(&name[..2]);
        if !shard.exists() {
            fs::create_dir_all(&shard).expect("a folder");
        }
        let from = if number % 2 == 0 { &lying } else { &second };
        fs::hard_link(from, shard.join(format!("{name}-0-1.sealed"))).expect("a file");
    }
    let begun = Instant::now();
    let pages = runtime().block_on(look(&scene.exchange, &scene.inbox)).expect("a list");
    let took = begun.elapsed();
    let found: usize = pages.iter().map(|page| page.found.len()).sum();
    println!("100 001 files on {} pages in {took:?}", pages.len());
    assert_eq!(found, 100_001);
    assert!(pages.iter().all(|page| page.found.len() <= 1_000));
    assert!(took < Duration::from_secs(60), "{took:?}");
}

#[test]
fn a_wish_to_stop_ends_the_work_and_the_next_run_goes_on_where_it_was() {
    let scene = Scene::new();
    let path = write(scene.own.path(), 5, 12 << 20);
    let seen = std::sync::Arc::new(std::sync::atomic::AtomicU64::new(0));
    let (tell, stop) = (seen.clone(), seen.clone());
    let control = Control::new(
        move || stop.load(std::sync::atomic::Ordering::Relaxed) >= 4 << 20,
        move |progress| tell.store(progress.done, std::sync::atomic::Ordering::Relaxed),
    );
    let stopped = runtime().block_on(scene.exchange.send(&scene.inbox, &path, &control));
    assert_eq!(stopped.expect_err("stopped").code(), Some("cancelled"));
    assert_eq!(scene.files().len(), 1, "one part was put");
    assert_eq!(scene.send(5, 12 << 20), 2, "the others follow");
    assert_eq!(scene.arrive().0, [Ok(sealed(5, 12 << 20))]);
}
