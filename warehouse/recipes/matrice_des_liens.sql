-- La matrice d’impacts croisés de la dernière semaine : chaque paire de variables, observée, attendue, et ce qui a changé
SELECT
    first,
    second,
    n_passages,
    round(expected, 1)  AS expected,
    round(lift, 2)      AS lift,
    round(lift_low, 2)  AS lift_low,
    round(lift_high, 2) AS lift_high,
    reading,
    n_before,
    round(change, 2)    AS change,
    trend,
    n_signals
FROM v_variable_link
WHERE week = (SELECT max(week) FROM week)
ORDER BY lift DESC NULLS LAST, first, second;
