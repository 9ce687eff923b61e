-- How many passages of a variable tell each stake between two days, copies left out.
-- Grain: stake. Reads: passage_stake, tag, v_passage. Read by: Archive.tally.
SELECT s.stake, count(DISTINCT s.passage_id) AS n_passages
FROM passage_stake AS s
JOIN tag AS t USING (passage_id)
JOIN v_passage AS p USING (passage_id)
WHERE t.variable_id = $variable AND p.counted_on BETWEEN $first AND $last AND NOT p.is_copy
GROUP BY s.stake
ORDER BY n_passages DESC, s.stake;
