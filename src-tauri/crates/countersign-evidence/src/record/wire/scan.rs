//! Walks JSON text without building it: members of an object, elements of an array.
//!
//! Only the form that this crate writes is understood (no space between tokens); everything else ends the walk,
//! and the caller says that the line is not what this version writes.

/// A place in a text.
pub(super) struct Scan<'a> {
    text: &'a [u8],
    at: usize,
}

/// What [`Scan::member`] found: a name without its quotes, and its value; or the end.
pub(super) type Member<'a> = Option<(&'a [u8], &'a [u8])>;

impl<'a> Scan<'a> {
    /// Enters an object (`{`) or an array (`[`).
    pub(super) fn enter(text: &'a [u8], bracket: u8) -> Option<Self> {
        (text.first() == Some(&bracket)).then_some(Self { text, at: 1 })
    }

    fn eat(&mut self, byte: u8) -> Option<()> {
        (self.text.get(self.at) == Some(&byte)).then(|| self.at += 1)
    }

    /// The end of the object or array, which must be the end of the text; or the comma before the next one.
    fn ends(&mut self, bracket: u8) -> Option<bool> {
        if self.eat(bracket).is_some() {
            return (self.at == self.text.len()).then_some(true);
        }
        if self.at > 1 {
            self.eat(b',')?;
        }
        Some(false)
    }

    /// The next member of an object.
    pub(super) fn member(&mut self) -> Option<Member<'a>> {
        if self.ends(b'}')? {
            return Some(None);
        }
        let name = self.string()?;
        self.eat(b':')?;
        Some(Some((&name[1..name.len() - 1], self.value()?)))
    }

    /// The next element of an array.
    pub(super) fn element(&mut self) -> Option<Option<&'a [u8]>> {
        if self.ends(b']')? {
            return Some(None);
        }
        self.value().map(Some)
    }

    /// A string with its quotes.
    fn string(&mut self) -> Option<&'a [u8]> {
        let from = self.at;
        self.eat(b'"')?;
        loop {
            match self.text.get(self.at)? {
                b'\\' => self.at += 2,
                b'"' => {
                    self.at += 1;
                    return self.text.get(from..self.at);
                }
                _ => self.at += 1,
            }
        }
    }

    fn value(&mut self) -> Option<&'a [u8]> {
        let from = self.at;
        let mut depth = 0_u32;
        loop {
            match self.text.get(self.at) {
                Some(b'"') => {
                    self.string()?;
                }
                Some(b'{' | b'[') => {
                    depth += 1;
                    self.at += 1;
                }
                Some(b'}' | b']') if depth > 0 => {
                    depth -= 1;
                    self.at += 1;
                }
                Some(b',') if depth > 0 => self.at += 1,
                Some(b',' | b'}' | b']') | None => break,
                Some(_) => {
                    self.at += 1;
                    continue;
                }
            }
            if depth == 0 {
                break;
            }
        }
        self.text.get(from..self.at).filter(|value| !value.is_empty())
    }
}
