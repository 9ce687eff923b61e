-- The signals whose shown state a documentalist chose, by their latest pin or release: theirs, or
-- that of a signal they answer for.
-- Grain: signal. Reads: decision, v_signal_survivor. Read by: v_signal.
CREATE OR REPLACE VIEW v_pin AS
SELECT signal_id, state, author, note, decided_at
FROM (
    SELECT d.* REPLACE (coalesce(a.survivor_id, d.signal_id) AS signal_id)
    FROM decision AS d
    LEFT JOIN v_signal_survivor AS a ON a.signal_id = d.signal_id
    WHERE d.decision IN ('epingler', 'liberer')
    QUALIFY row_number() OVER (PARTITION BY coalesce(a.survivor_id, d.signal_id) ORDER BY d.decided_at DESC, d.decision_id DESC) = 1
)
WHERE decision = 'epingler';

COMMENT ON VIEW v_pin IS 'Les signaux dont un documentaliste a épinglé l’état : la nuit calcule toujours le sien, elle ne touche pas à celui-ci';
COMMENT ON COLUMN v_pin.signal_id IS 'Signal ; pour un signal absorbé ou relu, celui qui répond pour lui';
COMMENT ON COLUMN v_pin.state IS 'État montré';
COMMENT ON COLUMN v_pin.author IS 'Qui l’a épinglé';
COMMENT ON COLUMN v_pin.note IS 'Pourquoi';
COMMENT ON COLUMN v_pin.decided_at IS 'Instant (UTC)';
