directory d WHERE coalesce((SELECT s.ended_at FROM snapshot s WHERE s.directory_id = d.id
  ORDER BY s.id DESC LIMIT 1), d.created_at) < :stale AND d.kind <> 'packet'
