-- How many passages of a variable tell each stake between two days, copies and what a source repeats left out.
-- Grain: stake. Reads: passage_stake, v_tag, v_passage, repeated_block. Read by: Archive.tally.
SELECT s.stake, count(DISTINCT s.passage_id) AS n_passages
FROM passage_stake AS s
JOIN v_tag AS t USING (passage_id)
JOIN v_passage AS p USING (passage_id)
ANTI JOIN repeated_block AS r
    ON r.passage_id = s.passage_id AND r.start_char <= s.start_char AND s.end_char <= r.end_char
WHERE t.variable_id = $variable AND p.counted_on BETWEEN $first AND $last AND NOT p.is_copy
GROUP BY s.stake
ORDER BY n_passages DESC, s.stake;
