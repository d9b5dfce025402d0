-- Runs of reviews that were open on any day of the period, or were due in it and never started. A run that the
-- program closed after its end, because it did not run at that moment, is in time when nobody decided after that end.
WITH run AS (
  SELECT * FROM instance
  WHERE CASE WHEN started_at IS NULL THEN scheduled_on >= substr(?1, 1, 10) AND scheduled_on || 'T00:00:00.000Z' < ?2
             ELSE started_at < ?2 AND ifnull(ended_at, ?2) >= ?1 END
), tally AS (
  SELECT instance_id, sum(decision = 'approve') AS approve, sum(decision = 'deny') AS deny,
         sum(decision = 'dontKnow') AS dont_know, sum(decision = 'notReviewed') AS not_reviewed
  FROM item WHERE instance_id IN (SELECT id FROM run) GROUP BY instance_id
)
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
       cast(ifnull(c.dont_know, 0) AS TEXT), cast(ifnull(c.not_reviewed, 0) AS TEXT), n.id,
       n.item_count AS items, n.undecided_count AS undecided, ifnull(n.started_at, n.scheduled_on) AS place
FROM run n
JOIN review v ON v.id = n.review_id
LEFT JOIN tally c ON c.instance_id = n.id
-- days of a series that passed while this program was not running
UNION ALL
SELECT v.display_name, '', '', d.value, '', 'NO: missed', '0', '0', '0', '0', '0', n.id, 0, 0, d.value
FROM instance n
JOIN review v ON v.id = n.review_id
JOIN json_each(n.missed) d
WHERE d.value >= substr(?1, 1, 10) AND d.value || 'T00:00:00.000Z' < ?2
-- what is due and nobody has looked since
UNION ALL
SELECT display_name, cast(made + 1 AS TEXT), '', next_at, '', 'NO: not started', '0', '0', '0', '0', '0', 0, 0, 0, next_at
FROM review
WHERE deleted_at IS NULL AND next_at >= ?1 AND next_at < ?2
ORDER BY place, 12
