-- The latest opinion of each author on each signal, unless taken back, with the title of the signal.
-- What was said of a signal that is no more is said of the one that answers for it.
-- Grain: signal x author. Reads: decision, signal, v_signal_survivor. Read by: v_signal, analysts.
CREATE OR REPLACE VIEW v_decision AS
WITH said AS (
    SELECT d.* REPLACE (coalesce(a.survivor_id, d.signal_id) AS signal_id)
    FROM decision AS d
    LEFT JOIN v_signal_survivor AS a ON a.signal_id = d.signal_id
    WHERE d.decision NOT IN ('epingler', 'liberer')
    QUALIFY row_number() OVER (
        PARTITION BY coalesce(a.survivor_id, d.signal_id), d.author ORDER BY d.decided_at DESC, d.decision_id DESC
    ) = 1
)
SELECT
    d.decision_id,
    d.signal_id,
    s.label,
    d.decision,
    d.motive,
    d.note,
    d.author,
    d.decided_at
FROM said AS d
LEFT JOIN signal AS s USING (signal_id)
WHERE d.decision <> 'retirer';

COMMENT ON VIEW v_decision IS 'Le dernier avis de chaque documentaliste sur chaque signal (vieux d’une nuit au plus), sauf s’il l’a retiré ; les états épinglés sont dans v_pin';
COMMENT ON COLUMN v_decision.decision_id IS 'Identifiant';
COMMENT ON COLUMN v_decision.signal_id IS 'Signal ; pour un signal absorbé ou relu, celui qui répond pour lui';
COMMENT ON COLUMN v_decision.label IS 'Titre du signal';
COMMENT ON COLUMN v_decision.decision IS 'retenu, a_suivre, ecarte ou doute';
COMMENT ON COLUMN v_decision.motive IS 'Motif du rejet ; vide (NULL) : l’avis n’est pas un rejet';
COMMENT ON COLUMN v_decision.note IS 'Commentaire';
COMMENT ON COLUMN v_decision.author IS 'Auteur';
COMMENT ON COLUMN v_decision.decided_at IS 'Instant (UTC)';
