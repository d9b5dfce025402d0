//! Reading the columns of an instance out of the ledger.

use std::collections::HashMap;

use rusqlite::{Connection, params};

use super::{ItemIndex, Names, decision_code, missing, recommendation_code, to_u32, value};
use crate::StoreError;

impl ItemIndex {
    /// Reads the columns of an instance.
    pub fn load(connection: &Connection, instance: i64) -> Result<Self, StoreError> {
        let (first, count, stage): (i64, i64, i64) = connection.query_row(
            "SELECT first_item_id, item_count, stage FROM instance WHERE id = ?1",
            [instance],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
        let capacity = usize::try_from(count).unwrap_or(0);
        let mut index = Self {
            first,
            people: Names::default(),
            resources: Names::default(),
            person: Vec::with_capacity(capacity),
            resource: Vec::with_capacity(capacity),
            set: Vec::with_capacity(capacity),
            set_count: 0,
            decision: Vec::with_capacity(capacity),
            recommendation: Vec::with_capacity(capacity),
            past: Vec::with_capacity(capacity),
            own: None,
            asked: HashMap::new(),
            by_person: Vec::new(),
            person_start: Vec::new(),
        };
        let place = index.load_names(connection, instance)?;
        let first_set = index.load_asked(connection, instance)?;
        let mut statement = connection.prepare_cached(
            "SELECT principal_id, resource_id, reviewer_set_id, decision, recommendation, stage
             FROM item WHERE id BETWEEN ?1 AND ?2 ORDER BY id",
        )?;
        let mut rows = statement.query(params![first, first + count - 1])?;
        let mut name = connection
            .prepare_cached("SELECT display_name FROM frozen WHERE instance_id = ?1 AND principal_id = ?2")?;
        let mut seen = std::collections::HashSet::new();
        while let Some(row) = rows.next()? {
            let resource: i64 = row.get(1)?;
            if index.resources.ids.last() != Some(&resource) {
                if !seen.insert(resource) {
                    return Err(StoreError::Value(format!(
                        "the items of group {resource} do not stand together"
                    )));
                }
                let display: String = name.query_row(params![instance, resource], |row| row.get(0))?;
                let searched = display.to_lowercase();
                index.resources.push(resource, display, &searched);
            }
            let at = to_u32(index.resources.ids.len() - 1)?;
            let person: i64 = row.get(0)?;
            index.person.push(*place.get(&person).ok_or_else(|| missing(person))?);
            index.resource.push(at);
            let set = match row.get::<_, Option<i64>>(2)? {
                Some(set) if set < first_set + i64::from(index.set_count) => to_u32(set - first_set)?,
                Some(set) => return Err(StoreError::Value(format!("reviewer set {set} is not of this instance"))),
                None => index.set_count,
            };
            index.set.push(set);
            index
                .decision
                .push(decision_code(row.get_ref(3)?.as_str().map_err(value)?)?);
            index
                .recommendation
                .push(recommendation_code(row.get_ref(4)?.as_str().map_err(value)?)?);
            index.past.push(row.get::<_, i64>(5)? != stage);
        }
        index.order_by_person();
        index.load_own(connection, instance)?;
        Ok(index)
    }

    /// What each person answered, where that is not what the item comes to.
    fn load_own(&mut self, connection: &Connection, instance: i64) -> Result<(), StoreError> {
        let several: bool = connection.query_row(
            "SELECT s.strategy <> 'lastAnswer' FROM instance n
             JOIN stage s ON s.instance_id = n.id AND s.position = n.stage WHERE n.id = ?1
             UNION ALL SELECT 0 LIMIT 1",
            [instance],
            |row| row.get(0),
        )?;
        if !several {
            return Ok(());
        }
        let mut own: HashMap<i64, HashMap<u32, u8>> = HashMap::new();
        let mut statement = connection.prepare_cached(
            "SELECT e.item_id, e.actor_id, e.decision, e.source FROM instance n
             JOIN decision_event e ON e.item_id BETWEEN n.first_item_id AND n.first_item_id + n.item_count - 1
             WHERE n.id = ?1 AND e.stage = n.stage ORDER BY e.id",
        )?;
        let mut rows = statement.query([instance])?;
        while let Some(row) = rows.next()? {
            let place = to_u32(row.get::<_, i64>(0)? - self.first)?;
            if row.get_ref(3)?.as_str().map_err(value)? == "reset" {
                own.values_mut().for_each(|answers| {
                    answers.remove(&place);
                });
            } else if let Some(actor) = row.get::<_, Option<i64>>(1)? {
                let code = decision_code(row.get_ref(2)?.as_str().map_err(value)?)?;
                own.entry(actor).or_default().insert(place, code);
            }
        }
        self.own = Some(own);
        Ok(())
    }

    fn load_names(&mut self, connection: &Connection, instance: i64) -> Result<HashMap<i64, u32>, StoreError> {
        let mut statement = connection
            .prepare_cached("SELECT principal_id, display_name, user_name, mail FROM frozen WHERE instance_id = ?1")?;
        let mut rows = statement.query([instance])?;
        let mut all: Vec<(String, i64, String, String)> = Vec::new();
        while let Some(row) = rows.next()? {
            let name: String = row.get(1)?;
            let folded = name.to_lowercase();
            let mut searched = folded.clone();
            for more in [row.get::<_, Option<String>>(2)?, row.get::<_, Option<String>>(3)?]
                .into_iter()
                .flatten()
            {
                searched.push('\n');
                searched.push_str(&more.to_lowercase());
            }
            all.push((folded, row.get(0)?, name, searched));
        }
        all.sort_unstable();
        let mut place = HashMap::with_capacity(all.len());
        for (at, (_, id, display, searched)) in all.into_iter().enumerate() {
            place.insert(id, to_u32(at)?);
            self.people.push(id, display, &searched);
        }
        Ok(place)
    }

    /// Answers the number of the first set, from which the others are counted.
    fn load_asked(&mut self, connection: &Connection, instance: i64) -> Result<i64, StoreError> {
        let (first, last): (i64, i64) = connection.query_row(
            "SELECT coalesce(min(id), 0), coalesce(max(id), -1) FROM reviewer_set WHERE instance_id = ?1",
            [instance],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        self.set_count = to_u32(last - first + 1)?;
        let mut statement = connection.prepare_cached(
            "SELECT m.principal_id, m.set_id FROM reviewer_set s
             JOIN reviewer_set_member m ON m.set_id = s.id WHERE s.instance_id = ?1 ORDER BY m.set_id",
        )?;
        let mut rows = statement.query([instance])?;
        while let Some(row) = rows.next()? {
            self.asked
                .entry(row.get(0)?)
                .or_default()
                .push(to_u32(row.get::<_, i64>(1)? - first)?);
        }
        Ok(first)
    }
}
