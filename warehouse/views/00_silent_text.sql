-- The texts in which nothing could be read, tried in vain ever since, with the validators given last.
-- They are asked for again after as long as they have said nothing: nights 1, 2, 3, 5, 9, 17 and so on.
-- A night lasts, and may start late: half a day is left from a try to the night after.
-- Grain: address. Reads: attempt, source. Read by: read_back.silent_texts.
CREATE OR REPLACE MACRO silent_text() AS TABLE
SELECT
    a.url, a.etag, a.last_modified,
    a.attempted_at + greatest(
        a.attempted_at - min(a.attempted_at) OVER tries - INTERVAL 12 HOURS,
        INTERVAL 12 HOURS
    ) AS silent_until
FROM attempt AS a
JOIN source AS s USING (source_id)
WHERE a.kind IN ('page', 'pdf') AND a.outcome IN ('vide', 'inchange') AND a.url IS DISTINCT FROM s.url
    -- Of a reading that passed a limit of ours, another night may make more.
    AND NOT contains(a.reason, 'Lecture abandonnée')
WINDOW tries AS (PARTITION BY a.url)
QUALIFY row_number() OVER (PARTITION BY a.url ORDER BY a.attempted_at DESC, a.attempt_id) = 1;
