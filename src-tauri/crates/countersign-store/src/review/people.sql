-- NOT INDEXED: every row is read, and in the order of the table each page is read once. By an index,
-- a page is read, checked and deciphered again for nearly every person.
SELECT p.id, p.display_name, p.last_sign_in_at, p.created_at, p.manager_id,
       p.user_type, p.kind, coalesce(p.enabled, 1) AS able,
       p.user_name, p.mail, p.department, p.title, p.employee_id, p.enabled, p.attributes
FROM principal p NOT INDEXED
WHERE p.directory_id = ?1 AND p.removed_snapshot_id IS NULL AND p.kind <> 'container'
