//! Pictures of the window, kept for people to look at.

use std::path::PathBuf;
use std::process::Command;

/// Keeps a picture and gives the number of colours in it.
pub fn keep(name: &str, png: &[u8]) -> u32 {
    let folder = folder();
    std::fs::create_dir_all(&folder).expect("the folder for pictures can be made");
    let path = folder.join(format!("{name}.png"));
    std::fs::write(&path, png).expect("a picture can be written");
    let counted = Command::new("identify")
        .args(["-format", "%k"])
        .arg(&path)
        .output()
        .expect("ImageMagick's identify is installed");
    let text = String::from_utf8_lossy(&counted.stdout).into_owned();
    text.trim()
        .parse()
        .unwrap_or_else(|_| panic!("identify counts no colours in {name}: {text}"))
}

fn folder() -> PathBuf {
    match std::env::var_os("COUNTERSIGN_PICTURES") {
        Some(folder) => folder.into(),
        None => PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../target/pictures")),
    }
}
