//! Directories from the command line.

use std::path::Path;
use std::sync::Arc;

use countersign_app::{Desk, Problem};
use serde_json::{Value, json};

use super::{Result, absolute, read_secret, review};
use crate::arguments::DirectoryVerb;
use crate::desk::{call, wait};

/// The directory of this name, as a list shows it.
fn of(desk: &Arc<Desk>, name: &str) -> Result<Value> {
    let list = call(desk, "directory.list", json!({}))?;
    let found = list
        .as_array()
        .and_then(|all| all.iter().find(|one| one["name"] == name));
    found.cloned().ok_or_else(|| {
        Problem::new(format!("There is no directory “{name}”."))
            .code("missing")
            .hint("See “directory list”.")
    })
}

/// The number of a directory by its name.
pub(crate) fn directory_of(desk: &Arc<Desk>, name: &str) -> Result<i64> {
    Ok(of(desk, name)?["directory"].as_i64().unwrap_or_default())
}

pub(super) fn directory(desk: &Arc<Desk>, verb: &DirectoryVerb) -> Result<Value> {
    let about = |name: &str| Ok::<_, Problem>(json!({ "directory": directory_of(desk, name)? }));
    match verb {
        DirectoryVerb::Add {
            name,
            kind,
            settings,
            secret_stdin,
        } => {
            let parsed = review::json_file(settings)?;
            let secret = secret_stdin.then(read_secret).transpose()?;
            call(
                desk,
                "directory.add",
                json!({ "name": name, "kind": kind.word(), "settings": parsed, "secret": secret.as_ref().map(|secret| secret.as_str()) }),
            )
        }
        DirectoryVerb::Try {
            kind,
            settings,
            secret_stdin,
        } => {
            let parsed = review::json_file(settings)?;
            let secret = secret_stdin.then(read_secret).transpose()?;
            wait(
                desk,
                "directory.try",
                json!({ "name": "", "kind": kind.word(), "settings": parsed, "secret": secret.as_ref().map(|secret| secret.as_str()) }),
            )
        }
        DirectoryVerb::List => call(desk, "directory.list", json!({})),
        DirectoryVerb::Mapping { file } => call(desk, "directory.mapping", json!({ "path": absolute(file) })),
        DirectoryVerb::Map {
            name,
            file,
            set,
            resource,
            resource_kind,
            table,
        } => {
            let said = [
                ("resource", resource),
                ("resourceKind", resource_kind),
                ("table", table),
            ];
            map(desk, name, file, set, &said)
        }
        DirectoryVerb::Show { name } => call(desk, "directory.show", about(name)?),
        DirectoryVerb::History { name, page } => call(
            desk,
            "directory.history",
            json!({ "directory": directory_of(desk, name)?, "offset": page.offset, "limit": page.limit }),
        ),
        DirectoryVerb::Schedule { name, every, at, on } => call(
            desk,
            "directory.schedule",
            json!({ "directory": directory_of(desk, name)?, "every": every, "at": at, "on": on }),
        ),
        DirectoryVerb::Change {
            name,
            settings,
            secret_stdin,
        } => {
            let secret = secret_stdin.then(read_secret).transpose()?;
            call(
                desk,
                "directory.change",
                json!({ "directory": directory_of(desk, name)?, "settings": review::json_file(settings)?,
                        "secret": secret.as_ref().map(|secret| secret.as_str()) }),
            )
        }
        DirectoryVerb::Secret { name } => {
            let secret = read_secret()?;
            call(
                desk,
                "directory.setSecret",
                json!({ "directory": directory_of(desk, name)?, "secret": secret.as_str() }),
            )
        }
        DirectoryVerb::SignIn { name } => wait(desk, "directory.signIn", about(name)?),
        DirectoryVerb::Probe { name } => wait(desk, "directory.probe", about(name)?),
        DirectoryVerb::Sync { name, full } => wait(
            desk,
            "directory.sync",
            json!({ "directory": directory_of(desk, name)?, "full": full }),
        ),
        DirectoryVerb::Foresee { name } => wait(desk, "directory.foresee", about(name)?),
        DirectoryVerb::Offered { name } => wait(desk, "directory.offered", about(name)?),
        DirectoryVerb::Import {
            name,
            reviews,
            catalogs,
            all,
        } => {
            let directory = directory_of(desk, name)?;
            let (reviews, catalogs) = match all {
                true => all_offered(desk, directory)?,
                false => (reviews.clone(), catalogs.clone()),
            };
            if *all && reviews.is_empty() && catalogs.is_empty() {
                // Everything that can be is here.
                return Ok(json!({ "made": [], "refused": [] }));
            }
            wait(
                desk,
                "directory.import",
                json!({ "directory": directory, "reviews": reviews, "catalogs": catalogs }),
            )
        }
        DirectoryVerb::Unmatched { name, page } => call(
            desk,
            "directory.unmatched",
            json!({ "directory": directory_of(desk, name)?, "offset": page.offset, "limit": page.limit }),
        ),
        DirectoryVerb::Certificate { name } => call(desk, "directory.certificate", about(name)?),
    }
}

/// The reviews and the catalogs of a tenant that can be taken in and are not here yet.
fn all_offered(desk: &Arc<Desk>, directory: i64) -> Result<(Vec<String>, Vec<String>)> {
    let offered = wait(desk, "directory.offered", json!({ "directory": directory }))?;
    let rows = offered["rows"].as_array().cloned().unwrap_or_default();
    let free = |one: &&Value| one["problem"].is_null() && one["isHere"] == false;
    let of = |kind: &str| {
        let ids = rows.iter().filter(free).filter(|one| one["kind"] == kind);
        ids.filter_map(|one| one["id"].as_str().map(str::to_owned)).collect()
    };
    Ok((of("review"), of("catalog")))
}

/// Changes one file of the settings and answers what its columns mean now. Settings under which its rows cannot be
/// read are not kept.
fn map(desk: &Arc<Desk>, name: &str, file: &str, set: &[String], said: &[(&str, &Option<String>)]) -> Result<Value> {
    let directory = of(desk, name)?;
    let mut settings = directory["settings"].clone();
    let means = |one: &Value| {
        let path = one["path"].as_str().unwrap_or_default();
        path == file || Path::new(path).file_name().is_some_and(|name| name == file)
    };
    let found = settings["files"]
        .as_array_mut()
        .into_iter()
        .flatten()
        .find(|one| means(one));
    let Some(found) = found else {
        return Err(Problem::new(format!("The directory “{name}” has no file “{file}”.")).code("missing"));
    };
    for (word, value) in said {
        if let Some(value) = value {
            found[*word] = json!(value);
        }
    }
    for one in set {
        let (field, heading) = one.split_once('=').ok_or_else(|| {
            Problem::new(format!("“{one}” is not a field and a heading; write it as id=Number.")).code("usage")
        })?;
        found["mapping"][field.trim()] = json!(heading.trim());
    }
    let mapping = call(desk, "directory.mapping", json!({ "file": found }))?;
    if let Some(problem) = mapping["problem"].as_str() {
        return Err(Problem::new(problem).hint("Nothing was kept; name the columns that are meant."));
    }
    let input = json!({ "directory": directory["directory"], "settings": settings });
    call(desk, "directory.change", input)?;
    Ok(mapping)
}
