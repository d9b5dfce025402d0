-- Whatever shares a value, a ruling or a person with those that are near already. Values are stations of the way
-- themselves, so that a value of many accounts is passed once.
INSERT OR IGNORE INTO near
WITH RECURSIVE way (id, rule, value) AS (
  SELECT id, NULL, NULL FROM near
  UNION SELECT NULL, v.rule, v.value FROM way CROSS JOIN account_value v ON v.principal_id = way.id
    CROSS JOIN asked_rule r ON r.word = v.rule
  UNION SELECT v.principal_id, NULL, NULL FROM way CROSS JOIN account_value v ON v.value = way.value AND v.rule = way.rule
  UNION SELECT r.other_id, NULL, NULL FROM way CROSS JOIN ruling r ON r.one_id = way.id
  UNION SELECT r.one_id, NULL, NULL FROM way CROSS JOIN ruling r ON r.other_id = way.id
  UNION SELECT c.person_id, NULL, NULL FROM way CROSS JOIN correlation c ON c.principal_id = way.id
  UNION SELECT c.principal_id, NULL, NULL FROM way CROSS JOIN correlation c ON c.person_id = way.id
)
SELECT id FROM way WHERE id IS NOT NULL
