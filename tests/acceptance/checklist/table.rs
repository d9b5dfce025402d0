//! The checklist, line by line: what is asked, where it stands in the record, what must be read on the pages.

/// One line of `line.txt`, which says what its parts mean.
pub struct Line {
    pub number: &'static str,
    pub chapter: usize,
    pub asks: &'static str,
    pub places: Vec<&'static str>,
    pub words: Vec<&'static str>,
}

/// The forty lines.
pub fn lines() -> Vec<Line> {
    include_str!("line.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let mut parts = line.split('|').map(str::trim);
            let mut next = || parts.next().unwrap_or_default();
            Line {
                number: next(),
                chapter: next().parse().expect("a number"),
                asks: next(),
                places: next().split_whitespace().collect(),
                words: next()
                    .split(';')
                    .map(str::trim)
                    .filter(|word| !word.is_empty())
                    .collect(),
            }
        })
        .collect()
}
