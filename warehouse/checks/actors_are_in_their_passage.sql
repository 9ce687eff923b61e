-- What names an actor lies inside the passage that names it.
SELECT m.actor_id, m.passage_id, m.start_char, m.end_char
FROM passage_actor AS m
JOIN passage AS p USING (passage_id)
WHERE m.start_char < p.start_char OR m.end_char > p.end_char OR m.end_char <= m.start_char;
