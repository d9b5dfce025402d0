//! A development door: the desk over HTTP on loopback, for looking at the screens in a browser while
//! Vite serves them (`npm run dev` proxies `/call` and `/events` to it). Never part of a release.
//!
//! `cargo run -p countersign-app --example serve -- PORT [STORE] [RFC 3339 TIME]`

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::mpsc;
use std::sync::{Arc, Mutex};

use countersign_app::{Desk, Environment};
use serde_json::{Value, json};

type Listeners = Arc<Mutex<Vec<mpsc::Sender<String>>>>;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let port: u16 = arguments.next().ok_or("say a port")?.parse()?;
    let store = arguments.next();
    let mut environment = match arguments.next() {
        Some(now) => Environment::at(chrono::DateTime::parse_from_rfc3339(&now)?.to_utc()),
        None => Environment::of_machine(),
    };
    environment.locks = true;
    let desk = Desk::new(environment)?;
    if let Some(path) = store {
        desk.call(
            "store.open",
            json!({ "path": path, "passphrase": std::env::var("COUNTERSIGN_PASSPHRASE").ok() }),
        )?;
    }
    let listeners: Listeners = Arc::default();
    let heard = listeners.clone();
    desk.listen(move |event| {
        let text = serde_json::to_string(event).unwrap_or_default();
        if let Ok(mut all) = heard.lock() {
            all.retain(|one| one.send(text.clone()).is_ok());
        }
    });
    let door = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
    eprintln!("The desk answers on 127.0.0.1:{port}.");
    for stream in door.incoming().flatten() {
        let (desk, listeners) = (desk.clone(), listeners.clone());
        std::thread::spawn(move || {
            // A browser that went away is no reason to say anything.
            let _ = answer(&desk, &listeners, stream);
        });
    }
    Ok(())
}

fn answer(desk: &Arc<Desk>, listeners: &Listeners, mut stream: TcpStream) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let mut length = 0usize;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    if first.starts_with("GET /events") {
        return events(listeners, stream);
    }
    let mut body = vec![0u8; length.min(16 << 20)];
    reader.read_exact(&mut body)?;
    let asked: Value = serde_json::from_slice(&body).unwrap_or(Value::Null);
    let called = desk.call(asked["name"].as_str().unwrap_or_default(), asked["input"].clone());
    let (status, text) = match called {
        Ok(answer) => ("200 OK", serde_json::to_string(&answer)?),
        Err(problem) => ("422 Unprocessable", serde_json::to_string(&problem)?),
    };
    write!(
        stream,
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{text}",
        text.len()
    )
}

fn events(listeners: &Listeners, mut stream: TcpStream) -> std::io::Result<()> {
    let (sender, receiver) = mpsc::channel();
    if let Ok(mut all) = listeners.lock() {
        all.push(sender);
    }
    write!(
        stream,
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncache-control: no-cache\r\nconnection: close\r\n\r\n"
    )?;
    while let Ok(text) = receiver.recv() {
        write!(stream, "data: {text}\n\n")?;
        stream.flush()?;
    }
    Ok(())
}
