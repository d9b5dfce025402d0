//! HTTP/1.1 as far as a test needs it.

use std::io::{BufRead, Write};
use std::net::TcpStream;

use super::answer::Answered;

const LONGEST: usize = 1 << 20;

pub struct Message {
    pub verb: String,
    pub target: String,
    pub bearer: String,
    pub body: String,
}

/// The next request of a connection, or nothing at its end.
pub fn read(from: &mut impl BufRead) -> Option<Message> {
    let mut line = String::new();
    from.read_line(&mut line).ok()?;
    let mut words = line.split_whitespace();
    let (verb, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let (mut length, mut bearer) = (0, String::new());
    loop {
        let mut line = String::new();
        from.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            break;
        };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.trim().parse().ok().filter(|length| *length <= LONGEST)?,
            "authorization" => bearer = value.trim().trim_start_matches("Bearer ").to_owned(),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    from.read_exact(&mut body).ok()?;
    Some(Message {
        verb,
        target,
        bearer,
        body: String::from_utf8(body).ok()?,
    })
}

/// Writes an answer; where it is cut, only half of it.
pub fn write(mut to: &TcpStream, (status, body): &Answered, wait: Option<f64>, cut: bool) {
    let body = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    let wait = wait.map_or_else(String::new, |seconds| format!("Retry-After: {seconds:.3}\r\n"));
    let head = format!("HTTP/1.1 {status} Answer\r\nContent-Type: application/json\r\n{wait}");
    let mut text = match status {
        204 => format!("{head}\r\n"),
        _ => format!("{head}Content-Length: {}\r\n\r\n{body}", body.len()),
    };
    if cut {
        text.truncate(text.len() / 2);
    }
    let _ = to.write_all(text.as_bytes());
}
