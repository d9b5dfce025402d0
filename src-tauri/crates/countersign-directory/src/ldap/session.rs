//! One connection to an LDAP server: opened, secured, bound; a message out, messages in.

use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use zeroize::{Zeroize, Zeroizing};

use super::ber::{self, BerProblem, Reader};
use super::setting::Setting;
use super::tls::secure;
use crate::{Cancel, DirectoryProblem};

// A group of a million members with long names is some 100 MB; more is an attack or a mistake.
const MESSAGE_LIMIT: usize = 512 << 20;
const CHUNK: usize = 128 << 10;
const START_TLS: &str = "1.3.6.1.4.1.1466.20037";
const WHO_AM_I: &str = "1.3.6.1.4.1.4203.1.11.3";

pub(super) trait Io: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Io for T {}

/// A message of the server: the tag of its operation, its content, its controls.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Message<'a> {
    pub id: i64,
    pub tag: u8,
    pub content: &'a [u8],
    pub controls: Option<&'a [u8]>,
}

/// How an operation ended.
#[derive(Debug, Clone)]
pub(crate) struct Ending {
    pub code: u32,
    pub reason: String,
}

impl Ending {
    pub(crate) fn parse(reader: &mut Reader<'_>) -> Result<Ending, BerProblem> {
        let code = reader.integer(ber::ENUMERATED)?;
        reader.expect(ber::OCTET_STRING)?;
        let message = String::from_utf8_lossy(reader.expect(ber::OCTET_STRING)?).into_owned();
        let code = u32::try_from(code).map_err(|_| BerProblem("a result code is negative"))?;
        let reason = match message.trim_end_matches(['\0', '\n']) {
            "" => name_of(code).to_owned(),
            text => text
                .chars()
                .map(|c| if c.is_control() { ' ' } else { c })
                .take(300)
                .collect(),
        };
        Ok(Ending { code, reason })
    }
}

/// What a result code means, for the codes a person meets (RFC 4511 appendix A).
fn name_of(code: u32) -> &'static str {
    match code {
        1 => "operations error",
        3 => "time limit exceeded",
        4 => "size limit exceeded",
        8 => "stronger authentication required",
        10 => "the entries are on another server",
        11 => "administrative limit exceeded",
        13 => "confidentiality required",
        16 => "no such attribute",
        20 => "the value is there already",
        32 => "no such object",
        48 => "this kind of sign-in is not allowed",
        49 => "invalid credentials",
        50 => "insufficient access rights",
        51 => "the server is busy",
        52 => "the server is not available",
        53 => "the server is unwilling",
        65 => "against the schema",
        _ => "no reason given",
    }
}

pub(crate) struct Session {
    io: Box<dyn Io>,
    buffer: Vec<u8>,
    start: usize,
    next_id: i64,
    url: String,
    account: String,
    patience: Duration,
    cancel: Cancel,
    /// Entries received so far, for problems that say how far a read came.
    pub entries: u64,
}

impl Session {
    /// Connects, secures the connection as the settings ask, and binds.
    pub(crate) async fn open(setting: &Setting, secret: &str, cancel: &Cancel) -> Result<Session, DirectoryProblem> {
        let wait = Duration::from_secs(setting.connect_for.max(1));
        let late = || DirectoryProblem::TimedOut {
            url: setting.url.clone(),
            seconds: wait.as_secs(),
        };
        let opening = timeout(wait, Session::open_now(setting, secret, cancel));
        tokio::select! {
            session = opening => session.map_err(|_| late())?,
            () = cancel.cancelled() => Err(DirectoryProblem::Cancelled("Connecting to the directory")),
        }
    }

    async fn open_now(setting: &Setting, secret: &str, cancel: &Cancel) -> Result<Session, DirectoryProblem> {
        let (tls, host, port) = setting.address()?;
        let connection = TcpStream::connect((host.as_str(), port)).await;
        let tcp = connection.map_err(|source| DirectoryProblem::Unreachable {
            url: setting.url.clone(),
            source,
        })?;
        // Without it every small request waits for the acknowledgement of the one before.
        let _ = tcp.set_nodelay(true);
        let name = setting.server_name.clone().unwrap_or(host);
        let io: Box<dyn Io> = if tls {
            secure(tcp, name, setting).await?
        } else if setting.start_tls {
            let mut plain = Session::on(Box::new(tcp), setting, cancel);
            // The stream is needed back for TLS, so StartTLS speaks over a borrowed box.
            let ending = plain.extended(START_TLS).await?.0;
            if ending.code != 0 {
                return Err(plain.refused("start TLS", &ending));
            }
            if plain.start != plain.buffer.len() {
                return Err(plain.malformed("it sent more before TLS began"));
            }
            secure(plain.io, name, setting).await?
        } else {
            Box::new(tcp)
        };
        let mut session = Session::on(io, setting, cancel);
        session.bind(&setting.bind_dn, secret).await?;
        Ok(session)
    }

    fn on(io: Box<dyn Io>, setting: &Setting, cancel: &Cancel) -> Session {
        Session {
            io,
            buffer: Vec::with_capacity(CHUNK),
            start: 0,
            next_id: 1,
            url: setting.url.clone(),
            account: setting.bind_dn.clone(),
            patience: setting.patience(),
            cancel: cancel.clone(),
            entries: 0,
        }
    }

    async fn bind(&mut self, account: &str, secret: &str) -> Result<(), DirectoryProblem> {
        let password = Zeroizing::new(ber::element(0x80, secret.as_bytes()));
        let parts = Zeroizing::new([ber::integer(ber::INTEGER, 3), ber::text(account), password.to_vec()]);
        let mut request = ber::group(0x60, &*parts);
        let sent = self.send(&request, None).await;
        request.zeroize();
        sent?;
        let message = self.receive().await?;
        let (tag, ending) = (message.tag, Ending::parse(&mut Reader(message.content)));
        let ending = ending.map_err(|problem| self.malformed(problem.0))?;
        match (tag, ending.code) {
            (0x61, 0) => Ok(()),
            (0x61, 49 | 32 | 34) => Err(DirectoryProblem::WrongPassword {
                url: self.url.clone(),
                account: account.to_owned(),
            }),
            (0x61, _) => Err(self.refused("accept the account", &ending)),
            _ => Err(self.malformed("it answered a bind with something else")),
        }
    }

    /// The identity the server gives this connection; `None` where it does not say.
    pub(crate) async fn who_am_i(&mut self) -> Result<Option<String>, DirectoryProblem> {
        let (ending, value) = self.extended(WHO_AM_I).await?;
        let value = value.map(|value| String::from_utf8_lossy(&value).into_owned());
        let name = value.map(|v| v.strip_prefix("dn:").map(str::to_owned).unwrap_or(v));
        Ok(name.filter(|name| ending.code == 0 && !name.is_empty()))
    }

    async fn extended(&mut self, oid: &str) -> Result<(Ending, Option<Vec<u8>>), DirectoryProblem> {
        self.send(&ber::element(0x77, &ber::element(0x80, oid.as_bytes())), None)
            .await?;
        let message = self.receive().await?;
        let parse = |message: Message<'_>| {
            if message.tag != 0x78 {
                return Err(BerProblem("it answered a request with something else"));
            }
            let mut reader = Reader(message.content);
            let ending = Ending::parse(&mut reader)?;
            while !reader.is_empty() {
                if let (0x8b, value) = reader.next()? {
                    return Ok((ending, Some(value.to_vec())));
                }
            }
            Ok((ending, None))
        };
        parse(message).map_err(|problem| self.malformed(problem.0))
    }

    /// Sends an operation, and its controls if any; answers the number of the message.
    pub(crate) async fn send(&mut self, operation: &[u8], controls: Option<&[u8]>) -> Result<i64, DirectoryProblem> {
        let id = self.next_id;
        self.next_id += 1;
        let mut content = Zeroizing::new(ber::integer(ber::INTEGER, id));
        content.extend_from_slice(operation);
        if let Some(controls) = controls {
            content.extend(ber::element(0xa0, controls));
        }
        let bytes = Zeroizing::new(ber::element(ber::SEQUENCE, &content));
        let write = async {
            self.io.write_all(&bytes).await?;
            self.io.flush().await
        };
        match timeout(self.patience, write).await {
            Ok(Ok(())) => Ok(id),
            Ok(Err(_)) => Err(self.broken()),
            Err(_) => Err(self.late()),
        }
    }

    /// The next message of the server.
    pub(crate) async fn receive(&mut self) -> Result<Message<'_>, DirectoryProblem> {
        let (from, to) = loop {
            let unread = &self.buffer[self.start..];
            match ber::header(unread).map_err(|problem| self.malformed(problem.0))? {
                Some((head, length)) if length > MESSAGE_LIMIT || unread[0] != ber::SEQUENCE => {
                    let _ = head;
                    return Err(self.malformed("a message has an impossible size or type"));
                }
                Some((head, length)) if unread.len() >= head + length => {
                    break (self.start + head, self.start + head + length);
                }
                _ => self.fill().await?,
            }
        };
        self.start = to;
        let parse = || {
            let mut reader = Reader(&self.buffer[from..to]);
            let id = reader.integer(ber::INTEGER)?;
            let (tag, content) = reader.next()?;
            let controls = reader.optional(0xa0)?;
            Ok(Message {
                id,
                tag,
                content,
                controls,
            })
        };
        match parse() {
            // Number 0 is the notice that the server is about to hang up (RFC 4511 §4.4.1).
            Ok(message) if message.id == 0 => Err(self.broken()),
            Ok(message) => Ok(message),
            Err(BerProblem(reason)) => Err(self.malformed(reason)),
        }
    }

    async fn fill(&mut self) -> Result<(), DirectoryProblem> {
        if self.start > 0 {
            self.buffer.drain(..self.start);
            self.start = 0;
        }
        self.buffer.reserve(CHUNK);
        let read = tokio::select! {
            read = timeout(self.patience, self.io.read_buf(&mut self.buffer)) => read,
            () = self.cancel.cancelled() => {
                return Err(DirectoryProblem::Cancelled("The conversation with the directory"));
            }
        };
        match read {
            Ok(Ok(0) | Err(_)) => Err(self.broken()),
            Ok(Ok(_)) => Ok(()),
            Err(_) => Err(self.late()),
        }
    }

    pub(crate) fn malformed(&self, reason: &str) -> DirectoryProblem {
        DirectoryProblem::Malformed {
            url: self.url.clone(),
            reason: reason.to_owned(),
        }
    }

    fn broken(&self) -> DirectoryProblem {
        DirectoryProblem::BrokenOff {
            url: self.url.clone(),
            entries: self.entries,
        }
    }

    fn late(&self) -> DirectoryProblem {
        DirectoryProblem::TimedOut {
            url: self.url.clone(),
            seconds: self.patience.as_secs(),
        }
    }

    /// The problem for an operation that did not end well.
    pub(crate) fn refused(&self, what: &str, ending: &Ending) -> DirectoryProblem {
        match ending.code {
            4 | 11 => DirectoryProblem::SizeLimit {
                entries: self.entries,
                account: self.account.clone(),
            },
            _ => DirectoryProblem::Refused {
                url: self.url.clone(),
                what: what.to_owned(),
                code: ending.code,
                reason: ending.reason.clone(),
            },
        }
    }
}
