-- What became of each topic, fit after fit, with names.
-- Grain: fit x topic x parent. Reads: topic_lineage, topic. Read by: analysts.
CREATE OR REPLACE VIEW v_topic_lineage AS
WITH named AS (
    SELECT topic_id, arg_max(label, fit_on) AS label
    FROM topic
    GROUP BY topic_id
)
SELECT
    l.fit_on,
    l.relation,
    l.topic_id,
    n.label,
    l.parent_id,
    p.label AS parent_label,
    l.share
FROM topic_lineage AS l
LEFT JOIN named AS n ON n.topic_id = l.topic_id
LEFT JOIN named AS p ON p.topic_id = l.parent_id;

COMMENT ON VIEW v_topic_lineage IS 'Ce que chaque thème est devenu, ajustement après ajustement';
COMMENT ON COLUMN v_topic_lineage.fit_on IS 'Jour de l’ajustement';
COMMENT ON COLUMN v_topic_lineage.relation IS 'suite, scission, fusion, fin ou naissance';
COMMENT ON COLUMN v_topic_lineage.topic_id IS 'Thème après l’ajustement ; pour une fin, le thème clos';
COMMENT ON COLUMN v_topic_lineage.label IS 'Son dernier nom';
COMMENT ON COLUMN v_topic_lineage.parent_id IS 'Thème de l’ajustement précédent ; vide (NULL) : une naissance n’en a pas';
COMMENT ON COLUMN v_topic_lineage.parent_label IS 'Son dernier nom ; vide (NULL) : une naissance n’en a pas';
COMMENT ON COLUMN v_topic_lineage.share IS 'Part des passages du thème d’avant qui sont dans celui de maintenant';
