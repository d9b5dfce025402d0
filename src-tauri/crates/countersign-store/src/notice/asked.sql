-- Everybody asked in the stage that is going on, with how many items, and how many of these still wait.
SELECT p.id, coalesce(f.display_name, p.display_name), p.mail, sum(s.items), sum(s.undecided)
FROM (SELECT i.reviewer_set_id AS id, count(*) AS items, sum(i.decision = 'notReviewed') AS undecided
      FROM instance n JOIN item i ON i.id BETWEEN n.first_item_id AND n.first_item_id + n.item_count - 1
      WHERE n.id = ?1 AND i.stage = n.stage AND i.reviewer_set_id IS NOT NULL GROUP BY i.reviewer_set_id) s
JOIN reviewer_set_member m ON m.set_id = s.id
JOIN principal p ON p.id = m.principal_id
LEFT JOIN frozen f ON f.instance_id = ?1 AND f.principal_id = p.id
GROUP BY p.id ORDER BY 2, p.id
