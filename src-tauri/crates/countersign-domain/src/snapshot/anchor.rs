//! By what Entra ID remembers where an object was synced from.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// `objectGUID` (or `mS-DS-ConsistencyGuid`, which begins as its copy) in Base64: the source anchor of a person.
pub const IMMUTABLE_ID: &str = "onPremisesImmutableId";
/// `objectSid`, as `S-1-5-…`.
pub const SECURITY_ID: &str = "onPremisesSecurityIdentifier";

/// The `objectGUID` behind a source anchor, in its usual writing and in lower case; none where it is another anchor.
pub fn guid_of(immutable_id: &str) -> Option<String> {
    let bytes: [u8; 16] = STANDARD.decode(immutable_id.trim()).ok()?.try_into().ok()?;
    // The first three numbers lie with their least byte first (MS-DTYP §2.3.4.2).
    const ORDER: [usize; 16] = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
    let mut guid = String::with_capacity(36);
    for (place, from) in ORDER.into_iter().enumerate() {
        if matches!(place, 4 | 6 | 8 | 10) {
            guid.push('-');
        }
        guid.push_str(&format!("{:02x}", bytes[from]));
    }
    Some(guid)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_anchor_is_read_as_the_identity_it_was_made_from() {
        let guid = guid_of("AQIDBAUGBwgJCgsMDQ4PEA==");
        assert_eq!(guid.as_deref(), Some("04030201-0605-0807-090a-0b0c0d0e0f10"));
        for other in [
            "",
            "E1001",
            "AQIDBA==",
            "AQIDBAUGBwgJCgsMDQ4PEBE=",
            "not Base64 at all!",
        ] {
            assert_eq!(guid_of(other), None, "{other}");
        }
    }
}
