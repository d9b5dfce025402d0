-- What became of the denials of these runs.
SELECT v.display_name, cast(n.number AS TEXT), cast(count(c.id) AS TEXT),
       cast(ifnull(sum(r.outcome IN ('applied', 'alreadySo')), 0) AS TEXT),
       cast(ifnull(sum(r.outcome = 'refused'), 0) AS TEXT),
       cast(ifnull(sum(ifnull(f.state, '') = 'gone'), 0) AS TEXT),
       cast(ifnull(sum(ifnull(f.state, '') IN ('stillDirect', 'stillEffective')), 0) AS TEXT),
       cast(ifnull(sum(ifnull(f.state, '') = 'cameBack'), 0) AS TEXT),
       cast((SELECT count(*) FROM task t WHERE t.instance_id = n.id) AS TEXT),
       cast((SELECT count(*) FROM task t WHERE t.instance_id = n.id AND t.status <> 'closed') AS TEXT), n.id
FROM instance n
JOIN review v ON v.id = n.review_id
JOIN plan p ON p.instance_id = n.id
JOIN change c ON c.plan_id = p.id
LEFT JOIN receipt r ON r.change_id = c.id
LEFT JOIN verification f ON f.id = (SELECT max(x.id) FROM verification x WHERE x.item_id = c.item_id)
WHERE n.started_at < ?2 AND ifnull(n.ended_at, ?2) >= ?1
GROUP BY n.id
ORDER BY n.started_at, n.id
