-- Work that was given to people in the period, or stood open at its beginning.
SELECT cast(t.id AS TEXT), p.display_name, r.display_name, t.reason, t.owner, t.due_on, t.status,
       ifnull(t.closed_at, ''), t.id
FROM task t
JOIN principal p ON p.id = t.principal_id
JOIN principal r ON r.id = t.resource_id
WHERE t.created_at < ?2 AND (t.closed_at IS NULL OR t.closed_at >= ?1)
ORDER BY t.id
