-- Is each source alive? Silence is told from outage.
-- Grain: source. Reads: source, document, attempt, run, is_of_source, is_finished. Read by: analysts, reports, veille sources.
-- The macro says what a run (its instant) knew of a moment, its own or one before (a digest of a
-- past week); the view, what the last run knows.
CREATE OR REPLACE MACRO source_health_at(ran_at, instant) AS TABLE
WITH run_end AS (
    -- What a run brings in carries instants after its own: it ends where the next run starts.
    SELECT coalesce((SELECT min(as_of) FROM run WHERE as_of > ran_at AND is_finished(outcome)), 'infinity') AS end_at
),
clock AS (
    SELECT
        instant                                                             AS now,
        CAST(timezone('Europe/Paris', timezone('UTC', instant)) AS DATE)    AS today,
        end_at,
        CASE WHEN instant < ran_at THEN instant ELSE end_at END             AS tried_by
    FROM run_end
),
known AS (
    SELECT
        d.source_id,
        CAST(timezone('Europe/Paris', timezone('UTC', d.published_at)) AS DATE) AS day,
        d.available_at
    FROM document AS d
    CROSS JOIN clock AS c
    WHERE d.available_at < c.end_at
        -- Its day has begun in Paris: what a later day counts is not known yet.
        AND timezone('UTC', timezone('Europe/Paris', CAST(d.counted_on AS TIMESTAMP))) < c.now
),
days AS (
    SELECT DISTINCT source_id, day
    FROM known
),
gaps AS (
    SELECT source_id, day, day - lag(day) OVER (PARTITION BY source_id ORDER BY day) AS gap
    FROM days
),
rhythm AS (
    SELECT source_id, max(day) AS last_day, greatest(median(gap), 1) AS usual_gap
    FROM gaps
    GROUP BY source_id
),
volume AS (
    SELECT source_id, count(*) AS n_documents
    FROM known
    GROUP BY source_id
),
-- A source whose texts are dated long before they come (an archive, a year alone) is no silent one while they
-- come. What came the first time says nothing: it may be all that a dead feed still lists.
arrivals AS (
    SELECT k.source_id, CAST(timezone('Europe/Paris', timezone('UTC', max(k.available_at))) AS DATE) AS day
    FROM known AS k
    CROSS JOIN clock AS c
    WHERE k.available_at <= c.now
    GROUP BY k.source_id
    HAVING max(k.available_at) > min(k.available_at)
),
asked AS (
    SELECT
        a.source_id, a.attempt_id, a.attempted_at, a.outcome, a.reason,
        is_of_source(a.kind, a.url, s.kind, s.url) AS is_own
    FROM attempt AS a
    JOIN source AS s USING (source_id)
    CROSS JOIN clock AS c
    WHERE a.attempted_at < c.tried_by
),
tries AS (
    SELECT
        source_id,
        max(attempted_at)                                                           AS last_attempt_at,
        max(attempted_at) FILTER (WHERE outcome IN ('nouveau', 'inchange', 'vide')) AS last_answer_at,
        arg_max(outcome, (attempted_at, attempt_id)) FILTER (WHERE is_own)          AS last_outcome,
        arg_max(reason, (attempted_at, attempt_id)) FILTER (WHERE is_own)           AS last_reason
    FROM asked
    GROUP BY source_id
)
SELECT
    s.source_id,
    s.name,
    s.class,
    s.listed,
    coalesce(v.n_documents, 0) AS n_documents,
    r.last_day,
    r.usual_gap,
    t.last_attempt_at,
    t.last_answer_at,
    t.last_outcome,
    coalesce(t.last_reason, '') AS last_reason,
    CASE
        WHEN NOT s.listed THEN 'archive'
        WHEN t.last_outcome IN ('echec', 'refuse') THEN 'en_panne'
        WHEN v.n_documents IS NULL THEN 'jamais_lue'
        WHEN date_diff('day', greatest(r.last_day, a.day), c.today) > greatest(3 * r.usual_gap, 14) THEN 'muette'
        ELSE 'vivante'
    END AS health
FROM source AS s
CROSS JOIN clock AS c
LEFT JOIN rhythm AS r USING (source_id)
LEFT JOIN volume AS v USING (source_id)
LEFT JOIN arrivals AS a USING (source_id)
LEFT JOIN tries AS t USING (source_id);

CREATE OR REPLACE VIEW v_source_health AS
FROM source_health_at(
    (SELECT max(as_of) FROM run WHERE is_finished(outcome)),
    (SELECT max(as_of) FROM run WHERE is_finished(outcome))
);

COMMENT ON VIEW v_source_health IS 'La santé des sources : une panne n’est pas un silence';
COMMENT ON COLUMN v_source_health.source_id IS 'Source';
COMMENT ON COLUMN v_source_health.name IS 'Nom';
COMMENT ON COLUMN v_source_health.class IS 'Classe ; vide (NULL) : inconnue, pour une archive importée sans classe';
COMMENT ON COLUMN v_source_health.listed IS 'Vrai si la source est au catalogue';
COMMENT ON COLUMN v_source_health.n_documents IS 'Documents connus';
COMMENT ON COLUMN v_source_health.last_day IS 'Dernier jour de publication (Paris) ; vide (NULL) : aucun texte';
COMMENT ON COLUMN v_source_health.usual_gap IS 'Écart habituel entre deux jours de publication, en jours (médiane), un au moins ; vide (NULL) : aucun texte';
COMMENT ON COLUMN v_source_health.last_attempt_at IS 'Dernière tentative (UTC) ; vide (NULL) : jamais demandée';
COMMENT ON COLUMN v_source_health.last_answer_at IS 'Dernière réponse (UTC) ; vide (NULL) : aucune encore';
COMMENT ON COLUMN v_source_health.last_outcome IS 'Issue de la dernière tentative sur la source elle-même (flux, page, recherche) ; vide (NULL) : jamais demandée';
COMMENT ON COLUMN v_source_health.last_reason IS 'Raison de la dernière issue';
COMMENT ON COLUMN v_source_health.health IS 'vivante, muette (rien n’est paru ni venu depuis plus de trois fois son écart habituel, 14 jours au moins), en_panne, jamais_lue ou archive';
