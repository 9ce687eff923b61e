-- How much each topic of the latest fit is spoken of, week by week.
-- Grain: topic x week. Reads: v_topic, passage_topic, passage, version, document, story. Read by: analysts.
CREATE OR REPLACE VIEW v_topic_week AS
SELECT
    t.topic_id,
    t.label,
    CAST(date_trunc('week', v.counted_on) AS DATE) AS week,
    count(*)                                       AS n_passages,
    count(DISTINCT p.document_id)                  AS n_documents,
    count(DISTINCT d.voice)                        AS n_voices
FROM v_topic AS t
JOIN passage_topic AS m ON m.fit_on = t.fit_on AND m.topic_id = t.topic_id
JOIN passage AS p USING (passage_id)
JOIN version AS v USING (version_id)
JOIN document AS d ON d.document_id = p.document_id
LEFT JOIN story AS s ON s.document_id = d.document_id
WHERE NOT coalesce(s.is_copy, false)
GROUP BY t.topic_id, t.label, CAST(date_trunc('week', v.counted_on) AS DATE);

COMMENT ON VIEW v_topic_week IS 'Ce qui se dit de chaque thème du dernier ajustement, semaine après semaine (reprises retirées) ; un thème se suit, il ne donne pas l’alerte';
COMMENT ON COLUMN v_topic_week.topic_id IS 'Identifiant du thème';
COMMENT ON COLUMN v_topic_week.label IS 'Nom';
COMMENT ON COLUMN v_topic_week.week IS 'Semaine (lundi)';
COMMENT ON COLUMN v_topic_week.n_passages IS 'Passages du thème';
COMMENT ON COLUMN v_topic_week.n_documents IS 'Documents';
COMMENT ON COLUMN v_topic_week.n_voices IS 'Voix';
