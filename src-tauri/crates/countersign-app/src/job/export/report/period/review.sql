-- Runs of reviews that were open on any day of the period, or were due in it and never started. A run that the
-- program closed after its end, because it did not run at that moment, is in time when nobody decided after that end.
SELECT v.display_name, cast(n.number AS TEXT), ifnull(n.started_at, ''), ifnull(n.due_at, ''), ifnull(n.ended_at, ''),
       CASE WHEN n.status = 'Failed' THEN 'NO: could not start'
            WHEN n.started_at IS NULL THEN 'NO: not started'
            WHEN n.ended_at IS NULL THEN CASE WHEN n.due_at < ?2 THEN 'NO: still open' ELSE 'open' END
            WHEN n.ended_at > n.due_at AND (n.ended_by NOT LIKE 'Countersign (schedule)%' OR EXISTS (
              SELECT 1 FROM item i JOIN decision_event e ON e.item_id = i.id
              WHERE i.id BETWEEN n.first_item_id AND n.first_item_id + n.item_count - 1 AND e.at > n.due_at
                AND e.source IN ('reviewer','bulk','recommendation','undo'))) THEN 'NO: ended late'
            ELSE 'yes' END AS in_time,
       cast(n.item_count AS TEXT), cast(ifnull(c.approve, 0) AS TEXT), cast(ifnull(c.deny, 0) AS TEXT),
       cast(ifnull(c.dont_know, 0) AS TEXT), cast(ifnull(c.not_reviewed, 0) AS TEXT), n.id
FROM instance n
JOIN review v ON v.id = n.review_id
LEFT JOIN (
  SELECT instance_id, sum(decision = 'approve') AS approve, sum(decision = 'deny') AS deny,
         sum(decision = 'dontKnow') AS dont_know, sum(decision = 'notReviewed') AS not_reviewed
  FROM item GROUP BY instance_id
) c ON c.instance_id = n.id
WHERE CASE WHEN n.started_at IS NULL THEN n.scheduled_on BETWEEN substr(?1, 1, 10) AND substr(?2, 1, 10)
           ELSE n.started_at < ?2 AND ifnull(n.ended_at, ?2) >= ?1 END
ORDER BY ifnull(n.started_at, n.scheduled_on), n.id
