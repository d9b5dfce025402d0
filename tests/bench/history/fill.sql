-- ?1 items, ?2 runs of half a year each; ?3 the first person of ?4, ?5 the first group of ?6. Three tenths are decided one by one by 400
-- people, three tenths in bulk, the rest is silence; every fiftieth group is privileged.
INSERT INTO audit (seq, entry, hash)
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2 + 0 * ?1)
SELECT 1000 + i, '{"seq":0,"at":"2020-01-01T00:00:00.000Z","actor":"bench","assurance":"stated","device":"bench","operation":"bench","subject":"bench","detail":{}}', zeroblob(32) FROM n;
INSERT INTO review (id, display_name, definition, created_at, created_by)
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2 + 0 * ?1)
SELECT i, 'Half-year ' || i, '{}', '2020-01-01T00:00:00.000Z', 'bench' FROM n;
INSERT INTO instance (id, review_id, status, started_at, started_by, due_at, ended_at, first_item_id, item_count)
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)
SELECT i, i, 'Completed', strftime('%Y-%m-%dT%H:%M:%fZ', '2020-01-01', '+' || (i * 6) || ' months'), 'bench',
       strftime('%Y-%m-%dT%H:%M:%fZ', '2020-01-15', '+' || (i * 6) || ' months'),
       strftime('%Y-%m-%dT%H:%M:%fZ', '2020-01-15', '+' || (i * 6) || ' months'), 1 + (i - 1) * (?1 / ?2), ?1 / ?2 FROM n;
INSERT OR IGNORE INTO frozen (instance_id, principal_id, kind, key, dn, display_name, user_name, mail, user_type, enabled, department)
SELECT n.id, p.id, p.kind, p.key, p.dn, p.display_name, p.user_name, p.mail, p.user_type, p.enabled, p.department
FROM instance n JOIN principal p ON p.kind IN ('user', 'group') AND ?1 + ?2 > 0;
INSERT INTO item (id, instance_id, principal_id, resource_id, direct, recommendation, decision, version)
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
SELECT i, 1 + (i - 1) / (?1 / ?2), ?3 + (i * 37) % ?4, ?5 + i / 200 % ?6, 1, 'approve',
       CASE WHEN i % 17 = 3 THEN 'deny' WHEN i % 41 = 7 THEN 'dontKnow' ELSE 'approve' END, 1
FROM n;
INSERT INTO decision_event (item_id, at, actor_id, actor, decision, justification, source, stage, audit_seq)
SELECT i.id, strftime('%Y-%m-%dT%H:%M:%fZ', n.started_at, '+' || ((i.id - n.first_item_id) * 1209600 / n.item_count) || ' seconds'),
       CASE WHEN i.id % 10 < 6 THEN ?3 + i.id % 400 END, CASE WHEN i.id % 10 < 6 THEN 'Reviewer ' || (i.id % 400) ELSE 'Countersign (schedule)' END,
       i.decision, CASE WHEN i.id % 10 < 6 THEN 'Needed for the daily work of the department' ELSE '' END,
       CASE WHEN i.id % 10 < 3 THEN 'reviewer' WHEN i.id % 10 < 6 THEN 'bulk' ELSE 'default' END, 1, 1000 + n.id
FROM item i JOIN instance n ON n.id = i.instance_id
WHERE ?1 + ?2 > 0 ORDER BY i.id;
