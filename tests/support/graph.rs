//! A Graph on this machine: a tenant behind HTTP/1.1, with Graph's page sizes, quota and faults, which looks at every
//! request with Microsoft's own description beside it.

pub mod answer;
pub mod azure;
pub mod copy;
pub mod description;
pub mod sign_in;
pub mod tenant;
mod wire;

use std::collections::HashSet;
use std::net::{TcpListener, TcpStream};
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use answer::{Answered, Manner, answer, refuse};
use description::Description;
use sign_in::People;
use tenant::Tenant;
use wire::{Message, read, write};

pub const SECRET: &str = "a client secret ~ & = ü";
pub const CLIENT: &str = "0a5d1f7e-1111-4c1c-8c1c-00000000c0de";

/// What goes wrong, and when.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    /// Milliseconds before every answer.
    pub delay: u64,
    /// Every so many requests one is throttled for this many seconds.
    pub throttle_every: Option<(u64, f64)>,
    /// Graph's quota: so many units in ten seconds, filled up steadily.
    pub quota: Option<f64>,
    /// Every so many requests that no throttle turned away, one is answered with 503.
    pub unavailable_every: Option<u64>,
    /// Every so many requests that no throttle turned away, the connection is cut inside the answer.
    pub cut_every: Option<u64>,
    /// From this request on every connection is cut.
    pub cut_from: Option<u64>,
    /// Paths that begin like this are refused for want of a permission.
    pub denied: Vec<&'static str>,
    /// Paths that begin like this are called a bad request, for no reason that is told.
    pub odd: Option<&'static str>,
    /// The next link of this path leads to another server.
    pub astray: Option<&'static str>,
    /// A POST or DELETE is carried out, and its answer is cut off, this many times.
    pub lost_answers: u64,
    /// Some of the coming reads of a group's members are answered by a copy that does not know of somebody: the group,
    /// the somebody, and which of the reads, from 0.
    pub behind: Option<(String, String, Range<u64>)>,
}

/// One request as it came.
#[derive(Debug, Clone)]
pub struct Logged {
    pub verb: String,
    pub target: String,
    pub status: u16,
    /// Why the description does not have it.
    pub strange: Option<String>,
}

struct Shared {
    tenant: Mutex<Tenant>,
    faults: Mutex<Faults>,
    manner: Mutex<Manner>,
    log: Mutex<Vec<Logged>>,
    tokens: Mutex<HashSet<String>>,
    /// Nobody is let through before this moment; asking earlier is counted.
    closed_until: Mutex<Instant>,
    too_early: AtomicU64,
    /// What is left of the quota, and when it was looked at last.
    left: Mutex<Option<(f64, Instant)>>,
    count: AtomicU64,
    /// Of those, the ones that were not turned away by a throttle.
    let_in: AtomicU64,
    signed_in: AtomicU64,
    /// The last signed statement somebody came with.
    statement: Mutex<String>,
    secret: Mutex<String>,
    people: Mutex<People>,
    /// Seconds a pass is good for.
    lifetime: AtomicU64,
    over: AtomicBool,
    description: Description,
    base: String,
}

pub struct Graph(Arc<Shared>);

fn locked<T>(one: &Mutex<T>) -> MutexGuard<'_, T> {
    one.lock().unwrap_or_else(|broken| broken.into_inner())
}

impl Graph {
    pub fn start(tenant: Tenant) -> Graph {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let shared = Arc::new(Shared {
            tenant: Mutex::new(tenant),
            faults: Mutex::default(),
            manner: Mutex::new(Manner {
                premium: true,
                remembers_from: 0,
                repeats: false,
            }),
            log: Mutex::default(),
            tokens: Mutex::default(),
            closed_until: Mutex::new(Instant::now()),
            too_early: AtomicU64::new(0),
            left: Mutex::default(),
            count: AtomicU64::new(0),
            let_in: AtomicU64::new(0),
            signed_in: AtomicU64::new(0),
            statement: Mutex::default(),
            secret: Mutex::new(SECRET.to_owned()),
            people: Mutex::default(),
            lifetime: AtomicU64::new(3_599),
            over: AtomicBool::new(false),
            description: Description::default(),
            base: format!("http://127.0.0.1:{port}"),
        });
        let accepting = shared.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if accepting.over.load(Ordering::Relaxed) {
                    return;
                }
                let shared = accepting.clone();
                std::thread::spawn(move || converse(&shared, &stream));
            }
        });
        Graph(shared)
    }

    pub fn settings(&self) -> Value {
        json!({ "tenant": "example.onmicrosoft.com", "clientId": CLIENT, "baseUrl": self.0.base, "answerFor": 20 })
    }

    /// The settings with which a person signs in.
    pub fn settings_of_person(&self) -> Value {
        let mut settings = self.settings();
        settings["signIn"] = json!("deviceCode");
        settings
    }

    /// How people sign in here.
    pub fn people(&self) -> MutexGuard<'_, People> {
        locked(&self.0.people)
    }

    /// From now on the application has this secret.
    pub fn set_secret(&self, secret: &str) {
        secret.clone_into(&mut locked(&self.0.secret));
    }

    /// Every pass that was ever given.
    pub fn passes(&self) -> Vec<String> {
        locked(&self.0.tokens).iter().cloned().collect()
    }

    pub fn tenant(&self) -> MutexGuard<'_, Tenant> {
        locked(&self.0.tenant)
    }

    pub fn faults(&self) -> MutexGuard<'_, Faults> {
        locked(&self.0.faults)
    }

    pub fn manner(&self) -> MutexGuard<'_, Manner> {
        locked(&self.0.manner)
    }

    /// From now on no pass is accepted that was given out.
    pub fn revoke(&self) {
        locked(&self.0.tokens).clear();
    }

    pub fn set_lifetime(&self, seconds: u64) {
        self.0.lifetime.store(seconds, Ordering::Relaxed);
    }

    /// Signs-in so far; requests so far; requests that did not wait as long as they were told.
    pub fn counts(&self) -> (u64, u64, u64) {
        let of = |count: &AtomicU64| count.load(Ordering::Relaxed);
        (of(&self.0.signed_in), of(&self.0.count), of(&self.0.too_early))
    }

    pub fn statement(&self) -> String {
        locked(&self.0.statement).clone()
    }

    pub fn log(&self) -> Vec<Logged> {
        locked(&self.0.log).clone()
    }

    /// Requests that the published description does not have.
    pub fn strange(&self) -> Vec<Logged> {
        self.log().into_iter().filter(|one| one.strange.is_some()).collect()
    }
}

impl Drop for Graph {
    fn drop(&mut self) {
        self.0.over.store(true, Ordering::Relaxed);
        // Wakes the one that accepts.
        let _ = TcpStream::connect(self.0.base.trim_start_matches("http://"));
    }
}

fn converse(shared: &Shared, stream: &TcpStream) {
    let _ = stream.set_nodelay(true);
    let _ = stream.set_read_timeout(Some(Duration::from_secs(60)));
    let mut buffered = std::io::BufReader::new(stream);
    while let Some(message) = read(&mut buffered) {
        if shared.over.load(Ordering::Relaxed) {
            return;
        }
        if message.target.contains("/oauth2/v2.0/") {
            write(stream, &sign_in::answer(shared, &message), None, false);
            continue;
        }
        let n = shared.count.fetch_add(1, Ordering::Relaxed) + 1;
        let faults = locked(&shared.faults).clone();
        std::thread::sleep(Duration::from_millis(faults.delay));
        if faults.cut_from.is_some_and(|from| n >= from) {
            return;
        }
        let mut wait = throttled(shared, &faults, n, &message.target);
        // A slow machine asks more often while it is throttled; what else goes wrong must not depend on that.
        let let_in = match wait {
            Some(_) => None,
            None => Some(shared.let_in.fetch_add(1, Ordering::Relaxed) + 1),
        };
        let every = |of: Option<u64>| matches!((let_in, of), (Some(n), Some(of)) if n.is_multiple_of(of));
        let ((status, body), carried_out) = match wait {
            Some(_) => (refuse(429, "TooManyRequests", "Too many requests."), false),
            None if every(faults.unavailable_every) => {
                wait = Some(0.1);
                (refuse(503, "serviceNotAvailable", "Not now."), false)
            }
            None => (behind(shared, &message, serve(shared, &faults, &message)), true),
        };
        let strange = check(shared, &message).err();
        locked(&shared.log).push(Logged {
            verb: message.verb.clone(),
            target: message.target.clone(),
            status,
            strange,
        });
        let lost = carried_out && message.verb != "GET" && {
            let mut faults = locked(&shared.faults);
            let lost = faults.lost_answers > 0;
            faults.lost_answers = faults.lost_answers.saturating_sub(1);
            lost
        };
        if lost {
            return;
        }
        let cut = every(faults.cut_every);
        write(stream, &(status, body), wait, cut);
        if cut {
            return;
        }
    }
}

/// What a copy says that is behind.
fn behind(shared: &Shared, message: &Message, (status, mut body): Answered) -> Answered {
    let mut faults = locked(&shared.faults);
    if let Some((group, absent, reads)) = &mut faults.behind
        && reads.end > 0
        && message.verb == "GET"
        && message.target.contains(&format!("/groups/{group}/members"))
        && let Some(rows) = body["value"].as_array_mut()
    {
        if reads.start == 0 {
            rows.retain(|row| row["id"] != json!(absent));
        }
        *reads = reads.start.saturating_sub(1)..reads.end - 1;
    }
    (status, body)
}

/// Whether the description of whoever is asked has this request.
fn check(shared: &Shared, message: &Message) -> Result<(), String> {
    let (verb, target, body) = (&message.verb, &message.target, &message.body);
    match target.starts_with("/azure/") {
        true => azure::check(verb, target, body),
        false => shared.description.check(verb, target, body),
    }
}

fn throttled(shared: &Shared, faults: &Faults, n: u64, target: &str) -> Option<f64> {
    let now = Instant::now();
    let mut closed = locked(&shared.closed_until);
    if *closed > now {
        shared.too_early.fetch_add(1, Ordering::Relaxed);
        return Some((*closed - now).as_secs_f64());
    }
    if let Some(quota) = faults.quota {
        // As published: a list of members costs three, a list with related objects one more, less one for $select.
        let cost = if target.contains("/members") || target.contains("$expand") {
            2.0
        } else {
            1.0
        };
        let mut left = locked(&shared.left);
        let (before, at) = left.unwrap_or((quota, now));
        let after = (before + (now - at).as_secs_f64() * quota / 10.0).min(quota) - cost;
        *left = Some((after, now));
        if after < 0.0 {
            *closed = now + Duration::from_secs(1);
            return Some(1.0);
        }
    }
    let (every, seconds) = faults.throttle_every?;
    n.is_multiple_of(every).then(|| {
        *closed = now + Duration::from_secs_f64(seconds);
        seconds
    })
}

fn serve(shared: &Shared, faults: &Faults, message: &Message) -> Answered {
    // A pass is good for one audience alone.
    let fits = message.bearer.contains(".azure") == message.target.starts_with("/azure/");
    if !fits || !locked(&shared.tokens).contains(&message.bearer) {
        return refuse(
            401,
            "InvalidAuthenticationToken",
            "The access token is not one of ours.",
        );
    }
    if faults.denied.iter().any(|start| message.target.starts_with(start)) {
        return refuse(
            403,
            "Authorization_RequestDenied",
            "Insufficient privileges to complete the operation.",
        );
    }
    if faults.odd.is_some_and(|start| message.target.starts_with(start)) {
        return refuse(400, "Request_BadRequest", "An error occurred.");
    }
    let manner = *locked(&shared.manner);
    let mut tenant = locked(&shared.tenant);
    if message.target.starts_with("/azure/") {
        return azure::answer(
            &mut tenant,
            manner.premium,
            &shared.base,
            &message.verb,
            &message.target,
        );
    }
    let (status, mut body) = answer(
        &mut tenant,
        manner,
        &shared.base,
        &message.verb,
        &message.target,
        &message.body,
    );
    if faults.astray.is_some_and(|path| message.target.starts_with(path)) {
        body["@odata.nextLink"] = json!("http://127.0.0.2:9/v1.0/users?$skiptoken=x");
    }
    (status, body)
}
