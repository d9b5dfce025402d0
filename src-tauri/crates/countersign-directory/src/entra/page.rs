//! Lists that come in pages, each page naming the next in its own words.

use std::collections::HashSet;

use countersign_domain::snapshot::Mark;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::address::{Request, leads_on};
use super::session::Session;
use crate::DirectoryProblem;
use crate::control::Cancel;

#[derive(Deserialize)]
struct Body<T> {
    value: Vec<T>,
    // Azure writes it without the prefix.
    #[serde(rename = "@odata.nextLink", alias = "nextLink")]
    next: Option<String>,
    #[serde(rename = "@odata.deltaLink")]
    delta: Option<String>,
}

/// One step through a list.
pub(super) enum Page<T> {
    /// Some of it; perhaps none.
    Some(Vec<T>),
    End,
    /// What is listed is not there any more.
    Gone,
    /// The server no longer knows where an earlier read ended.
    Stale,
}

/// A way through a list.
pub(super) struct Walk {
    next: Option<Request>,
    passed: HashSet<Mark>,
    /// Where the next read of changes begins; known at the end.
    pub delta: Option<String>,
}

impl Walk {
    pub(super) fn new(request: Request) -> Walk {
        Walk {
            next: Some(request),
            passed: HashSet::new(),
            delta: None,
        }
    }

    /// From a link that an earlier read kept. A link to another place is refused, as if a page had named it.
    pub(super) fn from_link(session: &Session, like: &Request, link: &str) -> Result<Walk, DirectoryProblem> {
        match leads_on(&like.base(session.setting()), link, "") {
            true => Ok(Walk::new(like.next(link.to_owned()))),
            false => Err(elsewhere(&like.subject(session.setting()))),
        }
    }

    pub(super) async fn page<T: DeserializeOwned>(
        &mut self,
        session: &Session,
        cancel: &Cancel,
    ) -> Result<Page<T>, DirectoryProblem> {
        let Some(request) = self.next.take() else {
            return Ok(Page::End);
        };
        let url = request.url(session.setting());
        let subject = request.subject(session.setting());
        let answer = session.answer(&request, cancel).await?;
        match answer.status {
            200..=299 => {}
            404 => return Ok(Page::Gone),
            410 => return Ok(Page::Stale),
            status => {
                let code = answer.error().code.to_ascii_lowercase();
                if (400..500).contains(&status) && matches!(code.as_str(), "syncstatenotfound" | "resyncrequired") {
                    return Ok(Page::Stale);
                }
                return Err(session.refusal(&request, &answer));
            }
        }
        let body: Body<T> = serde_json::from_slice(&answer.body).map_err(|error| DirectoryProblem::Unclear {
            url: subject.clone(),
            reason: format!("it is no page of a list ({error})"),
        })?;
        self.passed.insert(Mark::of(&url));
        if let Some(link) = body.next {
            if !leads_on(&request.base(session.setting()), &link, &url) {
                return Err(elsewhere(&subject));
            }
            if self.passed.contains(&Mark::of(&link)) {
                return Err(DirectoryProblem::Unclear {
                    url: subject,
                    reason: "a page leads back to one that was read".into(),
                });
            }
            self.next = Some(request.next(link));
        }
        self.delta = body.delta;
        Ok(Page::Some(body.value))
    }

    /// Some more of a list that must be there to its end; `None` at the end. Half a list is no list.
    pub(super) async fn some<T: DeserializeOwned>(
        &mut self,
        session: &Session,
        cancel: &Cancel,
    ) -> Result<Option<Vec<T>>, DirectoryProblem> {
        let asked = self.next.clone();
        match self.page(session, cancel).await? {
            Page::Some(some) => Ok(Some(some)),
            Page::End => Ok(None),
            Page::Gone | Page::Stale => Err(broken(session, asked.as_ref())),
        }
    }
}

fn broken(session: &Session, asked: Option<&Request>) -> DirectoryProblem {
    DirectoryProblem::Unclear {
        url: asked.map_or_else(String::new, |request| request.subject(session.setting())),
        reason: "a list that must be there is not, or ends before its end".into(),
    }
}

fn elsewhere(url: &str) -> DirectoryProblem {
    DirectoryProblem::Unclear {
        url: url.to_owned(),
        reason: "a page leads to another place, which was not followed".into(),
    }
}

/// The whole of a short list; `None` where what is listed is not there any more.
pub(super) async fn whole<T: DeserializeOwned>(
    session: &Session,
    request: Request,
    cancel: &Cancel,
) -> Result<Option<Vec<T>>, DirectoryProblem> {
    let mut walk = Walk::new(request.clone());
    let mut all = Vec::new();
    loop {
        match walk.page(session, cancel).await? {
            Page::Some(mut some) => all.append(&mut some),
            Page::End => return Ok(Some(all)),
            Page::Gone => return Ok(None),
            Page::Stale => return Err(broken(session, Some(&request))),
        }
    }
}
