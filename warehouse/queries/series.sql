-- Mentions of some units, week by week.
-- Grain: unit x week. Reads: unit_week. Read by: Archive.series.
SELECT unit_key, week, sum(n_days) AS n
FROM unit_week
WHERE unit_key IN (SELECT unnest(?::UBIGINT[])) AND week BETWEEN ? AND ?
GROUP BY unit_key, week;
