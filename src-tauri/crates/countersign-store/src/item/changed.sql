SELECT min(i.id) FROM item i
JOIN instance n ON n.id = i.instance_id
WHERE n.stage_count = 1
  AND NOT EXISTS (SELECT 1 FROM stage s WHERE s.instance_id = n.id AND s.strategy <> 'lastAnswer')
  AND (i.standing <> 'notReviewed' OR i.stage <> 1 OR i.decision <> coalesce(
      (SELECT e.decision FROM decision_event e WHERE e.item_id = i.id ORDER BY e.id DESC LIMIT 1), 'notReviewed'))
