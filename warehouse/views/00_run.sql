-- Whether a run ended and published: the ledger tells those that did not, too (warehouse/begun.py).
-- Read by: source_health_at, v_source_health; Archive.runs tells it so of a base that no night brought up to date.
CREATE OR REPLACE MACRO is_finished(told) AS told NOT IN ('interrompu', 'echec');
