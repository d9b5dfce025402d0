still_there s WHERE s.state = 'cameBack' AND NOT EXISTS (
  SELECT 1 FROM item i JOIN exception e ON e.principal_id = i.principal_id AND e.resource_id = i.resource_id
    AND e.entitlement = i.entitlement
  WHERE i.id = s.item_id AND e.state = 'approved' AND e.until_on >= :today)
