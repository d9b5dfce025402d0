//! A sync of files beside a plain read of the same bytes, and beside a library that decodes and writes the same rows.

use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::Path;
use std::process::Command;

use serde_json::json;
use sha2::{Digest, Sha256};

use crate::directory::{Part, seconds};
use crate::measure::{median, ratio, shown, timed};
use crate::place::{Place, run};
use crate::table::{Reach, Row};
use crate::{Outcome, Size, desk};

const ROUNDS: usize = 3;
/// Reads every row of the files named and writes it again, as a program does that passes tables on.
const COPY: &str = "import csv, sys
out = csv.writer(open(sys.argv[1], 'w', newline=''))
for name in sys.argv[2:]:
    out.writerows(csv.reader(open(name, newline='')))";

pub fn measure(place: &Place, size: Size) -> Outcome<Vec<Row>> {
    let (users, groups) = (size.users(), size.groups());
    let (people, grants) = (place.folder().join("people.csv"), place.folder().join("grants.csv"));
    write(&people, &grants, users, groups).map_err(|error| error.to_string())?;
    let settings = json!({ "files": [{ "path": people }, { "path": grants }] });
    let (mut plains, mut copies, mut fulls, mut agains, mut memory) = (vec![], vec![], vec![], vec![], 0);
    let mut bytes = 0;
    for round in 0..ROUNDS {
        let (read, took) = timed(|| plain(&people).and_then(|one| Ok(one + plain(&grants)?)));
        bytes = read.map_err(|error| error.to_string())?;
        plains.push(took);
        let out = place.folder().join("copy.csv");
        let (copied, took) = timed(|| {
            run(Command::new("python3")
                .args(["-c", COPY])
                .arg(&out)
                .arg(&people)
                .arg(&grants))
        });
        copied?;
        copies.push(took);
        let mut part = Part::start("files", &settings, &place.folder().join(format!("files-{round}")))?;
        let full = part.answer()?;
        if full["population"]["membership"] != json!(users * 10) {
            return Err(format!("the files hold something else: {}", full["population"]));
        }
        fulls.push(seconds(&full)?);
        part.go_on()?;
        let again = part.answer()?;
        agains.push(seconds(&again)?);
        memory = memory.max(desk::number(&again, "peak")?);
        part.end()?;
    }
    let full = median(&fulls);
    let what = format!("{users} users, {groups} groups, {} memberships as CSV", users * 10);
    Ok(vec![
        Row::new(format!("sync of {what}"), shown(full)).beside(
            format!(
                "reading and hashing the same {} MB: {}",
                bytes / 1_000_000,
                shown(median(&plains))
            ),
            ratio(full, median(&plains)),
            Reach::Nothing,
        ),
        Row::new("  the same", shown(full)).beside(
            format!("Python's csv, read and written again: {}", shown(median(&copies))),
            ratio(full, median(&copies)),
            Reach::AtMost(3.0),
        ),
        Row::new("  the same files again, nothing changed", shown(median(&agains))),
        Row::new("  peak memory of both", format!("{memory} MiB")),
    ])
}

/// Ten memberships of each person, spread over the groups.
fn write(people: &Path, grants: &Path, users: usize, groups: usize) -> std::io::Result<()> {
    let mut file = BufWriter::new(File::create(people)?);
    writeln!(
        file,
        "id,displayName,mail,userPrincipalName,department,jobTitle,accountEnabled"
    )?;
    for n in 0..users {
        writeln!(
            file,
            "{n:08},Person {n},person{n}@example.org,p{n},Department {},Title {},true",
            n % 40,
            n % 90
        )?;
    }
    file.flush()?;
    let mut file = BufWriter::new(File::create(grants)?);
    writeln!(file, "Group,Resource type,User")?;
    for n in 0..users * 10 {
        writeln!(file, "Group {},group,p{}", (n / 10 * 7 + n % 10 * 13) % groups, n / 10)?;
    }
    file.flush()
}

fn plain(path: &Path) -> std::io::Result<u64> {
    let (mut file, mut hash, mut chunk, mut size) = (File::open(path)?, Sha256::new(), vec![0; 64 * 1024], 0);
    loop {
        let count = file.read(&mut chunk)?;
        if count == 0 {
            std::hint::black_box(hash.finalize());
            return Ok(size);
        }
        hash.update(&chunk[..count]);
        size += count as u64;
    }
}
