-- A name that only capitals or accents part is one voice: what is counted is told from what is written.
ALTER TABLE document ADD COLUMN voice_written VARCHAR;
UPDATE document SET voice_written = voice, voice = lower(strip_accents(voice));
COMMENT ON COLUMN document.voice IS 'Voix qui compte : qui parle, la source à défaut, sans capitales ni accents ; l’indépendance se compte en voix';
COMMENT ON COLUMN document.voice_written IS 'Voix telle que l’archive ou la source l’écrit';

-- Weeks committed before are not counted again: the days of two spellings are added up.
CREATE TEMP TABLE one AS
SELECT unit_key, week, lower(strip_accents(voice)) AS voice, least(sum(n_days), 7) AS n_days
FROM unit_week
GROUP BY ALL
ORDER BY week, unit_key, voice;
DELETE FROM unit_week;
INSERT INTO unit_week SELECT * FROM one;
DROP TABLE one;

CREATE TEMP TABLE one AS
SELECT unit_key, week, lower(strip_accents(voice)) AS voice, least(sum(n_days), 7) AS n_days, source_id
FROM newcomer_week
GROUP BY ALL;
DELETE FROM newcomer_week;
INSERT INTO newcomer_week SELECT * FROM one;
DROP TABLE one;

DELETE FROM unit_total;
INSERT INTO unit_total
SELECT unit_key, week, sum(n_days)
FROM unit_week
GROUP BY ALL
ORDER BY week, unit_key;
