-- Ce qui se dit de chaque variable, mois par mois, reprises retirées
SELECT
    v.label,
    date_trunc('month', w.week) AS month,
    sum(w.n_passages)           AS n_passages,
    sum(w.n_trends)             AS n_trends,
    sum(w.n_levers)             AS n_levers
FROM v_variable_week AS w
JOIN variable AS v USING (variable_id)
GROUP BY v.label, v.position, date_trunc('month', w.week)
ORDER BY month DESC, v.position;
