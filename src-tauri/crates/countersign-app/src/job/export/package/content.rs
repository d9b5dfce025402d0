//! The package, its catalog, what it gives and who has a say in it.

use countersign_evidence::package as record;
use countersign_store::StoreError;
use countersign_store::delegation::{self, DelegationFilter};
use countersign_store::rusqlite::{Connection, OptionalExtension, Row};

use super::Period;
use crate::Problem;

/// A package, deleted or not: evidence outlives it.
pub(super) struct Package {
    pub name: String,
    pub catalog: i64,
    pub directory: i64,
    /// Its row among the resources.
    pub resource: i64,
    row: record::Package,
}

pub(super) fn package(connection: &Connection, id: i64) -> Result<Package, Problem> {
    connection
        .prepare_cached(
            "SELECT k.*, c.directory_id FROM package k JOIN catalog c ON c.id = k.catalog_id WHERE k.id = ?1",
        )
        .and_then(|mut statement| statement.query_row([id], read).optional())
        .map_err(StoreError::from)?
        .ok_or_else(|| Problem::missing("access package", id))
}

fn read(row: &Row<'_>) -> countersign_store::rusqlite::Result<Package> {
    Ok(Package {
        name: row.get("display_name")?,
        catalog: row.get("catalog_id")?,
        directory: row.get("directory_id")?,
        resource: row.get("principal_id")?,
        row: record::Package {
            name: row.get("display_name")?,
            package_id: row.get("id")?,
            key: row.get("key")?,
            description: row.get("description")?,
            hidden: row.get("hidden")?,
            adopts: row.get("adopts")?,
            created_at: row.get("created_at")?,
            created_by: row.get("created_by")?,
            deleted_at: row.get("deleted_at")?,
            ..record::Package::default()
        },
    })
}

impl Package {
    pub(super) fn record(&self, period: &Period) -> record::Package {
        record::Package {
            from: period.from,
            until: period.until,
            ..self.row.clone()
        }
    }
}

pub(super) fn catalog(connection: &Connection, id: i64) -> Result<record::Catalog, Problem> {
    let mut catalog = connection
        .query_row(
            "SELECT c.*, d.name AS directory, d.kind AS directory_kind FROM catalog c
             JOIN directory d ON d.id = c.directory_id WHERE c.id = ?1",
            [id],
            |row| {
                Ok(record::Catalog {
                    name: row.get("display_name")?,
                    catalog_id: id,
                    key: row.get("key")?,
                    description: row.get("description")?,
                    published: row.get::<_, String>("state")? == "published",
                    external: row.get("external")?,
                    directory: format!(
                        "{} ({})",
                        row.get::<_, String>("directory")?,
                        row.get::<_, String>("directory_kind")?
                    ),
                    delegations: Vec::new(),
                })
            },
        )
        .map_err(StoreError::from)?;
    let filter = DelegationFilter {
        catalog: Some(id),
        ended: true,
        ..DelegationFilter::default()
    };
    let (rows, _) = delegation::list(connection, &filter, 0, i64::MAX)?;
    let mut user_name = connection
        .prepare_cached("SELECT coalesce(user_name, key) FROM principal WHERE id = ?1")
        .map_err(StoreError::from)?;
    for row in rows {
        catalog.delegations.push(record::DelegationRecord {
            role: row.role.word().to_owned(),
            user_name: user_name
                .query_row([row.principal], |row| row.get(0))
                .map_err(StoreError::from)?,
            person: row.principal_name,
            given_at: row.given_at,
            given_by: row.given_by,
            ended_at: row.ended_at,
            ended_by: row.ended_by,
        });
    }
    Ok(catalog)
}

/// Everything the package gives and ever gave, in the order in which it was put in.
pub(super) fn roles(connection: &Connection, package: i64) -> Result<Vec<record::RoleRecord>, Problem> {
    let mut statement = connection
        .prepare_cached(
            "SELECT r.*, p.display_name, p.key, p.kind, p.removed_snapshot_id IS NOT NULL AS gone
             FROM package_role r JOIN principal p ON p.id = r.resource_id WHERE r.package_id = ?1 ORDER BY r.id",
        )
        .map_err(StoreError::from)?;
    let rows = statement
        .query_map([package], |row| {
            Ok(record::RoleRecord {
                resource: row.get("display_name")?,
                resource_id: row.get("key")?,
                resource_kind: super::super::source::resource_kind(&row.get::<_, String>("kind")?).to_owned(),
                entitlement: row.get("entitlement")?,
                added_at: row.get("added_at")?,
                added_by: row.get("added_by")?,
                removed_at: row.get("removed_at")?,
                removed_by: row.get("removed_by")?,
                gone: row.get("gone")?,
            })
        })
        .and_then(Iterator::collect)
        .map_err(StoreError::from)?;
    Ok(rows)
}
