-- ?1 requests, ?2 packages; the people, packages and policies are there.
INSERT INTO policy_target (policy_id, package_id, target)
SELECT p.id, p.package_id, CASE p.id % 5 WHEN 0 THEN 'group:' || (SELECT min(id) + p.id % 100 FROM principal WHERE kind = 'group')
       ELSE 'members' END FROM policy p;
INSERT INTO request (key, kind, state, status, package_id, policy_id, policy_version, requestor_id, requestor, target_id,
                     justification, created_at, stage, stage_count)
WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?1)
SELECT 'request-' || i, 'userAdd',
       CASE i % 20 WHEN 0 THEN 'pendingApproval' WHEN 1 THEN 'denied' WHEN 2 THEN 'expired' WHEN 3 THEN 'canceled'
                   WHEN 4 THEN 'scheduled' ELSE 'delivered' END,
       'Delivered', 1 + i % ?2, 1 + i % ?2, 1, p.id, p.display_name, p.id, 'Needed for the work of the month',
       '2026-02-01T00:00:00.000Z', i % 20 = 0, i % 20 = 0
FROM n JOIN (SELECT min(id) AS first, count(*) AS people FROM principal WHERE kind = 'user') u
       JOIN principal p ON p.id = u.first + (i * 41 + i / ?2) % u.people AND p.kind = 'user';
INSERT INTO approval_stage (request_id, position, status, started_at, due_at, remind_at)
SELECT id, 1, 'inProgress', created_at, '2026-12-01T00:00:00.000Z', '2026-11-01T00:00:00.000Z' FROM request
WHERE state = 'pendingApproval';
INSERT INTO approver (request_id, position, principal_id, kind, reason, asked_at, open)
SELECT r.id, 1, u.first + (r.id / 20) % 5, 'primary', 'Named in the policy.', r.created_at, 1
FROM request r JOIN (SELECT min(id) AS first FROM principal WHERE kind = 'user') u WHERE r.state = 'pendingApproval';
