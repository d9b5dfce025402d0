SELECT p.instance_id, i.review_id, coalesce(r.display_name, d.name), NULL, p.change_count, p.drawn_at, NULL, NULL
FROM plan p JOIN directory d ON d.id = p.directory_id LEFT JOIN instance i ON i.id = p.instance_id
LEFT JOIN review r ON r.id = i.review_id WHERE p.id = ?1
