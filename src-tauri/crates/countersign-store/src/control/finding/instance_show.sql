SELECT i.id, i.review_id, r.display_name, NULL, i.undecided_count, i.ended_at, NULL, NULL
FROM instance i JOIN review r ON r.id = i.review_id WHERE i.id = ?1
