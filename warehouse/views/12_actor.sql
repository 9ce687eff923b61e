-- Who and what each passage names, with the variables the passage carries.
-- Grain: passage x actor. Reads: passage_actor, actor, passage, version, document, story, v_tag, repeated_block. Read by: analysts.
CREATE OR REPLACE VIEW v_actor AS
WITH carried AS (
    SELECT passage_id, list(variable_id ORDER BY variable_id) AS variables
    FROM v_tag
    GROUP BY passage_id
)
SELECT
    m.actor_id,
    a.label,
    a.facet,
    a.class,
    a.code,
    a.parent_id,
    substring(v.text, m.start_char + 1, m.end_char - m.start_char) AS wording,
    m.passage_id,
    m.start_char,
    m.end_char,
    p.document_id,
    d.source_id,
    d.voice,
    v.counted_on,
    CAST(date_trunc('week', v.counted_on) AS DATE) AS week,
    coalesce(t.is_copy, false)                     AS is_copy,
    coalesce(c.variables, [])                      AS variables
FROM passage_actor AS m
JOIN actor AS a USING (actor_id)
JOIN passage AS p USING (passage_id)
JOIN version AS v USING (version_id)
JOIN document AS d ON d.document_id = p.document_id
LEFT JOIN story AS t ON t.document_id = d.document_id
LEFT JOIN carried AS c ON c.passage_id = m.passage_id
ANTI JOIN repeated_block AS r
    ON r.passage_id = m.passage_id AND r.start_char <= m.start_char AND m.end_char <= r.end_char;

COMMENT ON VIEW v_actor IS 'Les acteurs, territoires et métiers que nomment les passages, hors des phrases que leur source répète';
COMMENT ON COLUMN v_actor.actor_id IS 'Acteur, territoire ou métier';
COMMENT ON COLUMN v_actor.label IS 'Nom affiché';
COMMENT ON COLUMN v_actor.facet IS 'acteur, territoire ou metier';
COMMENT ON COLUMN v_actor.class IS 'Classe dans la facette';
COMMENT ON COLUMN v_actor.code IS 'Sigle, ou code du département ou de la région ; vide (NULL) : il n’y en a pas';
COMMENT ON COLUMN v_actor.parent_id IS 'Acteur qui le contient ou le chapeaute ; vide (NULL) : aucun n’est connu';
COMMENT ON COLUMN v_actor.wording IS 'Comme écrit dans le passage';
COMMENT ON COLUMN v_actor.passage_id IS 'Passage';
COMMENT ON COLUMN v_actor.start_char IS 'Premier caractère dans la version';
COMMENT ON COLUMN v_actor.end_char IS 'Fin, caractère exclu';
COMMENT ON COLUMN v_actor.document_id IS 'Document';
COMMENT ON COLUMN v_actor.source_id IS 'Source';
COMMENT ON COLUMN v_actor.voice IS 'Voix';
COMMENT ON COLUMN v_actor.counted_on IS 'Jour où le passage compte';
COMMENT ON COLUMN v_actor.week IS 'Semaine (lundi) de ce jour';
COMMENT ON COLUMN v_actor.is_copy IS 'Vrai si le document en reprend un autre';
COMMENT ON COLUMN v_actor.variables IS 'Variables clés que porte le passage';
