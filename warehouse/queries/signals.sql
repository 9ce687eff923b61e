-- The signals of a week, with their measures then and the week before.
-- A pinned one that was extinct, hence not measured, stands there too: nothing is told of it but that.
-- Grain: signal. Reads: signal_week, signal, variable. Read by: Archive.signals.
WITH latest AS (
    SELECT * FROM signal_week
    WHERE week <= $week AND (week = $week OR signal_id IN (SELECT unnest($pinned::VARCHAR[])))
    QUALIFY row_number() OVER (PARTITION BY signal_id ORDER BY week DESC) = 1
),
here AS (
    SELECT *, true AS is_measured
    FROM latest
    WHERE week = $week
        AND (NOT (state = 'bruit' AND was = 'bruit') OR signal_id IN (SELECT unnest($pinned::VARCHAR[])))
    UNION ALL
    SELECT * REPLACE (
        $week AS week, state AS was, 0 AS score, 0 AS cusum, 0 AS n_mentions, 0 AS n_now, 0 AS expected, 0 AS n_voices,
        0 AS n_effective, 0 AS n_classes, 1 AS p_value, 0 AS shape, 0 AS effect, 0 AS visibility
    ), false
    FROM latest
    WHERE week < $week AND state = 'bruit'
),
other AS (
    SELECT w.signal_id, max(w.week) AS week
    FROM signal_week AS w
    JOIN here AS h ON h.signal_id = w.signal_id AND h.state <> w.state AND w.week < h.week
    GROUP BY w.signal_id
),
since AS (
    SELECT w.signal_id, min(w.week) AS week
    FROM signal_week AS w
    JOIN here AS h ON h.signal_id = w.signal_id AND h.state = w.state AND w.week <= h.week
    LEFT JOIN other AS o ON o.signal_id = w.signal_id
    WHERE o.week IS NULL OR w.week > o.week
    GROUP BY w.signal_id
)
SELECT
    n.signal_id, n.label, n.variable_id, v.label AS variable, s.born_on, f.week AS since,
    n.lead_key, n.was, n.reason, n AS now, p AS before
FROM here AS n
JOIN signal AS s USING (signal_id)
JOIN since AS f USING (signal_id)
LEFT JOIN signal_week AS p ON p.signal_id = n.signal_id AND p.week = n.week - 7 AND n.is_measured
LEFT JOIN variable AS v ON v.variable_id = n.variable_id
ORDER BY n.score DESC, n.signal_id;
