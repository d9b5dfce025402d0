SELECT NULL, NULL, d.name, (SELECT l.problem ->> '$.message' FROM sync l WHERE l.directory_id = d.id AND l.outcome = 'refused' ORDER BY l.id DESC LIMIT 1),
  count(*), min(s.began_at), NULL, NULL
FROM directory d JOIN sync s ON s.directory_id = d.id AND s.outcome = 'refused'
  AND s.id > coalesce((SELECT max(l.id) FROM sync l WHERE l.directory_id = d.id AND l.outcome = 'done'), 0)
WHERE d.id = ?1
