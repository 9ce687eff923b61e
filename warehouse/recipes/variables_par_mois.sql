-- Ce qui se dit de chaque variable, mois par mois, reprises retirées
SELECT
    v.label,
    CAST(date_trunc('month', p.counted_on) AS DATE)                   AS month,
    count(DISTINCT p.passage_id)                                      AS n_passages,
    count(DISTINCT p.passage_id) FILTER (WHERE t.kind = 'tendance')   AS n_trends,
    count(DISTINCT p.passage_id) FILTER (WHERE t.kind = 'levier')     AS n_levers
FROM v_tag AS t
JOIN v_passage AS p USING (passage_id)
JOIN variable AS v USING (variable_id)
WHERE NOT p.is_copy
GROUP BY v.label, v.position, month
ORDER BY month DESC, v.position;
