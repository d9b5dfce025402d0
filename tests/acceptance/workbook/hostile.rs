//! Files that mean harm end as a problem, soon, and change nothing.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::scene::{Fill, Scene, repack, text};

fn refused(scene: &Scene, path: &Path, what: &str) -> String {
    let begun = Instant::now();
    let ended = scene.practice.job("packet.takeWorkbook", json!({ "path": path }));
    assert!(
        begun.elapsed() < Duration::from_secs(120),
        "{what} took {:?}",
        begun.elapsed()
    );
    let problem = ended.err().unwrap_or_else(|| panic!("{what} was taken"));
    assert!(
        scene.items().iter().all(|item| item["decision"] == "notReviewed"),
        "{what}"
    );
    problem.message
}

#[test]
fn bombs_entities_and_broken_files_end_as_a_problem() {
    let scene = Scene::new(4);
    let good = scene.fill(&[Fill::decide(0, "Approve", "")]);
    let sheet = text(&good, "xl/worksheets/sheet1.xml");
    let out = scene.beside("hostile.xlsx");

    // A sheet that unpacks to more than half a gigabyte.
    let mut bomb = ZipWriter::new(File::create(&out).expect("a file"));
    bomb.start_file("xl/worksheets/sheet1.xml", SimpleFileOptions::default())
        .expect("a part");
    let chunk = vec![b' '; 1 << 20];
    for _ in 0..540 {
        bomb.write_all(&chunk).expect("blanks");
    }
    bomb.finish().expect("an archive");
    let said = refused(&scene, &out, "a bomb");
    assert!(said.contains("unpacks to more than"), "{said}");

    // Entities that would grow without end: they are never opened, so the sheet holds nothing of them.
    let laughs = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">\
                  <!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY f SYSTEM \"file:///etc/passwd\">]>";
    let body = sheet.split_once("?>").map_or(sheet.as_str(), |(_, body)| body);
    let with = format!("{laughs}{}", body.replace(">Approve<", ">&c;&f;<"));
    repack(&good, &out, &|name, bytes| match name {
        "xl/worksheets/sheet1.xml" => Some(with.clone().into_bytes()),
        _ => Some(bytes),
    });
    let begun = Instant::now();
    let ended = scene
        .practice
        .job("packet.takeWorkbook", json!({ "path": out, "dryRun": true }));
    assert!(begun.elapsed() < Duration::from_secs(120));
    let told = ended.map_or_else(|problem| problem.message, |value| value.to_string());
    assert!(!told.contains("hahaha") && !told.contains("root:"), "{told}");

    // Every cut of the file, and every part left out.
    let bytes = std::fs::read(&good).expect("a file");
    for cut in [0, 1, 30, bytes.len() / 3, bytes.len() / 2, bytes.len() - 1] {
        std::fs::write(&out, &bytes[..cut]).expect("cut");
        refused(&scene, &out, "a cut file");
    }
    for part in [
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
        "xl/workbook.xml",
    ] {
        repack(&good, &out, &|name, bytes| (name != part).then_some(bytes));
        refused(&scene, &out, part);
    }
    std::fs::write(&out, b"not a workbook").expect("a file");
    refused(&scene, &out, "a text");
    let took = scene.take(&good, false);
    assert_eq!(took["decided"], 1, "the good one is still taken");
}

#[test]
fn random_damage_never_decides_what_nobody_wrote() {
    let scene = Scene::new(8);
    let good = scene.fill(
        &(0..8)
            .map(|row| Fill::decide(row, "Approve", "Needed."))
            .collect::<Vec<_>>(),
    );
    let sheet = text(&good, "xl/worksheets/sheet1.xml").into_bytes();
    let out = scene.beside("damaged.xlsx");
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut taken = 0;
    for _ in 0..300 {
        let mut damaged = sheet.clone();
        for _ in 0..3 {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            let at = usize::try_from(state % damaged.len() as u64).expect("a place");
            damaged[at] = b' ' + u8::try_from(state >> 40 & 0x3f).expect("a byte");
        }
        repack(&good, &out, &|name, bytes| match name {
            "xl/worksheets/sheet1.xml" => Some(damaged.clone()),
            _ => Some(bytes),
        });
        if scene
            .practice
            .job("packet.takeWorkbook", json!({ "path": out }))
            .is_ok()
        {
            taken += 1;
        }
        // What was taken is an approval, as it was written, or nothing.
        let strange = |item: &Value| item["decision"] != "notReviewed" && item["decision"] != "approve";
        assert!(!scene.items().iter().any(strange), "{:?}", scene.items());
    }
    assert!(taken > 0, "some of 300 damaged files can be read");
    println!("{taken} of 300 damaged files could be read");
}
