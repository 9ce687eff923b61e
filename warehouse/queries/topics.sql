-- The topics of the latest fit.
-- Grain: topic. Reads: v_topic. Read by: Archive.topics.
SELECT topic_id, label, words, n_passages, variable_id, share, fit_on
FROM v_topic
ORDER BY n_passages DESC, topic_id;
