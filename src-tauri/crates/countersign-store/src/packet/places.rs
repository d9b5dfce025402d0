//! Which items a packet holds, in few bytes: pairs of LEB128 numbers.

/// The items with their versions, in ascending order of the items.
pub fn to_places(items: &[(i64, i64)]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(items.len() * 2);
    let mut before = 0;
    for (item, version) in items {
        put(&mut bytes, item.wrapping_sub(before).cast_unsigned());
        put(&mut bytes, version.cast_unsigned());
        before = *item;
    }
    bytes
}

/// The same read again; `None` where the bytes are no such list.
pub fn from_places(bytes: &[u8]) -> Option<Vec<(i64, i64)>> {
    let mut items = Vec::with_capacity(bytes.len() / 2);
    let (mut rest, mut before) = (bytes, 0i64);
    while !rest.is_empty() {
        let (distance, after) = take(rest)?;
        let (version, after) = take(after)?;
        before = before.wrapping_add(distance.cast_signed());
        items.push((before, version.cast_signed()));
        rest = after;
    }
    Some(items)
}

fn put(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn take(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut number = 0u64;
    for (place, byte) in bytes.iter().enumerate().take(10) {
        number |= u64::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 == 0 {
            return Some((number, &bytes[place + 1..]));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_come_back_and_half_of_them_are_none() {
        let items = [(1, 0), (2, 7), (1_000_000, 300), (i64::MAX, 0)];
        let bytes = to_places(&items);
        assert_eq!(from_places(&bytes).as_deref(), Some(&items[..]));
        assert_eq!(from_places(&bytes[..bytes.len() - 1]), None);
        assert_eq!(from_places(&[0xff; 20]), None);
        assert_eq!(from_places(&[]), Some(Vec::new()));
    }
}
