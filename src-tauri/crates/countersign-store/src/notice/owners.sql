-- The owners of the tasks opened, or opened again, at one moment, how many each, and when they are due. A task
-- without an owner of the directory is the administrators'.
SELECT o.id, coalesce(o.display_name, ''), o.mail, count(*), min(t.due_on)
FROM task t LEFT JOIN principal o ON o.id = t.owner_id
WHERE t.instance_id = ?1 AND (t.created_at = ?2 OR t.reopened_at = ?2) AND t.status <> 'closed'
GROUP BY o.id ORDER BY o.id
