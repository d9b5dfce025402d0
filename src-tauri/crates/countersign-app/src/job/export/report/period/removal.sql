-- What became of the denials of these runs. A change that a newer plan draws again counts once: with its receipt,
-- or else in the newest plan. What later reads saw is counted by access, of which several changes may be about one.
SELECT v.display_name, cast(n.number AS TEXT), cast(count(c.id) AS TEXT),
       cast(count(CASE WHEN r.outcome IN ('applied', 'alreadySo') THEN 1 END) AS TEXT),
       cast(count(CASE WHEN r.outcome = 'refused' THEN 1 END) AS TEXT),
       cast(count(DISTINCT CASE WHEN f.state = 'gone' THEN c.item_id END) AS TEXT),
       cast(count(DISTINCT CASE WHEN f.state IN ('stillDirect', 'stillEffective') THEN c.item_id END) AS TEXT),
       cast(count(DISTINCT CASE WHEN f.state = 'cameBack' THEN c.item_id END) AS TEXT),
       cast((SELECT count(*) FROM task t WHERE t.instance_id = n.id) AS TEXT),
       cast((SELECT count(*) FROM task t WHERE t.instance_id = n.id AND t.status <> 'closed') AS TEXT), n.id
FROM instance n
JOIN review v ON v.id = n.review_id
JOIN plan p ON p.instance_id = n.id
JOIN change c ON c.plan_id = p.id
LEFT JOIN receipt r ON r.change_id = c.id
LEFT JOIN verification f ON f.id = (SELECT max(x.id) FROM verification x WHERE x.item_id = c.item_id)
WHERE n.started_at < ?2 AND ifnull(n.ended_at, ?2) >= ?1
  AND (r.change_id IS NOT NULL OR p.id = (
    SELECT max(x.id) FROM plan x WHERE x.instance_id = n.id AND x.directory_id = p.directory_id))
GROUP BY n.id
ORDER BY n.started_at, n.id
