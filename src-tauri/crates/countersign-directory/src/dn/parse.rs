//! Reads a distinguished name part by part (RFC 4514 §3, and the older quoted form).

/// Where a reading of a name stands.
pub(super) struct Parser<'a> {
    text: &'a [u8],
    at: usize,
}

impl<'a> Parser<'a> {
    pub(super) fn new(name: &'a str) -> Self {
        Parser {
            text: name.as_bytes(),
            at: 0,
        }
    }

    pub(super) fn skip_space(&mut self) -> Option<u8> {
        while self.text.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        self.text.get(self.at).copied()
    }

    pub(super) fn attribute_type(&mut self) -> Option<String> {
        self.skip_space()?;
        let start = self.at;
        while self
            .text
            .get(self.at)
            .is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.'))
        {
            self.at += 1;
        }
        let kind = std::str::from_utf8(&self.text[start..self.at]).ok()?;
        if kind.is_empty() || self.skip_space()? != b'=' {
            return None;
        }
        self.at += 1;
        let kind = kind.to_ascii_lowercase();
        Some(short_type(kind.strip_prefix("oid.").unwrap_or(&kind)).to_owned())
    }

    // The value and the separator after it; `None` as separator is the end of the name.
    pub(super) fn value(&mut self) -> Option<(String, Option<u8>)> {
        let first = self.skip_space();
        let (value, quoted) = match first {
            Some(b'#') => (self.hex_value()?, true),
            Some(b'"') => (self.quoted_value()?, true),
            _ => (self.plain_value()?, false),
        };
        let separator = if quoted {
            self.skip_space()
        } else {
            self.text.get(self.at).copied()
        };
        self.at += 1;
        match separator {
            None => Some((value, None)),
            Some(b'+') => Some((value, Some(b'+'))),
            Some(b',' | b';') => Some((value, Some(b','))),
            Some(_) => None,
        }
    }

    fn plain_value(&mut self) -> Option<String> {
        let mut bytes = Vec::new();
        // Spaces at the end count only when they are escaped.
        let mut keep = 0;
        while let Some(&byte) = self.text.get(self.at) {
            match byte {
                b',' | b'+' | b';' => break,
                b'\\' => {
                    bytes.push(self.escaped()?);
                    keep = bytes.len();
                    continue;
                }
                b'"' | b'<' | b'>' => return None,
                b' ' => bytes.push(byte),
                _ => {
                    bytes.push(byte);
                    keep = bytes.len();
                }
            }
            self.at += 1;
        }
        bytes.truncate(keep);
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn quoted_value(&mut self) -> Option<String> {
        self.at += 1;
        let mut bytes = Vec::new();
        loop {
            match *self.text.get(self.at)? {
                b'"' => {
                    self.at += 1;
                    return Some(String::from_utf8_lossy(&bytes).into_owned());
                }
                b'\\' => bytes.push(self.escaped()?),
                byte => {
                    bytes.push(byte);
                    self.at += 1;
                }
            }
        }
    }

    fn escaped(&mut self) -> Option<u8> {
        let next = *self.text.get(self.at + 1)?;
        if let (Some(high), Some(low)) = (hex(next), self.text.get(self.at + 2).copied().and_then(hex)) {
            self.at += 3;
            return Some(high << 4 | low);
        }
        self.at += 2;
        (!next.is_ascii_alphanumeric()).then_some(next)
    }

    // `#` and the BER of the value in hex; strings are taken out of it, other types stay as written.
    fn hex_value(&mut self) -> Option<String> {
        let start = self.at;
        self.at += 1;
        let mut bytes = Vec::new();
        while let Some(high) = self.text.get(self.at).copied().and_then(hex) {
            let low = self.text.get(self.at + 1).copied().and_then(hex)?;
            bytes.push(high << 4 | low);
            self.at += 2;
        }
        match bytes.as_slice() {
            [] => None,
            [0x04 | 0x0c | 0x13 | 0x16, length, value @ ..] if *length as usize == value.len() => {
                Some(String::from_utf8_lossy(value).into_owned())
            }
            _ => Some(String::from_utf8_lossy(&self.text[start..self.at]).into_owned()),
        }
    }
}

fn hex(byte: u8) -> Option<u8> {
    (byte as char).to_digit(16).map(|digit| digit as u8)
}

fn short_type(kind: &str) -> &str {
    match kind {
        "commonname" | "2.5.4.3" => "cn",
        "surname" | "2.5.4.4" => "sn",
        "countryname" | "2.5.4.6" => "c",
        "localityname" | "2.5.4.7" => "l",
        "stateorprovincename" | "2.5.4.8" => "st",
        "streetaddress" | "2.5.4.9" => "street",
        "organizationname" | "2.5.4.10" => "o",
        "organizationalunitname" | "2.5.4.11" => "ou",
        "domaincomponent" | "0.9.2342.19200300.100.1.25" => "dc",
        "userid" | "0.9.2342.19200300.100.1.1" => "uid",
        other => other,
    }
}
