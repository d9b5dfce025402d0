//! Identities that outlive this store: they stand in files and are kept when one is taken in.

use crate::StoreError;

/// A random identity in the field's own form (RFC 9562, version 4).
pub fn new_identifier() -> Result<String, StoreError> {
    let mut bytes = [0u8; 16];
    getrandom::fill(&mut bytes).map_err(|error| StoreError::Key(error.to_string()))?;
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let parts = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]];
    Ok(parts.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_has_the_form_of_a_random_uuid_and_is_never_the_same() {
        let (one, other) = (new_identifier().expect("chance"), new_identifier().expect("chance"));
        assert_ne!(one, other);
        assert!(one.split('-').map(str::len).eq([8, 4, 4, 4, 12]), "{one}");
        assert_eq!(&one[14..15], "4");
        assert!("89ab".contains(&one[19..20]), "{one}");
    }
}
