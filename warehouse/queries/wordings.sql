-- The other units of some signals up to a week, each once, in its commonest spelling in the texts:
-- never the lemma, which may be no French. What the title says, in another number or as a part, is left out.
-- Grain: signal x unit. Reads: signal_unit, mention, passage, version, signal_week. Read by: Archive.wordings.
WITH surface AS (
    SELECT
        u.signal_id,
        m.unit_key,
        substring(v.text, m.start_char + 1, m.end_char - m.start_char) AS wording
    FROM signal_unit AS u
    JOIN v_mention AS m USING (unit_key)
    JOIN passage AS p USING (passage_key)
    JOIN version AS v USING (version_id)
    WHERE u.signal_id IN (SELECT unnest($signals)) AND u.since <= $week AND m.counted_on < $week + 7
),
spelling AS (
    SELECT signal_id, unit_key, lower(wording) AS form, wording, count(*) AS n
    FROM surface
    GROUP BY ALL
),
commonest AS (
    SELECT signal_id, unit_key, arg_max(wording, (n, wording)) AS wording, sum(n) AS n, list(form) AS forms
    FROM spelling
    GROUP BY signal_id, unit_key
)
SELECT c.signal_id, c.wording
FROM commonest AS c
JOIN signal_week AS w ON w.signal_id = c.signal_id AND w.week = $week
WHERE NOT list_contains(c.forms, lower(w.label))
    AND NOT contains(' ' || lower(w.label) || ' ', ' ' || lower(c.wording) || ' ')
ORDER BY c.signal_id, c.n DESC, c.wording;
