SELECT n.id AS instance, n.review_id AS review, v.display_name AS review_name, n.number, n.status,
       n.started_at, n.due_at, n.ended_at, n.first_item_id, n.item_count
FROM instance n JOIN review v ON v.id = n.review_id
WHERE n.started_at >= ?1 AND n.started_at < ?2
ORDER BY n.started_at DESC, n.id DESC
