-- The classes of sources that some signals have reached by the end of a week.
-- Grain: signal x class. Reads: signal_maturity_at. Read by: Archive.maturity.
SELECT signal_id, class AS class_, rung, rank, first_day, first_voice_name, n_voices
FROM signal_maturity_at($week::DATE)
WHERE signal_id IN (SELECT unnest($signals))
ORDER BY signal_id, rank, rung NULLS LAST;
