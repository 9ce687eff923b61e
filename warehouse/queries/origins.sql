-- The first document of some signals, and what was said of them before they rose.
-- Grain: signal. Reads: signal_novelty_at. Read by: Archive.origins.
SELECT signal_id, first_day, first_title, first_voice_name, n_before, weeks_before, novelty
FROM signal_novelty_at($week::DATE)
WHERE signal_id IN (SELECT unnest($signals));
