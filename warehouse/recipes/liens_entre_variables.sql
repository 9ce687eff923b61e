-- Les passages qui portent deux variables, par trimestre : de quoi nourrir une matrice d’impacts croisés
SELECT
    v.label                                           AS first,
    w.label                                           AS second,
    CAST(date_trunc('quarter', p.counted_on) AS DATE) AS quarter,
    count(*)                                          AS n_passages,
    count(DISTINCT p.voice)                           AS n_voices
FROM v_tag AS a
JOIN v_tag AS b USING (passage_id)
JOIN variable AS v ON v.variable_id = a.variable_id
JOIN variable AS w ON w.variable_id = b.variable_id AND v.position < w.position
JOIN v_passage AS p USING (passage_id)
WHERE NOT p.is_copy
GROUP BY ALL
ORDER BY quarter DESC, n_passages DESC, first, second;
