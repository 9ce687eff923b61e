-- How the sources were doing at an instant, as a run knew it.
-- Grain: source. Reads: source_health_at, source. Read by: Archive.sources.
SELECT
    h.source_id, h.name, h.class AS class_, s.variables, h.n_documents, h.last_day, h.usual_gap,
    h.last_attempt_at, h.last_outcome, h.last_reason, h.health
FROM source_health_at(?::TIMESTAMP, ?::TIMESTAMP) AS h
JOIN source AS s USING (source_id)
ORDER BY h.name, h.source_id;
