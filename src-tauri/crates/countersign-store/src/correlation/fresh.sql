-- What is to be said: of joined accounts, of those in doubt, and of those that nobody in the source answers for.
-- Guests are not the organization's people, and a program is nobody; both are looked after elsewhere.
INSERT INTO fresh
SELECT * FROM (
  SELECT q.principal_id, q.person_id, coalesce(q.rule, d.rule) AS rule, coalesce(q.value, d.value), q.with_id,
    d.doubt AS doubt,
    CASE
      WHEN ?1 IS NULL OR p.directory_id = ?1 OR p.removed_snapshot_id IS NOT NULL OR d.doubt IS NOT NULL THEN NULL
      WHEN p.user_type = 'guest' OR json_extract(p.attributes, '$.serviceAccount[0]') = 'true' THEN NULL
      WHEN o.person_id IS NULL THEN 'unowned'
      WHEN o.live = 0 AND p.enabled IS NOT 0 THEN 'left'
    END AS standing
  FROM placed q JOIN principal p ON p.id = q.principal_id
    LEFT JOIN doubted d ON d.unit = q.principal_id AND p.removed_snapshot_id IS NULL
    LEFT JOIN live_owner o ON o.person_id = q.person_id
) WHERE person_id <> principal_id OR doubt IS NOT NULL OR standing IS NOT NULL
