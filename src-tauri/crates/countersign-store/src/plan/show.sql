WITH seen AS (
  SELECT c.id, c.kind, r.outcome, g.status AS guest,
         (SELECT v.state FROM verification v WHERE v.item_id = c.item_id AND v.plan_id = c.plan_id
          ORDER BY v.id DESC LIMIT 1) AS state
  FROM change c LEFT JOIN receipt r ON r.change_id = c.id
  LEFT JOIN guest g ON c.kind IN ('blockAccount','deleteAccount') AND g.plan_id = c.plan_id
                    AND g.principal_id = c.principal_id
  WHERE c.plan_id = ?1)
SELECT p.*, s.signed_at, s.signed_by,
       (SELECT count(*) FROM seen WHERE outcome IS NULL
        AND (kind NOT IN ('blockAccount','deleteAccount') OR kind = 'blockAccount' AND guest = 'planned'
             OR kind = 'deleteAccount' AND guest = 'due')) AS pending,
       (SELECT count(*) FROM seen WHERE outcome IS NULL AND kind = 'deleteAccount'
        AND guest IN ('planned', 'blocked')) AS waiting,
       (SELECT count(*) FROM seen WHERE outcome = 'applied') AS applied,
       (SELECT count(*) FROM seen WHERE outcome = 'alreadySo') AS already_so,
       (SELECT count(*) FROM seen WHERE outcome = 'refused') AS refused,
       (SELECT count(*) FROM seen WHERE outcome = 'byHand') AS by_hand,
       (SELECT count(*) FROM seen WHERE state = 'gone') AS seen_gone,
       (SELECT count(*) FROM seen WHERE state <> 'gone') AS still_there,
       (SELECT count(*) FROM seen WHERE state = 'cameBack') AS came_back,
       (SELECT count(*) FROM seen WHERE state IS NULL) AS unverified
FROM plan p LEFT JOIN countersignature s ON s.plan_id = p.id
WHERE p.id = ?1
