//! An ICC profile for sRGB, built from the numbers of IEC 61966-2-1 as ICC.1:2001-04 lays them out.

/// Builds the profile: matrix and tone curve, version 2.1, 'mntr'.
pub(crate) fn srgb_profile() -> Vec<u8> {
    // Primaries adapted to D50, in s15Fixed16.
    let columns: [([u8; 4], [f64; 3]); 4] = [
        (*b"wtpt", [0.950_45, 1.0, 1.089_05]),
        (*b"rXYZ", [0.436_07, 0.222_49, 0.013_92]),
        (*b"gXYZ", [0.385_15, 0.716_87, 0.097_08]),
        (*b"bXYZ", [0.143_07, 0.060_61, 0.714_10]),
    ];
    let mut blocks: Vec<(Vec<[u8; 4]>, Vec<u8>)> = vec![
        (vec![*b"desc"], description("sRGB IEC61966-2.1")),
        (vec![*b"cprt"], text("No copyright, use freely")),
    ];
    blocks.extend(columns.map(|(tag, xyz)| (vec![tag], xyz_block(xyz))));
    blocks.push((vec![*b"rTRC", *b"gTRC", *b"bTRC"], curve()));

    let tags: usize = blocks.iter().map(|(tags, _)| tags.len()).sum();
    let mut table = u32_bytes(tags).to_vec();
    let mut body = Vec::new();
    for (tags, block) in &blocks {
        for tag in tags {
            table.extend_from_slice(tag);
            table.extend_from_slice(&u32_bytes(128 + 4 + 12 * blocks_len(&blocks) + body.len()));
            table.extend_from_slice(&u32_bytes(block.len()));
        }
        body.extend_from_slice(block);
        body.resize(body.len().next_multiple_of(4), 0);
    }
    let mut out = header(128 + table.len() + body.len());
    out.extend_from_slice(&table);
    out.extend_from_slice(&body);
    out
}

fn blocks_len(blocks: &[(Vec<[u8; 4]>, Vec<u8>)]) -> usize {
    blocks.iter().map(|(tags, _)| tags.len()).sum()
}

fn u32_bytes(value: usize) -> [u8; 4] {
    u32::try_from(value).unwrap_or(u32::MAX).to_be_bytes()
}

fn header(size: usize) -> Vec<u8> {
    let mut out = vec![0; 128];
    let mut put = |at: usize, bytes: &[u8]| out[at..at + bytes.len()].copy_from_slice(bytes);
    put(0, &u32_bytes(size));
    put(8, &[2, 0x10, 0, 0]);
    put(12, b"mntrRGB XYZ ");
    // Date of the profile: 1 January 2026, fixed so that the bytes are.
    put(24, &[0x07, 0xEA, 0, 1, 0, 1]);
    put(36, b"acsp");
    put(68, &fixed(0.964_2));
    put(72, &fixed(1.0));
    put(76, &fixed(0.824_9));
    out
}

fn fixed(value: f64) -> [u8; 4] {
    ((value * 65_536.0).round() as i32).to_be_bytes()
}

fn xyz_block(xyz: [f64; 3]) -> Vec<u8> {
    let mut out = b"XYZ \0\0\0\0".to_vec();
    xyz.iter().for_each(|value| out.extend_from_slice(&fixed(*value)));
    out
}

fn text(words: &str) -> Vec<u8> {
    [b"text\0\0\0\0", words.as_bytes(), b"\0"].concat()
}

fn description(words: &str) -> Vec<u8> {
    let mut out = b"desc\0\0\0\0".to_vec();
    out.extend_from_slice(&u32_bytes(words.len() + 1));
    out.extend_from_slice(words.as_bytes());
    // Terminator, then empty Unicode and ScriptCode descriptions.
    out.resize(out.len() + 1 + 8 + 3 + 67, 0);
    out
}

fn curve() -> Vec<u8> {
    const POINTS: u16 = 1024;
    let mut out = b"curv\0\0\0\0".to_vec();
    out.extend_from_slice(&u32_bytes(usize::from(POINTS)));
    for point in 0..POINTS {
        let value = f64::from(point) / f64::from(POINTS - 1);
        let linear = if value <= 0.040_45 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        };
        out.extend_from_slice(&((linear * 65_535.0).round() as u16).to_be_bytes());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profile_states_its_own_size_and_its_tags_lie_inside() {
        let profile = srgb_profile();
        let word = |at: usize| u32::from_be_bytes([profile[at], profile[at + 1], profile[at + 2], profile[at + 3]]);
        assert_eq!(word(0) as usize, profile.len());
        assert_eq!(&profile[36..40], b"acsp");
        for tag in 0..word(128) as usize {
            let (offset, size) = (word(132 + tag * 12 + 4) as usize, word(132 + tag * 12 + 8) as usize);
            assert!(offset % 4 == 0 && offset + size <= profile.len());
        }
    }
}
