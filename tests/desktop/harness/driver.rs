//! The few words of WebDriver that the tests speak, over plain HTTP on loopback.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::PATIENCE;

/// How long one answer may take: longer than a script may run.
const ANSWER: Duration = Duration::from_secs(360);

/// How long the driver may take to say that it is ready, before it is asked again.
const READY: Duration = Duration::from_secs(10);

/// A WebDriver session.
pub struct Driver {
    port: u16,
    session: String,
}

/// A port nobody listens on now.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("loopback has a free port");
    listener.local_addr().expect("a listener has an address").port()
}

impl Driver {
    /// Waits for the driver on a port and opens a session; none where it ends, or never answers, as when somebody else
    /// took the port meanwhile.
    ///
    /// # Panics
    /// When the driver refuses to start the program.
    pub fn open(port: u16, capabilities: &Value, mut has_ended: impl FnMut() -> bool) -> Option<Self> {
        let start = Instant::now();
        while !is_ready(port) {
            if has_ended() || start.elapsed() > PATIENCE {
                return None;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        // Then it is somebody else who answers.
        if has_ended() {
            return None;
        }
        let body = json!({ "capabilities": { "alwaysMatch": capabilities } });
        let opened = answer(port, "POST", "/session", Some(&body));
        let session = opened["sessionId"].as_str().expect("a session has an id").to_owned();
        Some(Self { port, session })
    }

    pub fn get(&self, path: &str) -> Value {
        answer(self.port, "GET", &format!("/session/{}/{path}", self.session), None)
    }

    pub fn post(&self, path: &str, body: &Value) -> Value {
        answer(
            self.port,
            "POST",
            &format!("/session/{}/{path}", self.session),
            Some(body),
        )
    }

    /// As `get`; none when the element it speaks of was replaced by the page meanwhile.
    pub fn get_unless_stale(&self, path: &str) -> Option<Value> {
        let path = format!("/session/{}/{path}", self.session);
        match request(self.port, "GET", &path, None, ANSWER) {
            Ok((200, mut value)) => Some(value["value"].take()),
            Ok((404, value)) if is_stale(&value) => None,
            Ok((status, value)) => panic!("GET {path} was answered with {status}: {value}"),
            Err(problem) => panic!("GET {path} was not answered: {problem}"),
        }
    }

    /// As `post`; false when the element it speaks of was replaced by the page meanwhile.
    pub fn post_unless_stale(&self, path: &str, body: &Value) -> bool {
        let path = format!("/session/{}/{path}", self.session);
        match request(self.port, "POST", &path, Some(body), ANSWER) {
            Ok((200, _)) => true,
            Ok((404, value)) if is_stale(&value) => false,
            Ok((status, value)) => panic!("POST {path} was answered with {status}: {value}"),
            Err(problem) => panic!("POST {path} was not answered: {problem}"),
        }
    }

    /// Runs a script. One that was answered with an element the page replaced meanwhile looks again.
    pub fn execute(&self, kind: &str, body: &str, arguments: &Value) -> Value {
        let path = format!("/session/{}/execute/{kind}", self.session);
        let body = json!({ "script": body, "args": arguments });
        for _ in 0..5 {
            match request(self.port, "POST", &path, Some(&body), ANSWER) {
                Ok((404, value)) if is_stale(&value) => {}
                Ok((200, mut value)) => return value["value"].take(),
                Ok((status, value)) => panic!("POST {path} was answered with {status}: {value}"),
                Err(problem) => panic!("POST {path} was not answered: {problem}"),
            }
        }
        panic!("POST {path}: the page replaces what it shows without end");
    }

    /// Runs a script that calls its last argument when it is done, once; nothing comes of it where an element that it is
    /// given was replaced meanwhile.
    pub fn await_unless_stale(&self, body: &str, arguments: &Value) {
        self.post_unless_stale("execute/async", &json!({ "script": body, "args": arguments }));
    }

    /// Presses and releases a key while others are held.
    pub fn key(&self, key: &str, held: &[&str]) {
        let down = |key: &str| json!({ "type": "keyDown", "value": key });
        let up = |key: &str| json!({ "type": "keyUp", "value": key });
        let mut actions: Vec<Value> = held.iter().map(|key| down(key)).collect();
        actions.extend([down(key), up(key)]);
        actions.extend(held.iter().rev().map(|key| up(key)));
        self.post(
            "actions",
            &json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": actions }] }),
        );
    }

    pub fn screenshot(&self) -> Vec<u8> {
        let picture = self.get("screenshot");
        STANDARD
            .decode(picture.as_str().unwrap_or_default())
            .expect("a picture is base64")
    }
}

fn is_ready(port: u16) -> bool {
    request(port, "GET", "/status", None, READY).is_ok_and(|(status, _)| status == 200)
}

/// Whether an answer says that the page replaced the element.
fn is_stale(answer: &Value) -> bool {
    answer["value"]["error"] == "stale element reference"
}

fn answer(port: u16, method: &str, path: &str, body: Option<&Value>) -> Value {
    match request(port, method, path, body, ANSWER) {
        Ok((200, mut value)) => value["value"].take(),
        Ok((status, value)) => panic!("{method} {path} was answered with {status}: {value}"),
        Err(problem) => panic!("{method} {path} was not answered: {problem}"),
    }
}

fn request(
    port: u16,
    method: &str,
    path: &str,
    body: Option<&Value>,
    within: Duration,
) -> std::io::Result<(u16, Value)> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(within))?;
    let body = body.map(Value::to_string).unwrap_or_default();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
    Ok((status, serde_json::from_str(body).unwrap_or(Value::Null)))
}
