//! A line to a controller that somebody looks at and may cut: it passes on what the controller says, message by message.

use std::io::{self, Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// Operations of answers (RFC 4511 §4).
pub const PAGE_ENDS: u8 = 0x65;
pub const MODIFIED: u8 = 0x67;

type Look = dyn FnMut(u8) -> bool + Send;

/// The address of a line to a controller. `pass` sees each answer before the one who asked, and cuts the line by `false`.
pub fn line(controller: &str, pass: impl FnMut(u8) -> bool + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("its address");
    let (controller, pass) = (format!("{controller}:389"), Arc::new(Mutex::new(pass)));
    std::thread::spawn(move || {
        for near in listener.incoming().flatten() {
            // A controller that has ended is found out as on its own address.
            let Ok(far) = TcpStream::connect(&controller) else {
                continue;
            };
            let (from, to) = (near.try_clone(), far.try_clone());
            let (Ok(mut from), Ok(mut to)) = (from, to) else {
                continue;
            };
            std::thread::spawn(move || {
                let _ = io::copy(&mut from, &mut to);
                let _ = to.shutdown(Shutdown::Both);
            });
            let pass = pass.clone();
            std::thread::spawn(move || {
                let _ = answers(far, &near, &*pass);
                let _ = near.shutdown(Shutdown::Both);
            });
        }
    });
    format!("ldap://{address}")
}

fn answers(mut far: TcpStream, mut near: &TcpStream, pass: &Mutex<Look>) -> io::Result<()> {
    loop {
        let message = message(&mut far)?;
        if !pass.lock().expect("a look")(operation(&message)) {
            return Ok(());
        }
        near.write_all(&message)?;
    }
}

/// One whole message.
fn message(far: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut message = vec![0; 2];
    far.read_exact(&mut message)?;
    let mut length = usize::from(message[1]);
    if length > 127 {
        let mut long = vec![0; length - 128];
        far.read_exact(&mut long)?;
        length = long.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte));
        message.extend(long);
    }
    let head = message.len();
    message.resize(head + length, 0);
    far.read_exact(&mut message[head..])?;
    Ok(message)
}

/// What follows the number of the message.
fn operation(message: &[u8]) -> u8 {
    let head = 2 + usize::from(message[1].saturating_sub(128) & 127);
    let number = usize::from(message[head + 1]);
    message[head + 2 + number]
}
