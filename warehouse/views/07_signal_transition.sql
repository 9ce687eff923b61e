-- Every change of state of a signal, with its reason in words: computed, or chosen by someone.
-- What was decided of a signal that a new reading no longer founds is told of its heir; an absorbed
-- one keeps its own history.
-- Grain: signal x week x origin. Reads: signal, signal_week, decision, v_signal_survivor. Read by: analysts.
CREATE OR REPLACE VIEW v_signal_transition AS
WITH said AS (
    SELECT
        d.* REPLACE (coalesce(s.signal_id, a.survivor_id, d.signal_id) AS signal_id),
        CAST(date_trunc('week', timezone('Europe/Paris', timezone('UTC', d.decided_at))) AS DATE) AS week
    FROM decision AS d
    LEFT JOIN signal AS s ON s.signal_id = d.signal_id
    LEFT JOIN v_signal_survivor AS a ON a.signal_id = d.signal_id
    WHERE d.decision IN ('epingler', 'liberer')
    -- What nothing pinned cannot be freed.
    QUALIFY d.decision = 'epingler' OR lag(d.decision) OVER (
        PARTITION BY coalesce(a.survivor_id, d.signal_id) ORDER BY d.decided_at, d.decision_id
    ) = 'epingler'
),
computed AS (
    SELECT signal_id, label, week, was, state, reason
    FROM signal_week
    WHERE state <> was
)
SELECT signal_id, label, week, 'nuit' AS origin, was, state, reason
FROM computed
UNION ALL
SELECT
    d.signal_id,
    coalesce(c.label, s.label),
    d.week,
    d.author,
    c.state,
    coalesce(d.state, c.state),
    CASE d.decision WHEN 'epingler' THEN 'Épinglé' ELSE 'Libéré' END
        || ' par ' || d.author || CASE WHEN d.note = '' THEN '' ELSE ' : ' || d.note END
FROM said AS d
LEFT JOIN signal AS s USING (signal_id)
ASOF LEFT JOIN signal_week AS c ON c.signal_id = d.signal_id AND c.week <= d.week;

COMMENT ON VIEW v_signal_transition IS 'Chaque changement d’état d’un signal, avec sa raison en mots : calculé par une nuit, ou décidé par quelqu’un';
COMMENT ON COLUMN v_signal_transition.signal_id IS 'Signal ; pour un signal relu, celui qui répond pour lui';
COMMENT ON COLUMN v_signal_transition.label IS 'Titre cette semaine-là';
COMMENT ON COLUMN v_signal_transition.week IS 'Semaine (lundi)';
COMMENT ON COLUMN v_signal_transition.origin IS 'nuit (calculé), ou le nom de qui a épinglé ou libéré';
COMMENT ON COLUMN v_signal_transition.was IS 'État calculé d’avant ; vide s’il n’est pas connu';
COMMENT ON COLUMN v_signal_transition.state IS 'État d’après : calculé, ou montré à la demande de quelqu’un';
COMMENT ON COLUMN v_signal_transition.reason IS 'Pourquoi, en une phrase';
