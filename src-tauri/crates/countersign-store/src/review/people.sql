SELECT p.id, p.display_name, p.last_sign_in_at, p.created_at,
       (SELECT m.id FROM principal m WHERE m.id = p.manager_id AND m.kind = 'user'
          AND m.removed_snapshot_id IS NULL AND coalesce(m.enabled, 1) = 1),
       p.user_type, p.kind
FROM principal p
WHERE p.directory_id = ?1 AND p.removed_snapshot_id IS NULL AND p.kind <> 'container'
