-- The signal that answers for each one that is no more, from one to the next; never round a loop.
-- Grain: signal. Reads: signal_lineage. Read by: every view of what is said of signals.
CREATE OR REPLACE VIEW v_signal_survivor AS
WITH RECURSIVE heir AS (
    SELECT signal_id, other_id
    FROM signal_lineage
    WHERE relation IN ('fusion', 'relecture')
),
answer AS (
    SELECT signal_id, other_id AS survivor_id, [signal_id, other_id] AS met
    FROM heir
    UNION ALL
    SELECT a.signal_id, h.other_id, list_append(a.met, h.other_id)
    FROM answer AS a
    JOIN heir AS h ON h.signal_id = a.survivor_id
    WHERE NOT list_contains(a.met, h.other_id)
)
SELECT signal_id, arg_max(survivor_id, len(met)) AS survivor_id
FROM answer
GROUP BY signal_id;

COMMENT ON VIEW v_signal_survivor IS 'Les signaux absorbés ou relus, et celui qui répond pour eux : ce qui est dit d’eux l’est de lui';
COMMENT ON COLUMN v_signal_survivor.signal_id IS 'Signal qui n’est plus';
COMMENT ON COLUMN v_signal_survivor.survivor_id IS 'Signal qui répond pour lui, de proche en proche';
