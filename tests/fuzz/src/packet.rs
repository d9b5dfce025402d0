//! What a packet says.

use countersign_packet::Packet;

use super::body::read;

pub fn enter(bytes: &[u8]) {
    let Some(packet) = read::<Packet>(bytes) else {
        return;
    };
    for item in &packet.items {
        // A place that is named is there: what shows the packet relies on it.
        let _ = &packet.principals[item.principal as usize];
        let _ = &packet.resources[item.resource as usize];
        for step in &item.path {
            let _ = &packet.principals[*step as usize];
        }
    }
    if let Some(reply) = &packet.reply {
        assert!(reply.to_secret().is_some(), "a key for answers that is none");
    }
    assert!(packet.organization.key.is_sound());
}
