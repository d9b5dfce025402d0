//! Names that OSCAL takes: identifiers that the same thing has in every export, and tokens.

use sha2::{Digest, Sha256};

/// A UUID from a name, in the form of version 5 (with SHA-256 in the place of SHA-1): the same thing of the same store
/// has the same one in every export.
pub(super) fn uuid(store: &str, name: &str) -> String {
    let digest = Sha256::new()
        .chain_update(store)
        .chain_update([0])
        .chain_update(name)
        .finalize();
    let mut bytes = [0_u8; 16];
    bytes.copy_from_slice(&digest[..16]);
    bytes[6] = (bytes[6] & 0x0f) | 0x50;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!(
        "{}-{}-{}-{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..]
    )
}

/// A token: letters, digits and `. - _`, a letter or `_` first. What differs stays apart.
pub(super) fn token(prefix: &str, text: &str) -> String {
    let mut token = String::from(prefix);
    for one in text.chars() {
        match one {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '-' => token.push(one),
            other => token.push_str(&format!("_{:x}", u32::from(other))),
        }
    }
    token
}

/// One line: titles hold no break.
pub(super) fn line(text: &str) -> String {
    let flat: String = text
        .chars()
        .map(|one| if one.is_control() { ' ' } else { one })
        .collect();
    let flat = flat.trim();
    if flat.is_empty() {
        "–".to_owned()
    } else {
        flat.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_same_every_time_and_differ_where_the_things_do() {
        let one = uuid("store", "control:1");
        assert_eq!(one, uuid("store", "control:1"));
        assert_ne!(one, uuid("store", "control:2"));
        assert_ne!(one, uuid("other", "control:1"));
        assert_eq!((one.len(), one.as_bytes()[14]), (36, b'5'));
        assert_eq!(token("c-", "AC-2(3)"), "c-AC-2_283_29");
        assert_ne!(token("c-", "A 1"), token("c-", "A_1"));
        assert_eq!(line("a\nb "), "a b");
    }
}
