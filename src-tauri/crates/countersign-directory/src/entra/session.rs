//! The conversation with one tenant: signed in, so many questions at once, patient where Graph asks for patience.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use serde::Deserialize;
use tokio::sync::{Mutex, Semaphore};
use zeroize::Zeroizing;

use super::address::{Request, Verb};
use super::exchange::{self, Answer, Asked};
use super::setting::{Audience, Setting, SignIn};
use super::token::{self, Proof, Token};
use super::wait::retry_after;
use crate::DirectoryProblem;
use crate::control::Cancel;
use crate::ldap::text::clean;

/// How often one question is asked at most, …
const ATTEMPTS: u32 = 8;
/// … and where nothing answers at all: some fifteen seconds.
const UNANSWERED: u32 = 6;
/// Seconds one question waits in all, at the server's wish or because nothing answers.
const PATIENCE: Duration = Duration::from_secs(900);

/// Told what a person's sign-in left behind, as it was and as it is now.
pub type Keep = Arc<dyn Fn(&Zeroizing<String>, &Zeroizing<String>) + Send + Sync>;

/// Clones are the same conversation.
#[derive(Clone)]
pub(super) struct Session(Arc<Inner>);

struct Inner {
    setting: Setting,
    proof: Proof,
    keep: Option<Keep>,
    agent: ureq::Agent,
    token: Mutex<Option<Arc<Token>>>,
    /// The same for Azure.
    azure: Mutex<Option<Arc<Token>>>,
    /// Who signed in, where it is a person and the tenant has named them.
    account: OnceLock<String>,
    permits: Semaphore,
    /// Nobody asks anything before this moment: throttled questions count against the quota, too.
    not_before: std::sync::Mutex<Instant>,
    asked: AtomicU64,
}

/// An error as Graph writes it.
#[derive(Debug, Default, Deserialize)]
pub(super) struct GraphError {
    #[serde(default)]
    pub code: String,
    #[serde(default)]
    pub message: String,
}

#[derive(Deserialize)]
struct GraphErrorBody {
    error: GraphError,
}

impl Answer {
    pub(super) fn error(&self) -> GraphError {
        let parsed = serde_json::from_slice::<GraphErrorBody>(&self.body);
        parsed.map(|body| body.error).unwrap_or_default()
    }

    /// Whether it is refused because the tenant has not bought it.
    pub(super) fn is_without_licence(&self) -> bool {
        self.status < 500 && self.error().code.contains("PremiumLicenseRequired")
    }
}

impl Session {
    pub(super) fn new(setting: Setting, proof: Proof, keep: Option<Keep>) -> Result<Session, DirectoryProblem> {
        let inner = Inner {
            agent: exchange::agent(&setting)?,
            permits: Semaphore::new(setting.at_once),
            proof,
            keep,
            setting,
            token: Mutex::new(None),
            azure: Mutex::new(None),
            account: OnceLock::new(),
            not_before: std::sync::Mutex::new(Instant::now()),
            asked: AtomicU64::new(0),
        };
        Ok(Session(Arc::new(inner)))
    }

    pub(super) fn setting(&self) -> &Setting {
        &self.0.setting
    }

    /// As whom everything is read and changed, for evidence: the application's id, or the person and that id.
    pub(super) fn account(&self) -> String {
        let client = &self.setting().client_id;
        match (self.setting().sign_in, self.0.account.get()) {
            (SignIn::Application, _) => client.clone(),
            (SignIn::DeviceCode, Some(account)) => format!("{account}, through the application {client}"),
            (SignIn::DeviceCode, None) => format!("a person, through the application {client}"),
        }
    }

    /// The same at the beginning of a sentence.
    fn who(&self) -> String {
        match self.setting().sign_in {
            SignIn::Application => format!("The application {}", self.setting().client_id),
            SignIn::DeviceCode => match self.0.account.get() {
                Some(_) => format!("{},", self.account()),
                None => format!(
                    "Whoever signed in, through the application {},",
                    self.setting().client_id
                ),
            },
        }
    }

    pub(super) fn graph(&self) -> &str {
        self.0.setting.graph()
    }

    /// Questions so far, those asked again among them.
    pub(super) fn asked(&self) -> u64 {
        self.0.asked.load(Ordering::Relaxed)
    }

    /// The answer to a question: of status 200 to 299, or one that says no. What passes by itself was waited for.
    pub(super) async fn answer(&self, request: &Request, cancel: &Cancel) -> Result<Answer, DirectoryProblem> {
        let url = request.url(self.setting());
        let subject = request.subject(self.setting());
        let (mut renewed, mut waited) = (false, Duration::ZERO);
        let (mut attempt, mut unanswered) = (0, 0);
        loop {
            attempt += 1;
            let token = self.token(request.audience(), cancel).await?;
            let body = request
                .body()
                .map(|body| ("application/json", Zeroizing::new(body.to_string().into_bytes())));
            let asked = Asked {
                verb: request.verb().as_str(),
                url: url.clone(),
                bearer: Some(token.bearer.clone()),
                body,
            };
            let (wish, problem) = match self.ask(asked, cancel).await? {
                Ok(answer) => match answer.status {
                    401 if !renewed => {
                        renewed = true;
                        self.forget(request.audience(), &token).await;
                        continue;
                    }
                    429 => {
                        let said = retry_after(answer.retry_after.as_deref());
                        (Some(said.unwrap_or_else(|| back_off(attempt))), self.busy(&subject))
                    }
                    503 => (retry_after(answer.retry_after.as_deref()), self.busy(&subject)),
                    500 | 502 | 504 if request.verb() != Verb::Post => (None, self.refusal(request, &answer)),
                    _ => return Ok(answer),
                },
                Err(error) => match exchange::problem(&subject, self.setting(), error) {
                    // Whether a POST was carried out is seen by reading, not by sending it again.
                    (true, problem) if request.verb() != Verb::Post && unanswered < UNANSWERED => {
                        unanswered += 1;
                        (None, problem)
                    }
                    (_, problem) => return Err(problem),
                },
            };
            let wait = wish.unwrap_or_else(|| back_off(attempt));
            waited += wait;
            if attempt >= ATTEMPTS || waited > PATIENCE {
                return Err(problem);
            }
            match wish {
                // Everybody waits: what is refused to one is refused to all.
                Some(wait) => self.pause(wait),
                None => wait_for(wait, cancel).await?,
            }
        }
    }

    /// What a refusal means: a permission that is missing, by its name, or what the server says.
    pub(super) fn refusal(&self, request: &Request, answer: &Answer) -> DirectoryProblem {
        let error = answer.error();
        if answer.status == 403 && request.audience() == Audience::Azure {
            return DirectoryProblem::AzureRight {
                who: self.who(),
                what: request.what.to_owned(),
                role: request.permission.to_owned(),
            };
        }
        if answer.status == 403 {
            return DirectoryProblem::Permission {
                who: self.who(),
                what: request.what.to_owned(),
                permission: request.permission.to_owned(),
            };
        }
        let reason = [error.message, error.code].into_iter().find(|text| !text.is_empty());
        let reason = reason.map_or_else(|| "it gives no reason".to_owned(), |text| clean(&text).0);
        DirectoryProblem::Answered {
            url: request.subject(self.setting()),
            what: request.what.to_owned(),
            reason: reason.trim_end_matches('.').to_owned(),
            status: answer.status,
        }
    }

    /// The permissions the pass names, where it can be read: it is meant for Graph's eyes, not for ours.
    pub(super) async fn roles(&self, cancel: &Cancel) -> Result<Option<Vec<String>>, DirectoryProblem> {
        Ok(self.token(Audience::Graph, cancel).await?.roles())
    }

    pub(super) async fn ask(
        &self,
        asked: Asked,
        cancel: &Cancel,
    ) -> Result<Result<Answer, ureq::Error>, DirectoryProblem> {
        let permit = tokio::select! {
            permit = self.0.permits.acquire() => permit.map_err(|_| DirectoryProblem::Cancelled("The work"))?,
            () = cancel.cancelled() => return Err(DirectoryProblem::Cancelled("The work")),
        };
        // Looked at with the permit in hand: whoever queued for one while the others were turned away waits too.
        loop {
            let not_before = *self.0.not_before.lock().unwrap_or_else(|broken| broken.into_inner());
            let now = Instant::now();
            if not_before <= now {
                break;
            }
            wait_for(not_before - now, cancel).await?;
        }
        self.0.asked.fetch_add(1, Ordering::Relaxed);
        let agent = self.0.agent.clone();
        let answering = tokio::task::spawn_blocking(move || exchange::ask(&agent, &asked));
        let answer = tokio::select! {
            answer = answering => answer,
            () = cancel.cancelled() => return Err(DirectoryProblem::Cancelled("The work")),
        };
        if let Ok(Ok(answer)) = &answer
            && matches!(answer.status, 429 | 503)
            && let Some(wait) = retry_after(answer.retry_after.as_deref())
        {
            self.pause(wait);
        }
        drop(permit);
        answer.map_err(ended)
    }

    fn kept(&self, audience: Audience) -> &Mutex<Option<Arc<Token>>> {
        match audience {
            Audience::Graph => &self.0.token,
            Audience::Azure => &self.0.azure,
        }
    }

    async fn token(&self, audience: Audience, cancel: &Cancel) -> Result<Arc<Token>, DirectoryProblem> {
        // Held while signing in, so that sixteen questions sign in once.
        let mut kept = self.kept(audience).lock().await;
        if let Some(token) = kept.as_ref().filter(|token| token.is_good()) {
            return Ok(token.clone());
        }
        let answer = self
            .signed(|| token::question(self.setting(), &self.0.proof, audience), cancel)
            .await?;
        let granted = token::granted(self.setting(), &answer)?;
        if let Some(refresh) = granted.refresh
            && let Some(before) = self.0.proof.renewed(&refresh)
            && let Some(keep) = self.0.keep.clone()
        {
            // Where it cannot be kept, the one before is good until its own end.
            let kept = tokio::task::spawn_blocking(move || keep(&before, &refresh)).await;
            kept.map_err(ended)?;
        }
        if let Some(account) = granted.account {
            // A renewal is the same person's: the first name stands.
            let _ = self.0.account.set(account);
        }
        let token = Arc::new(granted.token);
        *kept = Some(token.clone());
        Ok(token)
    }

    /// The answer of the sign-in to a question, asked a few times where it is busy or does not answer.
    pub(super) async fn signed(
        &self,
        question: impl Fn() -> Result<Asked, DirectoryProblem>,
        cancel: &Cancel,
    ) -> Result<Answer, DirectoryProblem> {
        let (mut attempt, mut waited) = (0, Duration::ZERO);
        loop {
            attempt += 1;
            let question = question()?;
            let url = question.url.clone();
            let (wish, problem) = match self.ask(question, cancel).await? {
                Ok(answer) if matches!(answer.status, 429 | 500 | 502 | 503 | 504) => {
                    (retry_after(answer.retry_after.as_deref()), self.busy(&url))
                }
                Ok(answer) => return Ok(answer),
                Err(error) => match exchange::problem(&url, self.setting(), error) {
                    (true, problem) => (None, problem),
                    (false, problem) => return Err(problem),
                },
            };
            let wait = wish.unwrap_or_else(|| back_off(attempt));
            waited += wait;
            // A server that is not there is told of soon; the whole read waits for this.
            if attempt >= 4 || waited > PATIENCE {
                return Err(problem);
            }
            wait_for(wait, cancel).await?;
        }
    }

    /// A pass that was refused is not shown again.
    async fn forget(&self, audience: Audience, refused: &Arc<Token>) {
        let mut kept = self.kept(audience).lock().await;
        if kept.as_ref().is_some_and(|token| Arc::ptr_eq(token, refused)) {
            *kept = None;
        }
    }

    fn pause(&self, wait: Duration) {
        let until = Instant::now() + wait;
        let mut not_before = self.0.not_before.lock().unwrap_or_else(|broken| broken.into_inner());
        *not_before = until.max(*not_before);
    }

    fn busy(&self, url: &str) -> DirectoryProblem {
        DirectoryProblem::Busy { url: url.to_owned() }
    }
}

/// A part of the work that did not come to its end: nobody cancelled it, unless it says so.
pub(super) fn ended(error: tokio::task::JoinError) -> DirectoryProblem {
    match error.is_cancelled() {
        true => DirectoryProblem::Cancelled("The work"),
        false => DirectoryProblem::Fault("Entra ID"),
    }
}

pub(super) async fn wait_for(wait: Duration, cancel: &Cancel) -> Result<(), DirectoryProblem> {
    tokio::select! {
        () = tokio::time::sleep(wait) => Ok(()),
        () = cancel.cancelled() => Err(DirectoryProblem::Cancelled("The work")),
    }
}

/// A quarter of a second, and twice as long each time.
fn back_off(attempt: u32) -> Duration {
    Duration::from_millis(125) * 2u32.pow(attempt.min(8))
}
