-- A score is the sum of its shown parts, to 1e-9 (design, contract 7).
SELECT w.signal_id, w.week, w.score, sum(p.value) AS total
FROM signal_week AS w
LEFT JOIN score_part AS p USING (signal_id, week)
GROUP BY w.signal_id, w.week, w.score
HAVING total IS NULL OR abs(w.score - total) > 1e-9;
