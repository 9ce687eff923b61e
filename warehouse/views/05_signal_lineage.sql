-- What signals become, with names; and which one answers for one that is no more.
-- Grain: signal x relation x other signal. Reads: signal_lineage, signal. Read by: v_signal, analysts.
CREATE OR REPLACE VIEW v_signal_lineage AS
WITH RECURSIVE answers AS (
    SELECT signal_id, other_id AS survivor_id, 1 AS n
    FROM signal_lineage
    WHERE relation IN ('fusion', 'relecture')
    UNION ALL
    SELECT a.signal_id, l.other_id, a.n + 1
    FROM answers AS a
    JOIN signal_lineage AS l ON l.signal_id = a.survivor_id AND l.relation IN ('fusion', 'relecture')
    WHERE a.n < 100
),
last AS (
    SELECT signal_id, arg_max(survivor_id, n) AS survivor_id
    FROM answers
    GROUP BY signal_id
)
SELECT
    l.week,
    l.relation,
    l.signal_id,
    s.label,
    l.other_id,
    o.label AS other_label,
    l.reason,
    a.survivor_id
FROM signal_lineage AS l
LEFT JOIN signal AS s ON s.signal_id = l.signal_id
LEFT JOIN signal AS o ON o.signal_id = l.other_id
LEFT JOIN last AS a ON a.signal_id = l.signal_id;

COMMENT ON VIEW v_signal_lineage IS 'Ce que les signaux deviennent : fusions, divisions, redirections, relectures, avec leurs titres et leur raison';
COMMENT ON COLUMN v_signal_lineage.week IS 'Semaine (lundi)';
COMMENT ON COLUMN v_signal_lineage.relation IS 'fusion (absorbé par l’autre), division (né d’un motif de l’autre), redirection (éteint, un de ses motifs monte de nouveau dans l’autre) ou relecture (une nouvelle lecture de l’archive ne le fonde plus ; l’autre tient son motif)';
COMMENT ON COLUMN v_signal_lineage.signal_id IS 'Signal';
COMMENT ON COLUMN v_signal_lineage.label IS 'Son titre';
COMMENT ON COLUMN v_signal_lineage.other_id IS 'L’autre signal';
COMMENT ON COLUMN v_signal_lineage.other_label IS 'Son titre';
COMMENT ON COLUMN v_signal_lineage.reason IS 'Pourquoi, en une phrase';
COMMENT ON COLUMN v_signal_lineage.survivor_id IS 'Signal qui répond pour signal_id, de fusion en fusion ; vide s’il répond pour lui-même';
