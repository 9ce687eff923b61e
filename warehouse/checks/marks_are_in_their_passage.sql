-- What is highlighted as evidence lies inside the passage that is quoted.
SELECT e.signal_id, e.passage_id, e.start_char, e.end_char
FROM evidence AS e
JOIN passage AS p USING (passage_id)
WHERE e.start_char < p.start_char OR e.end_char > p.end_char OR e.end_char <= e.start_char;
