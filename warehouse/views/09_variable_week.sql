-- How much each variable is spoken of, week by week.
-- Grain: variable x week. Reads: v_tag, passage, version, document, story. Read by: analysts.
CREATE OR REPLACE VIEW v_variable_week AS
SELECT
    t.variable_id,
    CAST(date_trunc('week', v.counted_on) AS DATE)                        AS week,
    count(DISTINCT p.passage_id)                                          AS n_passages,
    count(DISTINCT p.document_id)                                         AS n_documents,
    count(DISTINCT d.voice)                                               AS n_voices,
    count(DISTINCT p.passage_id) FILTER (WHERE t.kind = 'levier')         AS n_levers,
    count(DISTINCT p.passage_id) FILTER (WHERE t.kind = 'tendance')       AS n_trends
FROM v_tag AS t
JOIN passage AS p USING (passage_id)
JOIN version AS v USING (version_id)
JOIN document AS d ON d.document_id = p.document_id
LEFT JOIN story AS s ON s.document_id = d.document_id
WHERE NOT coalesce(s.is_copy, false)
GROUP BY t.variable_id, CAST(date_trunc('week', v.counted_on) AS DATE);

COMMENT ON VIEW v_variable_week IS 'Ce qui se dit de chaque variable, semaine après semaine (reprises retirées)';
COMMENT ON COLUMN v_variable_week.variable_id IS 'Variable clé';
COMMENT ON COLUMN v_variable_week.week IS 'Semaine (lundi)';
COMMENT ON COLUMN v_variable_week.n_passages IS 'Passages étiquetés';
COMMENT ON COLUMN v_variable_week.n_documents IS 'Documents';
COMMENT ON COLUMN v_variable_week.n_voices IS 'Voix';
COMMENT ON COLUMN v_variable_week.n_levers IS 'Passages de nature levier';
COMMENT ON COLUMN v_variable_week.n_trends IS 'Passages de nature tendance';
