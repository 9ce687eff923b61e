-- How much was said of a variable between two days, in all, then by sub-theme, class and voice.
-- A voice written in several ways is named as it was first.
-- Grain: the period, then sub-theme, class or voice. Reads: v_passage, v_tag, source, document. Read by: Archive.tally.
WITH named AS (
    SELECT voice, arg_min(voice_written, (counted_on, document_id)) AS voice_written
    FROM document
    GROUP BY voice
),
told AS (
    SELECT
        p.document_id,
        t.kind,
        t.theme,
        s.class AS class_,
        p.voice,
        voice_name(n.voice_written, s.source_id, s.name) AS voice_name
    FROM v_passage AS p
    JOIN v_tag AS t USING (passage_id)
    JOIN source AS s USING (source_id)
    JOIN named AS n ON n.voice = p.voice
    WHERE t.variable_id = $variable AND p.counted_on BETWEEN $first AND $last AND NOT p.is_copy
)
SELECT
    CASE grouping(theme, class_, voice_name) WHEN 3 THEN 'theme' WHEN 5 THEN 'class' WHEN 6 THEN 'voice' ELSE 'all' END AS part,
    coalesce(theme, class_, voice_name)          AS name,
    count(*)                                     AS n_passages,
    count(DISTINCT document_id)                  AS n_documents,
    count(DISTINCT voice)                        AS n_voices,
    count(*) FILTER (WHERE kind = 'tendance')    AS n_trends,
    count(*) FILTER (WHERE kind = 'levier')      AS n_levers
FROM told
GROUP BY GROUPING SETS ((), (theme), (class_), (voice_name))
ORDER BY part, n_passages DESC, name;
