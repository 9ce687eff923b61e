-- What was said of a variable between two days, surest first, copies left out.
-- Grain: passage. Reads: v_passage, v_tag, source, tag_span. Read by: Archive.passages.
WITH told AS (
    SELECT
        p.passage_id, p.document_id, p.version_id, p.start_char AS start, p.end_char AS end,
        p.text, p.page,
        p.voice, voice_name(p.voice_written, s.source_id, s.name) AS voice_name,
        s.name AS source, s.class AS class_, s.rights, p.title, p.url, p.published_at, p.counted_on,
        t.probability, t.kind, t.theme, t.trend_type
    FROM v_passage AS p
    JOIN v_tag AS t USING (passage_id)
    JOIN source AS s USING (source_id)
    WHERE t.variable_id = $variable AND p.counted_on BETWEEN $first AND $last AND NOT p.is_copy
)
SELECT
    told.*,
    (
        SELECT coalesce(list([x.start_char, x.end_char] ORDER BY x.start_char, x.end_char), [])
        FROM tag_span AS x
        WHERE x.passage_id = told.passage_id AND x.variable_id = $variable
    ) AS spans
FROM told
ORDER BY probability DESC, published_at DESC, passage_id
LIMIT $n;
