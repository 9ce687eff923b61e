-- The ledger of runs, with what their steps counted.
-- Grain: run. Reads: run, step, attempt, source, is_of_source. Read by: analysts, veille check.
CREATE OR REPLACE VIEW v_run AS
WITH steps AS (
    SELECT
        run_id,
        sum(seconds)  AS seconds,
        sum(n_failed) AS n_failed,
        list(step || ' : ' || n_out ORDER BY position) AS steps
    FROM step
    GROUP BY run_id
),
tries AS (
    SELECT
        a.run_id,
        count(*) AS n_attempts,
        -- A text that is refused is no failure; a source that is refused is missing.
        count(*) FILTER (
            WHERE a.outcome = 'echec'
            OR (a.outcome = 'refuse' AND is_of_source(a.kind, a.url, s.kind, s.url))
        ) AS n_failures,
        sum(a.n_documents) AS n_documents
    FROM attempt AS a
    LEFT JOIN source AS s USING (source_id)
    GROUP BY a.run_id
)
SELECT
    r.run_id,
    r.kind,
    r.as_of,
    r.outcome,
    r.message,
    coalesce(t.n_attempts, 0)  AS n_attempts,
    coalesce(t.n_failures, 0)  AS n_failures,
    coalesce(t.n_documents, 0) AS n_documents,
    s.steps,
    s.seconds,
    r.code_version,
    r.analysis_version
FROM run AS r
LEFT JOIN steps AS s USING (run_id)
LEFT JOIN tries AS t USING (run_id);

COMMENT ON VIEW v_run IS 'Le registre des exécutions';
COMMENT ON COLUMN v_run.run_id IS 'Exécution';
COMMENT ON COLUMN v_run.kind IS 'nuit ou import';
COMMENT ON COLUMN v_run.as_of IS 'Instant pour lequel elle vaut (UTC)';
COMMENT ON COLUMN v_run.outcome IS 'fait, ou incomplet si une source a manqué ; interrompu ou echec : rien n’en a été publié';
COMMENT ON COLUMN v_run.message IS 'Ce qu’il faut en savoir';
COMMENT ON COLUMN v_run.n_attempts IS 'Adresses demandées';
COMMENT ON COLUMN v_run.n_failures IS 'Échecs de collecte, et sources refusées';
COMMENT ON COLUMN v_run.n_documents IS 'Documents nouveaux collectés';
COMMENT ON COLUMN v_run.steps IS 'Étapes et leurs comptes ; vide (NULL) : aucune étape notée';
COMMENT ON COLUMN v_run.seconds IS 'Durée, en secondes ; vide (NULL) : aucune étape notée';
COMMENT ON COLUMN v_run.code_version IS 'Version du programme';
COMMENT ON COLUMN v_run.analysis_version IS 'Version de l’analyse';
