-- The signals whose shown state a documentalist chose, by their latest pin or release.
-- Grain: signal. Reads: decision. Read by: v_signal.
CREATE OR REPLACE VIEW v_pin AS
SELECT signal_id, state, author, note, decided_at
FROM (
    SELECT *
    FROM decision
    WHERE decision IN ('epingler', 'liberer')
    QUALIFY row_number() OVER (PARTITION BY signal_id ORDER BY decided_at DESC, decision_id DESC) = 1
)
WHERE decision = 'epingler';

COMMENT ON VIEW v_pin IS 'Les signaux dont un documentaliste a épinglé l’état : la nuit calcule toujours le sien, elle ne touche pas à celui-ci';
COMMENT ON COLUMN v_pin.signal_id IS 'Signal';
COMMENT ON COLUMN v_pin.state IS 'État montré';
COMMENT ON COLUMN v_pin.author IS 'Qui l’a épinglé';
COMMENT ON COLUMN v_pin.note IS 'Pourquoi';
COMMENT ON COLUMN v_pin.decided_at IS 'Instant (UTC)';
