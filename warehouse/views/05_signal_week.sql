-- The life of signals, week by week. One that was extinct, hence not measured, and is pinned since has a row
-- in the last week, where nothing is told of it but that.
-- Grain: signal x week. Reads: signal_week, signal, week, v_pin. Read by: analysts, v_signal.
CREATE OR REPLACE VIEW v_signal_week AS
SELECT
    w.signal_id,
    w.label,
    w.variable_id,
    w.week,
    w.state,
    w.was,
    w.reason,
    w.score,
    w.cusum,
    w.n_mentions,
    w.n_now,
    w.expected,
    w.n_voices,
    w.n_effective,
    w.n_classes,
    w.p_value,
    w.shape,
    w.effect,
    w.visibility
FROM signal_week AS w
UNION ALL BY NAME
SELECT
    s.signal_id,
    s.label,
    s.variable_id,
    (SELECT max(week) FROM week)          AS week,
    s.state,
    s.state                               AS was,
    'Épinglé éteint : pas encore mesuré de nouveau' AS reason
FROM signal AS s
SEMI JOIN v_pin AS p USING (signal_id)
ANTI JOIN (FROM signal_week WHERE week = (SELECT max(week) FROM week)) AS w USING (signal_id)
WHERE s.state = 'bruit';

COMMENT ON VIEW v_signal_week IS 'La vie des signaux, semaine après semaine ; un signal épinglé éteint a une ligne à la dernière, sans mesures (NULL) tant qu’il n’est pas mesuré de nouveau';
COMMENT ON COLUMN v_signal_week.signal_id IS 'Signal';
COMMENT ON COLUMN v_signal_week.label IS 'Titre';
COMMENT ON COLUMN v_signal_week.variable_id IS 'Variable dominante ; vide (NULL) : aucune';
COMMENT ON COLUMN v_signal_week.week IS 'Semaine (lundi)';
COMMENT ON COLUMN v_signal_week.state IS 'État calculé : une épingle n’y touche pas';
COMMENT ON COLUMN v_signal_week.was IS 'État de la semaine précédente';
COMMENT ON COLUMN v_signal_week.reason IS 'Pourquoi cet état';
COMMENT ON COLUMN v_signal_week.score IS 'Score';
COMMENT ON COLUMN v_signal_week.cusum IS 'Somme cumulée, en nats';
COMMENT ON COLUMN v_signal_week.n_mentions IS 'Mentions sur 12 semaines';
COMMENT ON COLUMN v_signal_week.n_now IS 'Mentions de la semaine';
COMMENT ON COLUMN v_signal_week.expected IS 'Mentions attendues sur 12 semaines';
COMMENT ON COLUMN v_signal_week.n_voices IS 'Voix sur 12 semaines';
COMMENT ON COLUMN v_signal_week.n_effective IS 'Voix équivalentes';
COMMENT ON COLUMN v_signal_week.n_classes IS 'Classes de sources atteintes';
COMMENT ON COLUMN v_signal_week.p_value IS 'Probabilité sous un flux stable';
COMMENT ON COLUMN v_signal_week.shape IS 'Forme : montée contre événement';
COMMENT ON COLUMN v_signal_week.effect IS 'Borne basse du logarithme de la hausse';
COMMENT ON COLUMN v_signal_week.visibility IS 'Mentions récentes pour mille documents';
