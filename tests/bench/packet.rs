//! Handing out a review of a million items to a thousand reviewers and taking all their answers in, beside encrypting
//! and signing the same bytes.

#[path = "packet/returned.rs"]
mod returned;
#[path = "packet/sealed.rs"]
mod sealed;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use chrono::Utc;
use countersign_app::Desk;
use countersign_packet::{Cover, DeviceSecret, Expected, Lock, Opened, Opener, Packet, Signers, open, seal};
use countersign_store::device::{NewKey, Offer, accept, offer};
use countersign_store::{Header, Store, StoreError};
use serde_json::json;

use crate::measure::{peak, ratio, shown, timed};
use crate::place::Place;
use crate::table::{Reach, Row};
use crate::{Outcome, Size, desk, population};

pub fn measure(place: &Place, size: Size) -> Outcome<Vec<Row>> {
    let folder = place.folder().join("packet");
    let path = population::store(&folder, size)?;
    let reviewers = size.of(1_000);
    let instance = {
        let desk = desk::with(&path)?;
        let (review, instance) = desk::create(&desk, "Everything", &[])?;
        desk::wait(&desk, "review.start", json!({ "review": review }))?;
        instance
    };
    let devices: Vec<DeviceSecret> = (0..reviewers).map(device).collect();
    let accepted = spread(&path, instance, &devices).map_err(|error| error.to_string())?;
    let out = folder.join("out");
    let desk = desk::with(&path)?;
    let before = peak();
    let input = json!({ "instance": instance, "folder": out });
    let (made, making) = timed(|| desk::wait(&desk, "packet.make", input));
    let made = made?;
    let (items, bytes) = (desk::number(&made, "items")?, desk::number(&made, "bytes")?);
    let held = peak().saturating_sub(before);
    let packets = desk::number(&made, "made")?;
    let packets_of = Packets {
        files: files(&out)?,
        whose: whose(&desk, instance, &accepted)?,
        devices: &devices,
    };
    let (sealing, bare) = again(&packets_of)?;
    let each = bytes as f64 / items as f64;
    let mut rows = vec![
        Row::new(format!("{packets} packets with {items} items made"), shown(making)).beside(
            format!(
                "the same bodies written, deflated, signed and sealed: {}",
                shown(sealing)
            ),
            ratio(making, sealing),
            Reach::Nothing,
        ),
        Row::new("  the same".to_owned(), shown(making)).beside(
            format!("the same bytes encrypted and signed alone: {}", shown(bare)),
            ratio(making, bare),
            Reach::AtMost(3.0),
        ),
        Row::new("  bytes an item".to_owned(), format!("{each:.0}")).within("≤ 300", each <= 300.0),
        Row::new("  memory while they are made".to_owned(), format!("+{held} MiB")),
    ];
    rows.extend(returned::measure(&desk, (instance, &folder.join("back")), &packets_of)?);
    drop(desk);
    rows.push(sealed::measure(&path)?);
    let _ = std::fs::remove_dir_all(&folder);
    Ok(rows)
}

fn store(path: &Path) -> Result<Store, StoreError> {
    let header = Header::read(path)?;
    let key = Store::derive_key(&header, None)?.ok_or_else(|| StoreError::Key("it is no practice store".into()))?;
    Store::open(path, header, key)
}

/// Gives the items, in runs of their numbers, to so many people, each with one accepted device; the devices as they are
/// numbered in the store.
fn spread(path: &Path, instance: i64, devices: &[DeviceSecret]) -> Result<Vec<i64>, StoreError> {
    store(path)?.write(|transaction| {
        let people: Vec<i64> = {
            let mut statement =
                transaction.prepare("SELECT id FROM principal WHERE kind = 'user' ORDER BY id LIMIT ?1")?;
            statement
                .query_map([i64::try_from(devices.len()).unwrap_or(i64::MAX)], |row| row.get(0))?
                .collect::<Result<_, _>>()?
        };
        let (first, count): (i64, i64) = transaction.query_row(
            "SELECT first_item_id, item_count FROM instance WHERE id = ?1",
            [instance],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let mut accepted = Vec::with_capacity(devices.len());
        let run = count / people.len().max(1) as i64 + 1;
        for (n, (person, device)) in people.iter().zip(devices).enumerate() {
            let from = first + n as i64 * run;
            transaction.execute("INSERT INTO reviewer_set (instance_id) VALUES (?1)", [instance])?;
            let set = transaction.last_insert_rowid();
            transaction.execute(
                "INSERT INTO reviewer_set_member (set_id, principal_id, reason) VALUES (?1, ?2, 'named')",
                [set, *person],
            )?;
            transaction.execute(
                "UPDATE item SET reviewer_set_id = ?1 WHERE id >= ?2 AND id < ?3",
                [set, from, (from + run).min(first + count)],
            )?;
            accepted.push(enrol(transaction, *person, device)?);
        }
        Ok::<_, StoreError>(accepted)
    })
}

/// The keys of the n-th reviewer's machine.
fn device(n: usize) -> DeviceSecret {
    let mut seed = [5; 32];
    seed[..8].copy_from_slice(&(n as u64 + 1).to_be_bytes());
    DeviceSecret::new(&seed)
}

fn enrol(
    transaction: &countersign_store::rusqlite::Transaction<'_>,
    person: i64,
    device: &DeviceSecret,
) -> Result<i64, StoreError> {
    let (public, at) = (device.public(), Utc::now());
    let device = offer(
        transaction,
        &Offer {
            key: NewKey {
                key_id: &public.id(),
                sign: &public.sign.0,
                seal: &public.seal,
                keeping: "",
            },
            name: "Laptop",
            person: "{}",
            by: "bench",
            at,
        },
    )?;
    accept(transaction, device, person, "bench", at)?;
    Ok(device)
}

/// Packets as files, and whose they are.
struct Packets<'a> {
    files: Vec<PathBuf>,
    /// The device of each file, by its place among all.
    whose: HashMap<String, usize>,
    devices: &'a [DeviceSecret],
}

impl Packets<'_> {
    /// The packet of a file, with the keys of whoever it was made for.
    fn opened(&self, path: &Path) -> Outcome<(Opened<Packet>, &DeviceSecret)> {
        let any = Expected {
            store: None,
            signers: Signers::Any,
        };
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let at = self.whose.get(&*name).ok_or_else(|| format!("{name} is nobody's."))?;
        let device = &self.devices[*at];
        let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
        let packet = open::<Packet>(&bytes, Opener::Device(device), &any).map_err(|error| error.to_string())?;
        Ok((packet, device))
    }
}

/// For which device each packet of an instance was made.
fn whose(desk: &Arc<Desk>, instance: i64, accepted: &[i64]) -> Outcome<HashMap<String, usize>> {
    let mut whose = HashMap::with_capacity(accepted.len());
    loop {
        let input = json!({ "instance": instance, "offset": whose.len(), "limit": 500 });
        let page = desk::call(desk, "packet.list", input)?;
        let rows = page["rows"].as_array().ok_or("a page has no rows.")?;
        for row in rows {
            let device = accepted.iter().position(|id| row["devices"][0] == json!(id));
            let name = row["fileName"].as_str().unwrap_or_default();
            whose.insert(name.to_owned(), device.ok_or_else(|| format!("{name} is nobody's."))?);
        }
        if rows.is_empty() || whose.len() as i64 >= desk::number(&page, "total")? {
            return Ok(whose);
        }
    }
}

fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let listed = std::fs::read_dir(folder).map_err(|error| error.to_string())?;
    let mut files: Vec<PathBuf> = listed.flatten().map(|one| one.path()).collect();
    files.sort();
    Ok(files)
}

/// Seals packets as large as these as often as there are files: from the body on, and their bytes alone.
fn again(packets: &Packets<'_>) -> Outcome<(Duration, Duration)> {
    let files = &packets.files;
    let (first, device) = packets.opened(files.first().ok_or("no packet was made.")?)?;
    let packet = first.body;
    let cover = Cover {
        store: &packet.organization.store,
        made_at: packet.made_at,
    };
    let to = device.public().seal;
    let (done, whole) = timed(|| {
        let one = || seal(&packet, &cover, &device.sign, Lock::Devices(&[&to])).map(drop);
        files.iter().try_for_each(|_| one())
    });
    done.map_err(|error| error.to_string())?;
    let (done, bare) = timed(|| files.iter().try_for_each(|file| returned::encrypted_and_signed(file)));
    done?;
    Ok((whole, bare))
}
