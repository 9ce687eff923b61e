-- Les motifs les plus dits de l’archive, morceaux de motifs plus longs retirés
SELECT form, n_documents, n_voices, n_passages, first_day, last_day
FROM v_unit
WHERE within IS NULL AND n_documents >= 3
ORDER BY n_documents DESC, form
LIMIT 200;
