-- ?1 packages, ?2 catalogs, ?3 assignments; the people and groups are there.
INSERT INTO catalog (key, directory_id, display_name, state, external, created_at, created_by, changed_at)
WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?2)
SELECT 'catalog-' || i, (SELECT id FROM directory), printf('Catalog %05d of %s', (i * 7919) % 100003,
       CASE i % 3 WHEN 0 THEN 'Sales' WHEN 1 THEN 'Finance' ELSE 'Engineering' END),
       CASE i % 10 WHEN 9 THEN 'unpublished' ELSE 'published' END, i % 2, '2026-01-01T00:00:00.000Z', 'bench',
       '2026-01-01T00:00:00.000Z' FROM n;
INSERT INTO catalog_resource (catalog_id, resource_id, added_at, added_by)
SELECT c.id, p.id, '2026-01-01T00:00:00.000Z', 'bench'
FROM catalog c JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS r FROM principal WHERE kind = 'group') p
  ON p.r BETWEEN (c.id * 25) % (?4 - 25) AND (c.id * 25) % (?4 - 25) + 24;
INSERT INTO principal (directory_id, key, kind, dn, display_name, created_at, since_snapshot_id, digest, grant_digest, bucket, marks)
WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?1)
SELECT (SELECT id FROM directory), 'access-package:package-' || i, 'accessPackage', 'access package package-' || i,
       printf('Package %05d for %s', (i * 7919) % 100003, CASE i % 4 WHEN 0 THEN 'Sales' WHEN 1 THEN 'accounting' WHEN 2 THEN
       'Engineering' ELSE 'the plant' END), '2026-01-01T00:00:00.000Z', 0, zeroblob(32), zeroblob(32), -1, x'' FROM n;
INSERT INTO package (key, catalog_id, principal_id, display_name, description, hidden, adopts, created_at, created_by, changed_at)
SELECT substr(p.key, 16), 1 + p.id % ?2, p.id, p.display_name, 'What ' || p.display_name || ' needs every day.', p.id % 10 = 0, 0,
       '2026-01-01T00:00:00.000Z', 'bench', '2026-01-01T00:00:00.000Z' FROM principal p WHERE p.kind = 'accessPackage';
INSERT INTO package_role (package_id, resource_id, entitlement, added_at, added_by)
SELECT k.id, r.resource_id, 'member', '2026-01-01T00:00:00.000Z', 'bench'
FROM package k JOIN catalog_resource r ON r.catalog_id = k.catalog_id WHERE (r.resource_id + k.id) % 10 = 0;
INSERT INTO policy (key, package_id, display_name, automatic, version, definition, created_at, created_by)
SELECT 'policy-' || id, id, 'Everybody', 0, 1, '{"displayName":"Everybody","allowedTargetScope":"allMemberUsers"}',
       '2026-01-01T00:00:00.000Z', 'bench' FROM package;
INSERT INTO assignment (key, package_id, policy_id, policy_version, principal_id, state, status, starts_at)
WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?3)
SELECT 'assignment-' || i, 1 + i % ?1, 1 + i % ?1, 1, p.id, CASE i % 20 WHEN 0 THEN 'expired' ELSE 'delivered' END, 'Delivered',
       '2026-02-01T00:00:00.000Z'
FROM n JOIN (SELECT min(id) AS first, count(*) AS people FROM principal WHERE kind = 'user') u
       JOIN principal p ON p.id = u.first + (i * 37 + i / ?1) % u.people AND p.kind = 'user';
