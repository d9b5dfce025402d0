-- Who held a role over the whole store on any day of the period.
SELECT o.role, ifnull(p.display_name, 'account ' || o.os_account), o.given_at, o.given_by, ifnull(o.ended_at, ''),
       ifnull(o.ended_by, ''), o.id
FROM role o
LEFT JOIN principal p ON p.id = o.principal_id
WHERE o.given_at < ?2 AND (o.ended_at IS NULL OR o.ended_at >= ?1)
ORDER BY o.id
