-- For every account of a turn that has no person yet: whom it meets under one rule. Those a ruling keeps apart from
-- somebody (`bar`) are asked for by themselves; all others once for each value.
INSERT INTO hit
WITH asked AS MATERIALIZED (
  SELECT DISTINCT o.unit, v.value,
    CASE WHEN EXISTS (SELECT 1 FROM barred b WHERE b.unit = o.unit) THEN o.unit ELSE 0 END AS bar
  FROM scope o CROSS JOIN scope m ON m.unit = o.unit
    CROSS JOIN account_value v ON v.principal_id = m.principal_id AND v.rule = ?2
  WHERE o.turn = ?1 AND o.unit = o.principal_id
    AND NOT EXISTS (SELECT 1 FROM placed q WHERE q.principal_id = o.unit)
), met AS MATERIALIZED (
  SELECT a.value, a.bar, count(DISTINCT q.person_id) AS persons, min(q.person_id) AS person,
         min(q.principal_id) AS with_id
  FROM (SELECT DISTINCT value, bar FROM asked) a
    CROSS JOIN account_value v ON v.value = a.value AND v.rule = ?2
    CROSS JOIN placed q ON q.principal_id = v.principal_id
  WHERE NOT EXISTS (SELECT 1 FROM barred b CROSS JOIN placed x ON x.principal_id = b.other
                    WHERE b.unit = a.bar AND x.person_id = q.person_id)
  GROUP BY a.value, a.bar
)
SELECT a.unit, a.value, m.person, m.persons, m.with_id FROM asked a JOIN met m ON m.value = a.value AND m.bar = a.bar
