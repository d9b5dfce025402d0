SELECT coalesce(sum(i.decision = 'approve'), 0), coalesce(sum(i.decision = 'deny'), 0), coalesce(sum(i.decision = 'dontKnow'), 0),
       coalesce(sum(i.decision <> 'notReviewed' AND EXISTS (SELECT 1 FROM decision_event e WHERE e.item_id = i.id
         AND e.source IN ('reviewer','bulk','recommendation') AND e.decision <> 'notReviewed' AND (?3 IS NULL OR e.at <= ?3))), 0)
FROM item i WHERE i.id BETWEEN ?1 AND ?2
