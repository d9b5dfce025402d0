-- Whoever is gone from the source is known by the account that is left; they are named as they were there.
SELECT o.id, NULL, p.display_name,
  coalesce(o.display_name,
    (SELECT q.display_name FROM correlation x JOIN principal q ON q.id = x.principal_id
     WHERE c.standing = 'left' AND x.person_id = p.id AND x.principal_id <> p.id AND q.removed_snapshot_id IS NOT NULL
     ORDER BY q.removed_snapshot_id DESC, q.id LIMIT 1),
    c.value), NULL, NULL, d.name, NULL
FROM correlation c JOIN principal p ON p.id = c.principal_id JOIN directory d ON d.id = p.directory_id
  LEFT JOIN principal o ON o.id = c.person_id AND o.id <> p.id
WHERE c.principal_id = ?1
