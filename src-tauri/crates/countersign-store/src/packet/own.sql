SELECT decision, justification, at, source FROM decision_event
WHERE item_id = ?1 AND stage = ?2 AND actor_id = ?3
  AND id > coalesce((SELECT max(id) FROM decision_event WHERE item_id = ?1 AND stage = ?2 AND source = 'reset'), 0)
ORDER BY id DESC LIMIT 1
