WITH asked AS (
  SELECT m.principal_id, group_concat(DISTINCT m.reason) AS reasons, sum(s.items) AS items
  FROM (SELECT id, count(*) AS items FROM
          -- in each stage that an item took part in
          (SELECT i.reviewer_set_id AS id FROM instance n
             JOIN item i ON i.id BETWEEN n.first_item_id AND n.first_item_id + n.item_count - 1 WHERE n.id = ?1
           UNION ALL SELECT i.set_1 FROM instance n
             JOIN item i ON i.id BETWEEN n.first_item_id AND n.first_item_id + n.item_count - 1
             WHERE n.id = ?1 AND n.stage_count > 1 AND i.stage > 1
           UNION ALL SELECT i.set_2 FROM instance n
             JOIN item i ON i.id BETWEEN n.first_item_id AND n.first_item_id + n.item_count - 1
             WHERE n.id = ?1 AND n.stage_count > 2 AND i.stage > 2)
        WHERE id IS NOT NULL GROUP BY id) s
  JOIN reviewer_set_member m ON m.set_id = s.id GROUP BY m.principal_id),
answered AS (
  SELECT e.actor_id, count(DISTINCT e.item_id) AS decided,
         count(DISTINCT CASE WHEN e.decision = 'approve' THEN e.item_id END) AS approved,
         count(DISTINCT CASE WHEN e.decision = 'deny' THEN e.item_id END) AS denied,
         min(e.at) AS first_at, max(e.at) AS last_at
  FROM instance n
  JOIN decision_event e ON e.item_id BETWEEN n.first_item_id AND n.first_item_id + n.item_count - 1
  WHERE n.id = ?1 AND e.actor_id IS NOT NULL AND e.source <> 'reset' GROUP BY e.actor_id)
SELECT p.id AS principal_id, p.display_name AS name, p.key, a.reasons, a.items,
       coalesce(w.decided, 0) AS decided, coalesce(w.approved, 0) AS approved, coalesce(w.denied, 0) AS denied,
       w.first_at, w.last_at
FROM asked a JOIN principal p ON p.id = a.principal_id LEFT JOIN answered w ON w.actor_id = a.principal_id
ORDER BY p.display_name, p.id
