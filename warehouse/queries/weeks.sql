-- The committed weeks, with the copies they held.
-- Grain: week. Reads: week, version, story. Read by: Archive.weeks.
WITH copies AS (
    SELECT CAST(date_trunc('week', v.counted_on) AS DATE) AS week, count(DISTINCT v.document_id) AS n
    FROM version AS v
    JOIN story AS s USING (document_id)
    WHERE s.is_copy
    GROUP BY ALL
)
SELECT w.week, w.n_documents, w.n_all, coalesce(c.n, 0) AS n_copies, w.n_voices
FROM week AS w
LEFT JOIN copies AS c USING (week)
ORDER BY w.week;
