-- Offsets stay inside the stored text and no passage is empty.
SELECT p.passage_id, p.start_char, p.end_char, v.n_characters
FROM passage AS p
JOIN version AS v USING (version_id)
WHERE p.start_char < 0 OR p.end_char <= p.start_char OR p.end_char > v.n_characters;
