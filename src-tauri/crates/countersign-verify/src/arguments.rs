//! What was asked for.

use std::ffi::OsString;
use std::fs::File;
use std::io::Read;
use std::path::PathBuf;

pub const USAGE: &str = "\
countersign-verify FILE… [--root HEX] [--checkpoint NOTE-FILE] [--quick] [--json]

Says whether evidence of Countersign (a PDF, or one row of it as JSON) is as it was written.

  --root HEX              the root as known from elsewhere, such as a printed copy
  --checkpoint NOTE-FILE  a signed state of the audit log that was kept elsewhere
  --quick                 leaves out printing the pages again, the last and longest check
  --json                  one JSON document instead of words

Exit code 0: everything is valid. 1: a file could not be read. 2: asked for wrongly. 3: findings.
";

/// A checkpoint is never longer.
const NOTE_MAX: u64 = 64 * 1024;

/// What was asked for.
#[derive(Debug, Default)]
pub struct Asked {
    pub files: Vec<PathBuf>,
    pub root: Option<String>,
    /// The signed note itself.
    pub checkpoint: Option<String>,
    pub quick: bool,
    pub json: bool,
}

impl Asked {
    /// Reads the arguments; none where help is asked for.
    pub fn read(arguments: impl Iterator<Item = OsString>) -> Result<Option<Self>, String> {
        let (mut asked, mut arguments, mut plain) = (Self::default(), arguments, false);
        while let Some(argument) = arguments.next() {
            match argument.to_str() {
                Some("--") if !plain => plain = true,
                Some("--help" | "-h") if !plain => return Ok(None),
                Some("--quick") if !plain => asked.quick = true,
                Some("--json") if !plain => asked.json = true,
                Some("--root") if !plain => {
                    let root = arguments.next().ok_or("--root takes 64 hexadecimal digits.")?;
                    asked.root = Some(root.to_string_lossy().into_owned());
                }
                Some("--checkpoint") if !plain => {
                    let path = arguments.next().ok_or("--checkpoint takes a file.")?;
                    asked.checkpoint = Some(note(&path)?);
                }
                Some(other) if !plain && other.starts_with('-') => return Err(format!("{other} is not known.")),
                _ => asked.files.push(argument.into()),
            }
        }
        if asked.files.is_empty() {
            return Err("Name a file.".into());
        }
        Ok(Some(asked))
    }
}

fn note(path: &OsString) -> Result<String, String> {
    let mut text = String::new();
    let read = File::open(path).and_then(|file| file.take(NOTE_MAX).read_to_string(&mut text));
    match read {
        Ok(_) => Ok(text),
        Err(problem) => Err(format!("{} cannot be read: {problem}.", path.to_string_lossy())),
    }
}
