//! Search filters: the text of RFC 4515 to the bytes of RFC 4511, and safe values inside.

use super::ber;

// A filter is written by a person; nothing sensible nests deeper.
const DEPTH: usize = 30;

/// A value written so that it stays a value inside a filter (RFC 4515 §3).
pub(crate) fn escape(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '*' | '(' | ')' | '\\' | '\0' => out.push_str(&format!("\\{:02x}", c as u32)),
            c => out.push(c),
        }
    }
    out
}

/// The bytes of a filter.
///
/// # Errors
/// Says what is wrong with the text.
pub(crate) fn encode(filter: &str) -> Result<Vec<u8>, String> {
    let mut parser = Parser {
        text: filter.trim().as_bytes(),
        at: 0,
    };
    let bytes = parser.filter(0)?;
    match parser.at == parser.text.len() {
        true => Ok(bytes),
        false => Err(format!("the filter has something after its end, at {}", parser.at + 1)),
    }
}

struct Parser<'a> {
    text: &'a [u8],
    at: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> Result<(), String> {
        if self.peek() != Some(byte) {
            return Err(format!("the filter needs “{}” at {}", byte as char, self.at + 1));
        }
        self.at += 1;
        Ok(())
    }

    fn filter(&mut self, depth: usize) -> Result<Vec<u8>, String> {
        if depth > DEPTH {
            return Err("the filter is nested too deeply".into());
        }
        self.take(b'(')?;
        let bytes = match self.peek() {
            Some(b'&') => self.list(0xa0, depth)?,
            Some(b'|') => self.list(0xa1, depth)?,
            Some(b'!') => {
                self.at += 1;
                ber::element(0xa2, &self.filter(depth + 1)?)
            }
            _ => self.item()?,
        };
        self.take(b')')?;
        Ok(bytes)
    }

    fn list(&mut self, tag: u8, depth: usize) -> Result<Vec<u8>, String> {
        self.at += 1;
        let mut content = Vec::new();
        while self.peek() == Some(b'(') {
            content.extend(self.filter(depth + 1)?);
        }
        Ok(ber::element(tag, &content))
    }

    fn item(&mut self) -> Result<Vec<u8>, String> {
        let start = self.at;
        while self
            .peek()
            .is_some_and(|b| b.is_ascii_alphanumeric() || b"-.;_".contains(&b))
        {
            self.at += 1;
        }
        let attribute = self.text[start..self.at].to_vec();
        let tag = match self.peek() {
            Some(b'>') => 0xa5,
            Some(b'<') => 0xa6,
            Some(b'~') => 0xa8,
            Some(b':') => return self.extensible(&attribute),
            _ => 0xa3,
        };
        if tag != 0xa3 {
            self.at += 1;
        }
        if attribute.is_empty() {
            return Err(format!("the filter needs an attribute at {}", start + 1));
        }
        self.take(b'=')?;
        let parts = self.value()?;
        match parts.as_slice() {
            [one] => Ok(ber::group(tag, &[ber::text(&attribute), ber::text(one)])),
            [first, last] if tag == 0xa3 && first.is_empty() && last.is_empty() => Ok(ber::element(0x87, &attribute)),
            [first, middle @ .., last] if tag == 0xa3 => {
                let mut pieces = Vec::new();
                if !first.is_empty() {
                    pieces.push(ber::element(0x80, first));
                }
                pieces.extend(middle.iter().filter(|m| !m.is_empty()).map(|m| ber::element(0x81, m)));
                if !last.is_empty() {
                    pieces.push(ber::element(0x82, last));
                }
                let pieces = ber::group(ber::SEQUENCE, &pieces);
                Ok(ber::group(0xa4, &[ber::text(&attribute), pieces]))
            }
            _ => Err(format!("the filter has a * where none can be, before {}", self.at + 1)),
        }
    }

    // attr[:dn][:rule]:=value
    fn extensible(&mut self, attribute: &[u8]) -> Result<Vec<u8>, String> {
        let start = self.at;
        while self.peek().is_some_and(|b| b != b'=' && b != b'(' && b != b')') {
            self.at += 1;
        }
        let rule = String::from_utf8_lossy(&self.text[start..self.at]).into_owned();
        self.take(b'=')?;
        let rule = rule
            .strip_suffix(':')
            .ok_or_else(|| format!("the filter needs := before {}", self.at + 1))?;
        let (dn, rule) = match rule.strip_prefix(":dn") {
            Some(rest) if rest.is_empty() || rest.starts_with(':') => (true, rest),
            _ => (false, rule),
        };
        let value = self.value()?.concat();
        let mut parts = Vec::new();
        if let Some(rule) = rule.strip_prefix(':') {
            parts.push(ber::element(0x81, rule.as_bytes()));
        }
        if !attribute.is_empty() {
            parts.push(ber::element(0x82, attribute));
        }
        parts.push(ber::element(0x83, &value));
        if dn {
            parts.push(ber::element(0x84, &[0xff]));
        }
        Ok(ber::group(0xa9, &parts))
    }

    // The value up to the closing parenthesis, split at its asterisks.
    fn value(&mut self) -> Result<Vec<Vec<u8>>, String> {
        let mut parts = vec![Vec::new()];
        loop {
            match self.peek() {
                None | Some(b')') => return Ok(parts),
                Some(b'(') => {
                    return Err(format!("the filter has a ( inside a value at {}", self.at + 1));
                }
                Some(b'*') => parts.push(Vec::new()),
                Some(b'\\') => {
                    let digits = self.text.get(self.at + 1..self.at + 3);
                    let byte = digits
                        .and_then(|digits| std::str::from_utf8(digits).ok())
                        .and_then(|digits| u8::from_str_radix(digits, 16).ok())
                        .ok_or_else(|| format!("the filter needs two hex digits after \\ at {}", self.at + 1))?;
                    if let Some(part) = parts.last_mut() {
                        part.push(byte);
                    }
                    self.at += 2;
                }
                Some(byte) => {
                    if let Some(part) = parts.last_mut() {
                        part.push(byte);
                    }
                }
            }
            self.at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_filter_has_its_bytes() {
        assert_eq!(encode("(cn=a)"), Ok(b"\xa3\x07\x04\x02cn\x04\x01a".to_vec()));
        assert_eq!(encode("(cn=*)"), Ok(b"\x87\x02cn".to_vec()));
        assert_eq!(encode("(!(cn=*))"), Ok(b"\xa2\x04\x87\x02cn".to_vec()));
        assert_eq!(encode("(&(a=*)(b=*))"), Ok(b"\xa0\x06\x87\x01a\x87\x01b".to_vec()));
        assert_eq!(encode("(a>=1)"), Ok(b"\xa5\x06\x04\x01a\x04\x011".to_vec()));
        assert_eq!(
            encode("(a=x*y)"),
            Ok(b"\xa4\x0b\x04\x01a\x30\x06\x80\x01x\x82\x01y".to_vec())
        );
        assert_eq!(encode("(a=\\2a)"), Ok(b"\xa3\x06\x04\x01a\x04\x01*".to_vec()));
        assert_eq!(
            encode("(a:1.2:=v)"),
            Ok(b"\xa9\x0b\x81\x031.2\x82\x01a\x83\x01v".to_vec())
        );
    }

    #[test]
    fn what_is_no_filter_is_refused() {
        for text in [
            "",
            "cn=a",
            "(cn=a",
            "(cn=a))",
            "(=a)",
            "(cn=\\zz)",
            "(cn=(a))",
            "(cn>=a*)",
        ] {
            assert!(encode(text).is_err(), "{text}");
        }
        assert!(encode(&"(!".repeat(100)).is_err());
    }

    #[test]
    fn an_escaped_value_stays_one_value() {
        let hostile = "x)(uid=*\\\0";
        let bytes = encode(&format!("(cn={})", escape(hostile)));
        let plain = ber::group(0xa3, &[ber::text("cn"), ber::text(hostile)]);
        assert_eq!(bytes, Ok(plain));
    }
}
