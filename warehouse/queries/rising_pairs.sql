-- The signals of two variables that rise together at a week.
-- Grain: pair of signals. Reads: signal_link_at. Read by: Archive.rising_pairs.
SELECT first_variable_id, first, second_variable_id, second, n_documents, n_voices, first_id, second_id
FROM signal_link_at([$1::DATE])
ORDER BY n_documents DESC, n_voices DESC, first_id, second_id;
