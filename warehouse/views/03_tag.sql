-- Tags with the expressions that justify them, but those that only what their source repeats justifies.
-- Grain: passage x variable. Reads: tag, tag_span, theme, block, repeated_block. Read by: analysts, reports.
CREATE OR REPLACE VIEW v_tag AS
WITH why AS (
    SELECT passage_id, variable_id, list(expression ORDER BY start_char, end_char, expression) AS expressions
    FROM tag_span
    GROUP BY passage_id, variable_id
),
repeated AS (
    SELECT r.passage_id
    FROM repeated_block AS r
    GROUP BY r.passage_id, r.passage_key
    HAVING count(*) = (SELECT count(*) FROM block AS b WHERE b.passage_key = r.passage_key)
),
-- A span is of the block that holds more than half of it.
borne AS (
    SELECT s.passage_id, s.variable_id, s.start_char, s.end_char, bool_or(
        2 * (least(s.end_char, r.end_char) - greatest(s.start_char, r.start_char)) > s.end_char - s.start_char
    ) AS is_repeated
    FROM tag_span AS s
    JOIN repeated_block AS r USING (passage_id)
    GROUP BY s.passage_id, s.variable_id, s.start_char, s.end_char
),
unjustified AS (
    SELECT passage_id, variable_id
    FROM borne
    GROUP BY passage_id, variable_id
    HAVING bool_and(is_repeated)
)
SELECT
    t.passage_id,
    t.variable_id,
    t.probability,
    t.kind,
    t.theme_id,
    h.label AS theme,
    t.trend_type,
    w.expressions
FROM tag AS t
LEFT JOIN theme AS h ON h.variable_id = t.variable_id AND h.theme_id = t.theme_id
LEFT JOIN why AS w ON w.passage_id = t.passage_id AND w.variable_id = t.variable_id
ANTI JOIN repeated AS r ON r.passage_id = t.passage_id
ANTI JOIN unjustified AS u ON u.passage_id = t.passage_id AND u.variable_id = t.variable_id;

COMMENT ON VIEW v_tag IS 'Les étiquettes des passages et ce qui les justifie ; sans celles que seules justifient des phrases que leur source répète';
COMMENT ON COLUMN v_tag.passage_id IS 'Passage';
COMMENT ON COLUMN v_tag.variable_id IS 'Variable clé';
COMMENT ON COLUMN v_tag.probability IS 'Probabilité calibrée, de 0 à 1';
COMMENT ON COLUMN v_tag.kind IS 'tendance, levier ou aucun';
COMMENT ON COLUMN v_tag.theme_id IS 'Identifiant du sous-thème ; vide (NULL) : ni le modèle ni le lexique n’en dit aucun';
COMMENT ON COLUMN v_tag.theme IS 'Sous-thème ; vide (NULL) : ni le modèle ni le lexique n’en dit aucun';
COMMENT ON COLUMN v_tag.trend_type IS 'Type de tendance ; vide (NULL) : le passage n’est pas une tendance, ou son type n’est pas reconnu';
COMMENT ON COLUMN v_tag.expressions IS 'Expressions du lexique, ou proposition, qui justifient l’étiquette ; vide (NULL) : aucune n’est gardée';
