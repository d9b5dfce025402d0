-- What access packages gave and took in the period.
SELECT k.display_name, g.display_name,
       cast(count(CASE WHEN a.delivered_at >= ?1 AND a.delivered_at < ?2 THEN 1 END) AS TEXT),
       cast(count(CASE WHEN a.ended_at >= ?1 AND a.ended_at < ?2 THEN 1 END) AS TEXT),
       cast(count(CASE WHEN a.delivered_at < ?2 AND (a.ended_at IS NULL OR a.ended_at >= ?2) THEN 1 END) AS TEXT), k.id
FROM assignment a
JOIN package k ON k.id = a.package_id
JOIN catalog g ON g.id = k.catalog_id
WHERE a.starts_at < ?2 AND (a.ended_at IS NULL OR a.ended_at >= ?1)
GROUP BY k.id
ORDER BY k.display_name, k.id
