-- What signals become, with names; and which one answers for one that is no more.
-- Grain: signal x relation x other signal. Reads: signal_lineage, signal, v_signal_survivor. Read by: analysts.
CREATE OR REPLACE VIEW v_signal_lineage AS
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
LEFT JOIN v_signal_survivor AS a ON a.signal_id = l.signal_id;

COMMENT ON VIEW v_signal_lineage IS 'Ce que les signaux deviennent : fusions, divisions, redirections, relectures, avec leurs titres et leur raison';
COMMENT ON COLUMN v_signal_lineage.week IS 'Semaine (lundi)';
COMMENT ON COLUMN v_signal_lineage.relation IS 'fusion (absorbé par l’autre), division (né d’un motif de l’autre), redirection (éteint, un de ses motifs monte de nouveau dans l’autre) ou relecture (une nouvelle lecture de l’archive ne le fonde plus ; l’autre tient son motif)';
COMMENT ON COLUMN v_signal_lineage.signal_id IS 'Signal';
COMMENT ON COLUMN v_signal_lineage.label IS 'Son titre';
COMMENT ON COLUMN v_signal_lineage.other_id IS 'L’autre signal';
COMMENT ON COLUMN v_signal_lineage.other_label IS 'Son titre';
COMMENT ON COLUMN v_signal_lineage.reason IS 'Pourquoi, en une phrase';
COMMENT ON COLUMN v_signal_lineage.survivor_id IS 'Signal qui répond pour signal_id, de fusion en fusion ; vide s’il répond pour lui-même';
