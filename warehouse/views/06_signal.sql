-- Signals as they stand after the last committed week, with the latest decision and pin.
-- Grain: signal. Reads: signal, v_signal_week, v_decision, v_pin, v_signal_survivor. Read by: analysts, reports.
CREATE OR REPLACE VIEW v_signal AS
WITH latest AS (
    SELECT *, max(week) FILTER (WHERE score IS NOT NULL) OVER (PARTITION BY signal_id) AS measured_week
    FROM v_signal_week
    QUALIFY row_number() OVER (PARTITION BY signal_id ORDER BY week DESC) = 1
),
said AS (
    SELECT signal_id, arg_max(decision, (decided_at, decision_id)) AS decision
    FROM v_decision
    GROUP BY ALL
)
SELECT
    s.signal_id,
    s.label,
    s.variable_id,
    v.label AS variable,
    coalesce(p.state, s.state) AS state,
    s.state_since,
    s.born_on,
    l.measured_week AS last_week,
    l.score,
    l.reason,
    l.n_mentions,
    l.expected,
    l.n_voices,
    l.n_effective,
    l.p_value,
    d.decision,
    s.state AS computed_state,
    p.author AS pinned_by,
    p.decided_at AS pinned_at,
    p.note AS pin_note,
    a.survivor_id AS absorbed_by
FROM signal AS s
LEFT JOIN latest AS l USING (signal_id)
LEFT JOIN said AS d USING (signal_id)
LEFT JOIN v_pin AS p USING (signal_id)
LEFT JOIN v_signal_survivor AS a USING (signal_id)
LEFT JOIN variable AS v ON v.variable_id = s.variable_id;

COMMENT ON VIEW v_signal IS 'Les signaux, leur état et leurs dernières mesures (vides, NULL, d’un signal épinglé éteint, tant qu’il n’est pas mesuré de nouveau)';
COMMENT ON COLUMN v_signal.signal_id IS 'Identifiant à vie';
COMMENT ON COLUMN v_signal.label IS 'Titre';
COMMENT ON COLUMN v_signal.variable_id IS 'Identifiant de la variable dominante ; vide (NULL) : aucune';
COMMENT ON COLUMN v_signal.variable IS 'Variable dominante ; vide (NULL) : aucune, le signal est hors des variables';
COMMENT ON COLUMN v_signal.state IS 'État montré : celui qu’un documentaliste a épinglé, sinon l’état calculé';
COMMENT ON COLUMN v_signal.state_since IS 'Semaine d’entrée dans l’état calculé';
COMMENT ON COLUMN v_signal.born_on IS 'Première alerte';
COMMENT ON COLUMN v_signal.last_week IS 'Dernière semaine mesurée';
COMMENT ON COLUMN v_signal.score IS 'Score, somme des parts de score_part';
COMMENT ON COLUMN v_signal.reason IS 'Pourquoi l’état calculé';
COMMENT ON COLUMN v_signal.n_mentions IS 'Mentions sur 12 semaines';
COMMENT ON COLUMN v_signal.expected IS 'Mentions attendues';
COMMENT ON COLUMN v_signal.n_voices IS 'Voix sur 12 semaines';
COMMENT ON COLUMN v_signal.n_effective IS 'Voix équivalentes';
COMMENT ON COLUMN v_signal.p_value IS 'Probabilité sous un flux stable';
COMMENT ON COLUMN v_signal.decision IS 'Dernier avis, sur lui ou sur un signal qu’il a absorbé ; vide (NULL) : aucun avis en cours';
COMMENT ON COLUMN v_signal.computed_state IS 'État calculé par la dernière nuit, que rien n’épingle';
COMMENT ON COLUMN v_signal.pinned_by IS 'Qui a épinglé l’état montré ; vide (NULL) : personne';
COMMENT ON COLUMN v_signal.pinned_at IS 'Instant de l’épingle (UTC) ; vide (NULL) : rien n’est épinglé';
COMMENT ON COLUMN v_signal.pin_note IS 'Pourquoi l’état est épinglé ; vide (NULL) : rien n’est épinglé';
COMMENT ON COLUMN v_signal.absorbed_by IS 'Signal qui répond pour lui depuis une fusion ; vide (NULL) : aucun';
