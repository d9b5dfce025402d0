SELECT CASE WHEN e.source = 'reset' THEN 'notReviewed' ELSE coalesce(e.decision, 'notReviewed') END
FROM item i
JOIN instance n ON n.id = i.instance_id
JOIN stage s ON s.instance_id = n.id AND s.position = n.stage
LEFT JOIN decision_event e
     ON e.id = (SELECT max(id) FROM decision_event WHERE item_id = i.id AND stage = n.stage AND (actor_id = ?2 OR source = 'reset'))
WHERE i.id = ?1 AND s.strategy <> 'lastAnswer'
