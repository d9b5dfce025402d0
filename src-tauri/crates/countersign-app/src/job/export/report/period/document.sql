-- Evidence that was written of what stands in this document, by its root.
SELECT e.document_id, ifnull(v.display_name || ', run ' || n.number, ifnull(k.display_name, e.subject)), e.exported_at,
       e.exported_by, e.root, e.sha256, e.id
FROM evidence e
LEFT JOIN instance n ON n.id = e.instance_id
LEFT JOIN review v ON v.id = n.review_id
LEFT JOIN package k ON k.id = e.package_id
WHERE CASE WHEN e.instance_id IS NOT NULL THEN n.started_at < ?2 AND ifnull(n.ended_at, ?2) >= ?1
           ELSE e.exported_at >= ?1 AND e.exported_at < ?2 END
ORDER BY e.id
