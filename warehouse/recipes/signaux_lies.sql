-- Les signaux de deux variables qui montent ensemble, à la dernière semaine où il y en a eu
SELECT week, first_variable_id, first, second_variable_id, second, n_documents, n_voices, round(expected, 1) AS expected
FROM v_signal_link
WHERE week = (SELECT max(week) FROM v_signal_link)
ORDER BY n_documents DESC, first, second;
