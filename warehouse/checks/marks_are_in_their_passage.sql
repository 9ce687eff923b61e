-- What is highlighted as evidence, tells a stake or justifies a tag lies inside its passage.
SELECT e.signal_id, e.passage_id, e.start_char, e.end_char
FROM evidence AS e
JOIN passage AS p USING (passage_id)
WHERE e.start_char < p.start_char OR e.end_char > p.end_char OR e.end_char <= e.start_char
UNION ALL
SELECT s.stake, s.passage_id, s.start_char, s.end_char
FROM passage_stake AS s
JOIN passage AS p USING (passage_id)
WHERE s.start_char < p.start_char OR s.end_char > p.end_char OR s.end_char <= s.start_char
UNION ALL
SELECT j.variable_id, j.passage_id, j.start_char, j.end_char
FROM justification AS j
JOIN passage AS p USING (passage_id)
WHERE j.start_char < p.start_char OR j.end_char > p.end_char OR j.end_char <= j.start_char;
