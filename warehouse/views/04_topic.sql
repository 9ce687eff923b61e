-- Topics of the latest fit, with their profile over the variables.
-- Grain: topic. Reads: topic, topic_variable. Read by: analysts, reports.
CREATE OR REPLACE VIEW v_topic AS
WITH profile AS (
    SELECT fit_on, topic_id, arg_max(variable_id, (share, variable_id)) AS variable_id, max(share) AS share
    FROM topic_variable
    GROUP BY fit_on, topic_id
)
SELECT
    t.topic_id,
    t.label,
    t.words,
    t.n_passages,
    p.variable_id,
    p.share,
    t.fit_on,
    t.origin
FROM topic AS t
LEFT JOIN profile AS p USING (fit_on, topic_id)
WHERE t.fit_on = (SELECT max(fit_on) FROM topic);

COMMENT ON VIEW v_topic IS 'Les thèmes du dernier ajustement BERTopic';
COMMENT ON COLUMN v_topic.topic_id IS 'Identifiant du thème';
COMMENT ON COLUMN v_topic.label IS 'Nom';
COMMENT ON COLUMN v_topic.words IS 'Mots caractéristiques';
COMMENT ON COLUMN v_topic.n_passages IS 'Nombre de passages';
COMMENT ON COLUMN v_topic.variable_id IS 'Variable la plus présente ; vide (NULL) : aucune ne l’est';
COMMENT ON COLUMN v_topic.share IS 'Part des passages du thème qui portent cette variable ; vide (NULL) : aucune ne l’est';
COMMENT ON COLUMN v_topic.fit_on IS 'Jour de l’ajustement';
COMMENT ON COLUMN v_topic.origin IS 'nuit ou import';
