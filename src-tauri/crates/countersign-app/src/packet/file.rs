//! Files of packets: their names, reading one that somebody gives, and writing one that appears only when it counts.

use std::io::Read;
use std::path::{Path, PathBuf};

use crate::Problem;
use crate::sheet::unwritable;

/// What the names of our files end with.
pub(crate) const ENDING: &str = "countersign";

/// Reads a file that somebody gives, no further than `most` bytes.
pub(crate) fn read_file(path: &Path, most: u64) -> Result<Vec<u8>, Problem> {
    let wrong =
        |error: std::io::Error| Problem::new(format!("{} is not readable: {error}.", path.display())).field("path");
    let file = std::fs::File::open(path).map_err(wrong)?;
    if file.metadata().map_err(wrong)?.is_dir() {
        return Err(Problem::new(format!("{} is a folder.", path.display())).field("path"));
    }
    let mut bytes = Vec::new();
    file.take(most + 1).read_to_end(&mut bytes).map_err(wrong)?;
    if bytes.len() as u64 > most {
        return Err(Problem::new(format!("{} is larger than {most} bytes.", path.display())).field("path"));
    }
    Ok(bytes)
}

/// A name that every file system takes, and that says to a person what it is: the packet's id makes it the only one.
pub(crate) fn name(review: &str, reviewer: &str, packet: &str) -> String {
    let plain = |text: &str| -> String {
        let letters = text
            .chars()
            .map(|one| if one.is_ascii_alphanumeric() { one } else { '-' });
        let name: String = letters.take(40).collect();
        let mut parts: Vec<&str> = name.split('-').filter(|part| !part.is_empty()).collect();
        parts.truncate(6);
        parts.join("-").to_lowercase()
    };
    let parts = [plain(review), plain(reviewer), packet.chars().take(12).collect()];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!("{}.{ENDING}", parts.join("_"))
}

/// A file beside its place, until what it is about is committed. Dropped before, nothing of it stays.
pub(crate) struct Waiting {
    part: PathBuf,
    path: PathBuf,
}

impl Waiting {
    pub fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<Self, Problem> {
        let path = folder.join(name);
        let waiting = Self {
            part: folder.join(format!("{name}.part")),
            path,
        };
        std::fs::write(&waiting.part, bytes).map_err(|error| unwritable(&waiting.path, &error))?;
        Ok(waiting)
    }

    /// What will stand there.
    pub fn bytes(&self) -> Result<Vec<u8>, Problem> {
        read_file(&self.part, countersign_packet::LARGEST_FILE as u64)
    }

    pub fn settle(self) -> Result<(), Problem> {
        std::fs::rename(&self.part, &self.path).map_err(|error| unwritable(&self.path, &error))
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        // After a settlement it is not there any more.
        let _ = std::fs::remove_file(&self.part);
    }
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn a_name_holds_letters_alone_whatever_the_review_is_called() {
        let id = "00112233445566778899aabbccddeeff";
        assert_eq!(
            name("Finance, Q3", "ada", id),
            "finance-q3_ada_001122334455.countersign"
        );
        assert_eq!(name("../../x", "con\u{202e}", id), "x_con_001122334455.countersign");
        assert_eq!(name("財務", "", id), "001122334455.countersign");
    }
}
