-- The items of a run and of the one before it, each pair once: what came, what went, what was taken away.
WITH run AS (SELECT id, first_item_id AS first, first_item_id + item_count - 1 AS last FROM instance WHERE id = ?1),
before AS (SELECT id, first_item_id AS first, first_item_id + item_count - 1 AS last FROM instance WHERE id = ?2),
pair AS (
  SELECT resource_id, max(this) AS this, max(that) AS that, max(denied) AS denied
  FROM (SELECT i.resource_id, i.principal_id, i.entitlement, 1 AS this, 0 AS that, 0 AS denied
        FROM run JOIN item i ON i.id BETWEEN run.first AND run.last
        UNION ALL
        SELECT i.resource_id, i.principal_id, i.entitlement, 0, 1, i.decision = 'deny'
        FROM before JOIN item i ON i.id BETWEEN before.first AND before.last)
  GROUP BY resource_id, principal_id, entitlement)
SELECT p.resource_id, r.display_name, r.key, r.kind,
       sum(p.this) AS items, sum(p.that) AS previous, sum(p.this AND NOT p.that) AS joined,
       sum(p.that AND NOT p.this) AS gone, sum(p.that AND NOT p.this AND p.denied) AS removed
FROM pair p JOIN principal r ON r.id = p.resource_id
GROUP BY p.resource_id ORDER BY r.display_name, p.resource_id
