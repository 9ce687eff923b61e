-- Mentions of some units, week by week; those of a new source once it counts, as the measures of a signal have them.
-- Grain: unit x week. Reads: unit_week, newcomer_week, source_epoch. Read by: Archive.series.
SELECT unit_key, week, sum(n_days) AS n
FROM (
    SELECT unit_key, week, n_days
    FROM unit_week
    UNION ALL
    SELECT n.unit_key, n.week, n.n_days
    FROM newcomer_week AS n
    JOIN source_epoch AS e ON e.source_id = n.source_id AND e.change = 'arrivee'
    WHERE e.until <= $last
)
WHERE unit_key IN (SELECT unnest($units::UBIGINT[])) AND week BETWEEN $first AND $last
GROUP BY unit_key, week;
