WITH seen AS (
  SELECT c.id, r.outcome,
         (SELECT v.state FROM verification v WHERE v.item_id = c.item_id AND v.plan_id = c.plan_id
          ORDER BY v.id DESC LIMIT 1) AS state
  FROM change c LEFT JOIN receipt r ON r.change_id = c.id WHERE c.plan_id = ?1)
SELECT p.*, s.signed_at, s.signed_by,
       (SELECT count(*) FROM seen WHERE outcome IS NULL) AS pending,
       (SELECT count(*) FROM seen WHERE outcome = 'applied') AS applied,
       (SELECT count(*) FROM seen WHERE outcome = 'alreadySo') AS already_so,
       (SELECT count(*) FROM seen WHERE outcome = 'refused') AS refused,
       (SELECT count(*) FROM seen WHERE outcome = 'byHand') AS by_hand,
       (SELECT count(*) FROM seen WHERE state = 'gone') AS seen_gone,
       (SELECT count(*) FROM seen WHERE state <> 'gone') AS still_there,
       (SELECT count(*) FROM seen WHERE state IS NULL) AS unverified
FROM plan p LEFT JOIN countersignature s ON s.plan_id = p.id
WHERE p.id = ?1
