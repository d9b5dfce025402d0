//! What an answer says.

use countersign_packet::Answer;

use super::body::read;

pub fn enter(bytes: &[u8]) {
    if let Some(answer) = read::<Answer>(bytes) {
        assert!(answer.sequence > 0);
        let mut ids: Vec<&str> = answer.events.iter().map(|event| event.id.as_str()).collect();
        ids.sort_unstable();
        assert!(ids.windows(2).all(|two| two[0] != two[1]), "a decision stands twice");
    }
}
