-- The signals of a week, with their measures then and the week before.
-- Grain: signal. Reads: signal_week, signal, variable, decision. Read by: Archive.signals.
WITH here AS (
    SELECT * FROM signal_week
    WHERE week = ? AND (
        NOT (state = 'bruit' AND was = 'bruit')
        OR signal_id IN (SELECT signal_id FROM decision WHERE decision = 'epingler')
    )
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
LEFT JOIN signal_week AS p ON p.signal_id = n.signal_id AND p.week = n.week - 7
LEFT JOIN variable AS v ON v.variable_id = n.variable_id
ORDER BY n.score DESC, n.signal_id;
