-- Ce que la semaine en cours montre déjà : provisoire, refait chaque nuit
SELECT unit, label, state, n_now, round(expected, 2) AS expected, round(cusum_start, 1) AS cusum_start, round(cusum, 1) AS cusum
FROM v_signal_provisional
ORDER BY cusum DESC, unit;
