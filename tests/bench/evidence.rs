//! Evidence of a hundred thousand decisions beside ReportLab writing the same table, and its
//! verification beside hashing the same bytes.

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use countersign_app::Desk;
use countersign_evidence::{Depth, VerifyOptions, verify};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::measure::{median, peak, ratio, shown, timed};
use crate::place::{Place, run};
use crate::table::{Reach, Row};
use crate::{Outcome, Size, desk, population};

const ROUNDS: usize = 3;
const MOST_MEMORY: i64 = 100;
const MOST_BYTES: f64 = 1.7e6;

pub fn measure(place: &Place, size: Size) -> Outcome<Vec<Row>> {
    let rows = size.of(100_000);
    let folder = place.folder().join("evidence");
    let store = population::store(&folder, size)?;
    let instance = decided(&store, rows)?;
    let table = folder.join("table.tsv");
    write_table(&desk::with(&store)?, instance, &table)?;
    let python = place.python()?;
    let script = folder.join("peer.py");
    std::fs::write(&script, include_str!("peer.py")).map_err(|error| error.to_string())?;

    let (mut exports, mut canvases, mut memory, mut bytes) = (vec![], vec![], 0, 0);
    for round in 0..ROUNDS {
        let pdf = folder.join(format!("evidence-{round}.pdf"));
        let answer = export(&store, instance, &pdf)?;
        exports.push(seconds(&answer)?);
        memory = memory.max(desk::number(&answer, "peak")?);
        bytes = desk::number(&answer, "bytes")?;
        canvases.push(peer(&python, &script, "canvas", &table)?);
    }
    // A tenth of the table, once, times ten, which flatters it: the whole takes many minutes, because
    // its time grows faster than the table.
    let tenth = folder.join("tenth.tsv");
    let text = std::fs::read_to_string(&table).map_err(|error| error.to_string())?;
    let lines: Vec<&str> = text.lines().take(rows / 10).collect();
    std::fs::write(&tenth, lines.join("\n")).map_err(|error| error.to_string())?;
    let platypus = peer(&python, &script, "platypus", &tenth)? * 10;
    let (export, canvas) = (median(&exports), median(&canvases));
    let of_ten = bytes as f64 / rows as f64 * 10_000.0;
    let mut all = vec![
        Row::new(format!("evidence PDF of {rows} decisions"), shown(export)).beside(
            format!("ReportLab Platypus, ten tenths: {}", shown(platypus)),
            ratio(platypus, export),
            Reach::AtLeast(25.0),
        ),
        Row::new("  the same", shown(export)).beside(
            format!("ReportLab canvas: {}", shown(canvas)),
            ratio(canvas, export),
            Reach::AtLeast(5.0),
        ),
        Row::new("  peak memory of it", format!("{memory} MiB")).within("≤ 100 MB", memory <= MOST_MEMORY),
        Row::new("  size of it for 10 000 rows", format!("{:.2} MB", of_ten / 1e6))
            .within("≤ 1.7 MB", of_ten <= MOST_BYTES),
    ];
    all.extend(verification(&folder.join("evidence-0.pdf"))?);
    let _ = std::fs::remove_dir_all(&folder);
    Ok(all)
}

/// A review of so many items, every one decided, and ended.
fn decided(store: &Path, rows: usize) -> Outcome<i64> {
    let desk = desk::with(store)?;
    desk::sit_reviewer(&desk)?;
    let (instance, _) = desk::start(&desk, "Every decision", &population::groups_of(rows))?;
    let say = |filter: Value, decision: &str, justification: &str| {
        let input =
            json!({ "instance": instance, "filter": filter, "decision": decision, "justification": justification });
        desk::wait(&desk, "item.decideAll", input)
    };
    say(
        json!({ "recommendation": ["deny"] }),
        "deny",
        "Moved to another department in March; no longer needs this",
    )?;
    say(
        json!({ "recommendation": ["noInfoAvailable"] }),
        "dontKnow",
        "Never seen here; asked the team lead",
    )?;
    say(
        json!({ "decision": ["notReviewed"], "search": "given1" }),
        "approve",
        "Needed for the month-end close",
    )?;
    say(json!({ "decision": ["notReviewed"] }), "approve", "Still on the team")?;
    desk::call(&desk, "review.stop", json!({ "instance": instance }))?;
    Ok(instance)
}

/// What the evidence prints of each item, for the peer.
fn write_table(desk: &Arc<Desk>, instance: i64, path: &Path) -> Outcome<()> {
    let mut out = std::io::BufWriter::new(File::create(path).map_err(|error| error.to_string())?);
    let mut offset = 0;
    loop {
        let page = desk::call(
            desk,
            "item.list",
            json!({ "instance": instance, "offset": offset, "limit": 500 }),
        )?;
        let rows = page["rows"].as_array().cloned().unwrap_or_default();
        if rows.is_empty() {
            return out.flush().map_err(|error| error.to_string());
        }
        offset += rows.len();
        for row in rows {
            let cell = |name: &str| row[name].as_str().unwrap_or("–").to_owned();
            let how = row["path"]
                .as_array()
                .filter(|path| !path.is_empty())
                .map_or("direct".to_owned(), |path| {
                    format!("through {}", path[0].as_str().unwrap_or_default())
                });
            let person = format!(
                "{} ({}, {}, {})",
                cell("principalName"),
                cell("userName"),
                cell("userType"),
                cell("department")
            );
            let cells = [
                row["item"].to_string(),
                person,
                format!("{}, member", cell("resourceName")),
                how,
                format!(
                    "{} (last sign-in {})",
                    cell("recommendation"),
                    cell("lastSignInAt").get(..10).unwrap_or("–")
                ),
                cell("decision"),
                cell("decidedBy"),
                cell("decidedAt").chars().take(16).collect(),
                cell("justification"),
            ];
            writeln!(out, "{}", cells.join("\t")).map_err(|error| error.to_string())?;
        }
    }
}

fn export(store: &Path, instance: i64, pdf: &Path) -> Outcome<Value> {
    let own = std::env::current_exe().map_err(|error| error.to_string())?;
    let said = run(Command::new(own)
        .args(["part", "export"])
        .arg(store)
        .arg(instance.to_string())
        .arg(pdf))?;
    serde_json::from_str(&said).map_err(|error| format!("the export said {said}: {error}"))
}

/// `STORE INSTANCE PDF`: an export in a process of its own.
pub fn part(words: &[String]) -> Outcome<()> {
    let [store, instance, pdf] = words else {
        return Err("part export takes STORE, INSTANCE and PDF.".into());
    };
    let instance: i64 = instance.parse().map_err(|_| "INSTANCE is a number.".to_owned())?;
    let desk = desk::with(Path::new(store))?;
    let (done, took) = timed(|| desk::wait(&desk, "evidence.export", json!({ "instance": instance, "path": pdf })));
    let mut answer = done?;
    answer["seconds"] = json!(took.as_secs_f64());
    answer["peak"] = json!(peak());
    println!("{answer}");
    Ok(())
}

fn seconds(answer: &Value) -> Outcome<Duration> {
    let seconds = answer["seconds"]
        .as_f64()
        .ok_or_else(|| format!("no time in {answer}"))?;
    Ok(Duration::from_secs_f64(seconds))
}

fn peer(python: &Path, script: &Path, way: &str, table: &Path) -> Outcome<Duration> {
    let said = run(Command::new(python)
        .arg(script)
        .args([way])
        .arg(table)
        .arg(table.with_extension("peer.pdf")))?;
    let answer: Value = serde_json::from_str(&said).map_err(|error| format!("{way} said {said}: {error}"))?;
    seconds(&answer)
}

fn verification(pdf: &Path) -> Outcome<Vec<Row>> {
    let mut hashes = Vec::new();
    let mut depths = [(Depth::Seal, vec![]), (Depth::Record, vec![]), (Depth::Render, vec![])];
    for _ in 0..ROUNDS {
        let (hashed, took) = timed(|| hash(pdf));
        hashed?;
        hashes.push(took);
        for (depth, times) in &mut depths {
            let options = VerifyOptions {
                depth: *depth,
                ..VerifyOptions::default()
            };
            let (report, took) = timed(|| verify(pdf, &options));
            let report = report.map_err(|error| error.to_string())?;
            if !report.valid {
                return Err(format!("the evidence is not valid: {:?}", report.findings));
            }
            times.push(took);
        }
    }
    let hash = median(&hashes);
    let row = |(depth, times): &(Depth, Vec<Duration>)| {
        let (name, reach) = match depth {
            Depth::Seal => ("verifying it, every byte against its seal", Reach::AtMost(3.0)),
            Depth::Record => ("  and the record against itself", Reach::Nothing),
            Depth::Render => ("  and the pages against the record", Reach::Nothing),
        };
        Row::new(name, shown(median(times))).beside(
            format!("hashing the same bytes: {}", shown(hash)),
            ratio(median(times), hash),
            reach,
        )
    };
    Ok(depths.iter().map(row).collect())
}

/// SHA-256 of a file, read the way a good program would.
fn hash(path: &Path) -> Outcome<[u8; 32]> {
    let mut file = File::open(path).map_err(|error| error.to_string())?;
    let (mut digest, mut block) = (Sha256::new(), vec![0; 256 * 1024]);
    loop {
        match file.read(&mut block).map_err(|error| error.to_string())? {
            0 => return Ok(digest.finalize().into()),
            read => digest.update(&block[..read]),
        }
    }
}
