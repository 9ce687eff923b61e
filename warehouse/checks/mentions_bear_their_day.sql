-- A mention counts on the day of its version: it bears a copy of it, so that a week is read alone.
SELECT m.unit_key, m.passage_key, m.counted_on, v.counted_on AS day
FROM mention AS m
JOIN passage AS p USING (passage_key)
JOIN version AS v ON v.version_id = p.version_id
WHERE m.counted_on <> v.counted_on;
