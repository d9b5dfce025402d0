//! WebDAV, S3 and Azure Blob, by the storage library.

use std::time::Duration;

use futures_util::StreamExt;
use object_store::aws::AmazonS3Builder;
use object_store::azure::MicrosoftAzureBuilder;
use object_store::http::HttpBuilder;
use object_store::path::Path;
use object_store::{BackoffConfig, Error, GetOptions, GetRange, ObjectMeta, ObjectStore, ObjectStoreExt, RetryConfig};
use zeroize::Zeroizing;

use super::folder::is_shard;
use super::{First, Lying};
use crate::http::Http;
use crate::{ExchangeProblem, Place};

pub(crate) struct Remote {
    store: Box<dyn ObjectStore>,
    /// A folder in the bucket or container.
    prefix: Option<String>,
    shown: String,
    /// Whether it has folders, and lists no deeper than one.
    has_folders: bool,
}

/// The exchange asks again by itself; this is for a server that says it is busy.
fn retry() -> RetryConfig {
    RetryConfig {
        backoff: BackoffConfig {
            init_backoff: Duration::from_millis(200),
            max_backoff: Duration::from_secs(5),
            base: 2.0,
        },
        max_retries: 3,
        retry_timeout: Duration::from_secs(60),
    }
}

impl Remote {
    pub fn open(place: &Place, secret: Option<&Zeroizing<String>>) -> Result<Self, ExchangeProblem> {
        let wrong = |error: Error| ExchangeProblem::Setting(plain(&error));
        let http = Http::new(place)?;
        let is_clear = place.server().is_some_and(|url| url.starts_with("http:"));
        let needed = || secret.ok_or_else(|| ExchangeProblem::Setting("this place needs its secret".into()));
        let mut prefix_of = None;
        let store: Box<dyn ObjectStore> = match place {
            Place::Folder { .. } => return Err(ExchangeProblem::Setting("a folder is no server".into())),
            Place::WebDav { url, user, .. } => {
                let http = match user {
                    Some(user) => http.with_password(user, needed()?)?,
                    None => http,
                };
                let builder = HttpBuilder::new()
                    .with_url(url.trim_end_matches('/'))
                    .with_retry(retry())
                    .with_http_connector(http);
                Box::new(builder.build().map_err(wrong)?)
            }
            Place::S3 {
                bucket,
                region,
                access_key_id,
                endpoint,
                prefix,
                ..
            } => {
                prefix_of.clone_from(prefix);
                let mut builder = AmazonS3Builder::new()
                    .with_bucket_name(bucket)
                    .with_region(region)
                    .with_access_key_id(access_key_id)
                    .with_secret_access_key(needed()?.as_str())
                    .with_allow_http(is_clear)
                    .with_disable_bulk_delete(true)
                    .with_retry(retry())
                    .with_http_connector(http);
                if let Some(endpoint) = endpoint {
                    builder = builder.with_endpoint(endpoint.trim_end_matches('/'));
                }
                Box::new(builder.build().map_err(wrong)?)
            }
            Place::AzureBlob {
                account,
                container,
                endpoint,
                prefix,
                ..
            } => {
                prefix_of.clone_from(prefix);
                let secret = needed()?;
                let mut builder = MicrosoftAzureBuilder::new()
                    .with_account(account)
                    .with_container_name(container)
                    .with_allow_http(is_clear)
                    .with_retry(retry())
                    .with_http_connector(http);
                builder = match secret.contains("sig=") {
                    true => builder.with_config(object_store::azure::AzureConfigKey::SasKey, secret.as_str()),
                    false => builder.with_access_key(secret.as_str()),
                };
                if let Some(endpoint) = endpoint {
                    builder = builder.with_endpoint(endpoint.trim_end_matches('/').to_owned());
                }
                Box::new(builder.build().map_err(wrong)?)
            }
        };
        Ok(Self {
            store,
            prefix: prefix_of.map(|prefix| prefix.trim_matches('/').to_owned()),
            shown: place.shown(),
            has_folders: matches!(place, Place::WebDav { .. }),
        })
    }

    fn at(&self, path: &str) -> Path {
        match &self.prefix {
            Some(prefix) if !prefix.is_empty() => Path::from(format!("{prefix}/{path}")),
            _ => Path::from(path),
        }
    }

    pub async fn put(&self, path: &str, bytes: Vec<u8>) -> Result<(), ExchangeProblem> {
        let put = self.store.put(&self.at(path), bytes.into()).await;
        put.map(|_| ()).map_err(|error| self.problem("write", error))
    }

    pub async fn get(&self, path: &str, most: usize) -> Result<Option<Vec<u8>>, ExchangeProblem> {
        let at = self.at(path);
        let range = GetOptions {
            range: Some(GetRange::Bounded(0..u64::try_from(most).unwrap_or(u64::MAX))),
            ..GetOptions::default()
        };
        let mut got = self.store.get_opts(&at, range).await;
        if matches!(got, Err(Error::NotSupported { .. } | Error::Generic { .. })) {
            // An empty file has no range, and a simple server knows none.
            got = self.store.get(&at).await;
        }
        match got {
            Ok(got) => match got.bytes().await {
                Ok(bytes) => Ok(Some(bytes[..bytes.len().min(most)].to_vec())),
                Err(error) => Err(self.problem("read", error)),
            },
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(self.problem("read", error)),
        }
    }

    pub async fn delete(&self, path: &str) -> Result<(), ExchangeProblem> {
        match self.store.delete(&self.at(path)).await {
            Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(self.problem("take files away", error)),
        }
    }

    pub async fn list(
        &self,
        tree: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<(Vec<Lying>, bool), ExchangeProblem> {
        let mut first = First::of(limit);
        if self.has_folders {
            self.list_folders(tree, after, &mut first).await?;
        } else {
            let prefix = self.at(tree);
            let mut found = match after {
                Some(after) => self.store.list_with_offset(Some(&prefix), &self.at(after)),
                None => self.store.list(Some(&prefix)),
            };
            // The answers come a page at a time and in order; the rest is not asked for.
            while let Some(one) = found.next().await {
                let one = one.map_err(|error| self.problem("list", error))?;
                if let Some(lying) = below(tree, &one) {
                    first.offer(lying);
                }
                if first.more {
                    break;
                }
            }
        }
        let more = first.more;
        Ok((first.kept.into_iter().collect(), more))
    }

    async fn list_folders(&self, tree: &str, after: Option<&str>, first: &mut First) -> Result<(), ExchangeProblem> {
        let look = |path: Path| async move {
            let found = self.store.list_with_delimiter(Some(&path)).await;
            found.map_err(|error| self.problem("list", error))
        };
        let top = look(self.at(tree)).await?;
        let mut shards: Vec<String> = top
            .common_prefixes
            .iter()
            .filter_map(|path| path.filename().filter(|name| is_shard(name)).map(str::to_owned))
            .collect();
        shards.sort_unstable();
        shards.dedup();
        let begin = after.and_then(|after| after.strip_prefix(tree)?.strip_prefix('/')?.get(..2));
        for shard in shards
            .iter()
            .filter(|shard| begin.is_none_or(|begin| shard.as_str() >= begin))
        {
            if first.kept.len() >= first.limit {
                // Whether there really are more is seen by whoever asks for the next page.
                first.more = true;
                break;
            }
            let tree = format!("{tree}/{shard}");
            for one in look(self.at(&tree)).await?.objects {
                let Some(name) = one.location.filename() else { continue };
                let path = format!("{tree}/{name}");
                if after.is_none_or(|after| path.as_str() > after) {
                    first.offer(Lying {
                        path,
                        bytes: one.size,
                        put_at: Some(one.last_modified),
                    });
                }
            }
        }
        Ok(())
    }

    fn problem(&self, what: &'static str, error: Error) -> ExchangeProblem {
        let (place, reason) = (self.shown.clone(), plain(&error));
        match error {
            Error::PermissionDenied { .. } | Error::Unauthenticated { .. } => {
                ExchangeProblem::Refused { place, what, reason }
            }
            Error::NotFound { .. } => ExchangeProblem::Away { place, reason },
            Error::Generic { .. } if reason.contains("507") => ExchangeProblem::NotKept { place, reason },
            Error::Generic { .. } => ExchangeProblem::Unreachable { place, reason },
            _ => ExchangeProblem::Unclear { place, reason },
        }
    }
}

/// An object of a tree of two levels, by its path below the root.
fn below(tree: &str, one: &ObjectMeta) -> Option<Lying> {
    let mut words = one.location.as_ref().rsplit('/');
    let (name, shard) = (words.next()?, words.next()?);
    is_shard(shard).then(|| Lying {
        path: format!("{tree}/{shard}/{name}"),
        bytes: one.size,
        put_at: Some(one.last_modified),
    })
}

/// The innermost reason, in one line: what lies around it repeats addresses.
fn plain(error: &Error) -> String {
    let mut inner: &dyn std::error::Error = error;
    while let Some(source) = inner.source() {
        inner = source;
    }
    let text = inner.to_string();
    let line = text.lines().next().unwrap_or_default();
    let line: String = line.chars().filter(|one| !one.is_control()).take(200).collect();
    line.trim_end_matches(['.', ':', ' ']).to_owned()
}
