-- The tags of the passages of some versions, with what justifies them.
-- Grain: passage x variable. Reads: passage, tag, tag_span. Read by: Archive.tagged_texts.
SELECT
    p.version_id,
    t.passage_id,
    t.variable_id,
    coalesce(
        list({'start': s.start_char, 'end': s.end_char, 'said': s.expression, 'weight': s.weight}
             ORDER BY s.start_char, s.end_char, s.expression) FILTER (WHERE s.expression IS NOT NULL),
        []
    ) AS spans
FROM passage AS p
JOIN tag AS t USING (passage_id)
LEFT JOIN tag_span AS s USING (passage_id, variable_id)
WHERE p.version_id IN (SELECT unnest($1))
GROUP BY p.version_id, t.passage_id, t.variable_id;
