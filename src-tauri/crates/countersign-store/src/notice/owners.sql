-- The owners of the tasks opened at one moment, how many each, and when they are due. A task names its
-- owner; nobody of that name among the resource's owners means the administrators.
SELECT o.id, coalesce(o.display_name, ''), o.mail, count(*), min(t.due_on)
FROM task t JOIN item i ON i.id = t.item_id
LEFT JOIN principal o ON o.id = (
  SELECT min(p.id) FROM "grant" g JOIN principal p ON p.id = g.principal_id
  WHERE g.resource_id = i.resource_id AND g.entitlement = 'owner' AND p.display_name = t.owner)
WHERE t.instance_id = ?1 AND t.created_at = ?2 AND t.closed_at IS NULL
GROUP BY o.id ORDER BY o.id
