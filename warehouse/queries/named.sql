-- Who and what the passages of some signals name over the twelve weeks that end with one, three a
-- facet at most, each in two passages or more and in its commonest spelling; copies and what a source repeats left out.
-- Grain: signal x actor. Reads: signal_unit, v_mention, passage, story, version, passage_actor, actor, repeated_block,
-- signal_week. Read by: Archive.named.
WITH said AS (
    SELECT DISTINCT u.signal_id, p.passage_id, p.version_id
    FROM signal_unit AS u
    JOIN v_mention AS m USING (unit_key)
    JOIN passage AS p USING (passage_key)
    LEFT JOIN story AS y ON y.document_id = p.document_id
    WHERE
        u.signal_id IN (SELECT unnest($signals))
        AND NOT coalesce(y.is_copy, false)
        AND u.since <= $week
        AND m.counted_on < $week + 7
        AND m.counted_on >= $week - 77
),
spelling AS (
    SELECT
        s.signal_id,
        a.facet,
        a.actor_id,
        substring(v.text, n.start_char + 1, n.end_char - n.start_char) AS wording,
        count(*)                                                       AS n
    FROM said AS s
    JOIN passage_actor AS n USING (passage_id)
    JOIN actor AS a USING (actor_id)
    JOIN version AS v ON v.version_id = s.version_id
    ANTI JOIN repeated_block AS r
        ON r.passage_id = n.passage_id AND r.start_char <= n.start_char AND n.end_char <= r.end_char
    GROUP BY ALL
),
commonest AS (
    SELECT signal_id, facet, actor_id, arg_max(wording, (n, wording)) AS wording, sum(n) AS n
    FROM spelling
    WHERE NOT contains(wording, chr(10))
    GROUP BY signal_id, facet, actor_id
)
SELECT c.signal_id, c.facet, c.wording
FROM commonest AS c
JOIN signal_week AS w ON w.signal_id = c.signal_id AND w.week = $week
WHERE c.n >= 2 AND lower(c.wording) <> lower(w.label)
QUALIFY row_number() OVER (PARTITION BY c.signal_id, c.facet ORDER BY c.n DESC, c.wording) <= 3
ORDER BY c.signal_id, c.facet, c.n DESC, c.wording;
