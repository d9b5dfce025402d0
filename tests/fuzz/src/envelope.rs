//! The signed bytes inside a seal, signed again by somebody who has a key: what a reviewer or an organization could
//! send that means harm.

use countersign_packet::{Enrolment, Introduction, read_any};
use ed25519_dalek::{Signer, SigningKey};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::body::ANY;

pub fn enter(bytes: &[u8]) {
    let _ = read_any(bytes, &ANY);
    if let Some(again) = signed_again(bytes)
        && let Ok(unsealed) = read_any(&again, &ANY)
    {
        assert!(unsealed.header.kind().is_open(), "a sealed kind in clear");
        assert_eq!(unsealed.body.len() as u64, unsealed.header.length);
        let _ = unsealed.clone().read::<Enrolment>();
        let _ = unsealed.read::<Introduction>();
        let _ = (Enrolment::open(&again), Introduction::open(&again));
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The line up to the first newline and what follows 64 bytes after it, with the signature that a key of ours makes, and
/// with that key and the hash of what follows in the line where it is one.
fn signed_again(bytes: &[u8]) -> Option<Vec<u8>> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    let packed = bytes.get(end + 65..)?;
    let key = SigningKey::from_bytes(&[9; 32]);
    let (mut line, mut kind, mut version) = (bytes[..end].to_vec(), String::new(), 1);
    if let Ok(mut said) = serde_json::from_slice::<Value>(&line)
        && let Some(members) = said.as_object_mut()
    {
        for (name, value) in [
            ("from", hex(&key.verifying_key().to_bytes()).into()),
            ("packedLength", packed.len().into()),
            ("packed", hex(&Sha256::digest(packed)).into()),
        ] {
            if let Some(member) = members.get_mut(name) {
                *member = value;
            }
        }
        kind = members
            .get("kind")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        version = members.get("kindVersion").and_then(Value::as_u64).unwrap_or(1);
        line = serde_json::to_vec(&said).ok()?;
    }
    let mut message = format!("countersign-envelope/1\n{kind}/{version}\n").into_bytes();
    message.extend_from_slice(&line);
    let signature = key.sign(&message).to_bytes();
    Some([line.as_slice(), b"\n", &signature, packed].concat())
}
