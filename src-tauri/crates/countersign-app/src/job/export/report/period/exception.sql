-- Exceptions that were asked for by the end of the period and had not ended before it.
SELECT cast(e.id AS TEXT), p.display_name, r.display_name, e.policy, e.until_on, e.state,
       ifnull(e.approved_by ->> '$.displayName', ''), e.id
FROM exception e
JOIN principal p ON p.id = e.principal_id
JOIN principal r ON r.id = e.resource_id
WHERE e.proposed_on || 'T00:00:00.000Z' < ?2 AND e.until_on >= substr(?1, 1, 10)
  AND NOT EXISTS (SELECT 1 FROM exception_event x WHERE x.exception_id = e.id AND x.act = 'revoked' AND x.at < ?1)
ORDER BY e.id
