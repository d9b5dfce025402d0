SELECT NULL, NULL, d.name, NULL, NULL, (SELECT s.ended_at FROM snapshot s WHERE s.directory_id = d.id
  ORDER BY s.id DESC LIMIT 1), NULL, NULL FROM directory d WHERE d.id = ?1
