-- Les motifs les plus dits de l’archive, morceaux d’autres motifs retirés
SELECT form, n_documents, n_voices, n_passages, first_day, last_day
FROM v_unit
WHERE NOT is_piece AND n_documents >= 3
ORDER BY n_documents DESC, form
LIMIT 200;
