//! What every place can do, whatever it is: put, get, look, take away, and list a page.

mod folder;
mod remote;

use chrono::{DateTime, Utc};
use zeroize::Zeroizing;

use crate::{ExchangeProblem, Place};
use folder::Folder;
use remote::Remote;

/// One thing that lies at the place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Lying {
    /// Below the root of the place, with `/` between.
    pub path: String,
    pub bytes: u64,
    pub put_at: Option<DateTime<Utc>>,
}

impl Lying {
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }
}

/// A way in.
pub(crate) enum Door {
    Folder(Folder),
    Remote(Box<Remote>),
}

impl Door {
    pub fn open(place: &Place, secret: Option<&Zeroizing<String>>) -> Result<Self, ExchangeProblem> {
        place.check()?;
        match place {
            Place::Folder { path } => Ok(Self::Folder(Folder::new(path.clone()))),
            other => Ok(Self::Remote(Box::new(Remote::open(other, secret)?))),
        }
    }

    /// Puts it there whole, over what lies there under that name.
    pub async fn put(&self, path: &str, bytes: Vec<u8>) -> Result<(), ExchangeProblem> {
        match self {
            Self::Folder(folder) => folder.clone().put(path.to_owned(), bytes).await,
            Self::Remote(remote) => remote.put(path, bytes).await,
        }
    }

    /// The first `most` bytes of it; `None` where nothing lies there.
    pub async fn get(&self, path: &str, most: usize) -> Result<Option<Vec<u8>>, ExchangeProblem> {
        match self {
            Self::Folder(folder) => folder.clone().get(path.to_owned(), most).await,
            Self::Remote(remote) => remote.get(path, most).await,
        }
    }

    /// Takes it away; that it was not there is no fault.
    pub async fn delete(&self, path: &str) -> Result<(), ExchangeProblem> {
        match self {
            Self::Folder(folder) => folder.clone().delete(path.to_owned()).await,
            Self::Remote(remote) => remote.delete(path).await,
        }
    }

    /// At most `limit` files of a tree of two levels, in the order of their paths, after the one named; and whether
    /// there are more.
    pub async fn list(
        &self,
        tree: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<(Vec<Lying>, bool), ExchangeProblem> {
        match self {
            Self::Folder(folder) => {
                let (tree, after) = (tree.to_owned(), after.map(str::to_owned));
                folder.clone().list(tree, after, limit).await
            }
            Self::Remote(remote) => remote.list(tree, after, limit).await,
        }
    }
}

/// Keeps the first `limit` of what is offered, in order, and forgets the rest.
struct First {
    limit: usize,
    kept: std::collections::BTreeSet<Lying>,
    more: bool,
}

impl First {
    fn of(limit: usize) -> Self {
        Self {
            limit,
            kept: std::collections::BTreeSet::new(),
            more: false,
        }
    }

    fn offer(&mut self, one: Lying) {
        self.kept.insert(one);
        if self.kept.len() > self.limit {
            self.kept.pop_last();
            self.more = true;
        }
    }
}
