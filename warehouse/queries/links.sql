-- Pairs of variables in one passage, in a period and in the one before.
-- Grain: variable x variable. Reads: v_tag, variable, v_passage. Read by: Archive.links.
SELECT
    a.variable_id AS first_id, v.label AS first, b.variable_id AS second_id, w.label AS second,
    count(*) FILTER (WHERE p.counted_on >= $first) AS n_now,
    count(*) FILTER (WHERE p.counted_on < $first) AS n_before
FROM v_tag AS a
JOIN v_tag AS b USING (passage_id)
JOIN variable AS v ON v.variable_id = a.variable_id
JOIN variable AS w ON w.variable_id = b.variable_id AND v.position < w.position
JOIN v_passage AS p ON p.passage_id = a.passage_id
WHERE p.counted_on BETWEEN $before AND $last AND NOT p.is_copy
GROUP BY ALL
ORDER BY n_now DESC, first_id, second_id;
