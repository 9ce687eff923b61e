-- A voice as it counts: who only capitals or accents part are one. Read by: warehouse.write.
CREATE OR REPLACE MACRO one_voice(written) AS lower(strip_accents(written));

-- A voice, as written, as pages show it: its own name, or that of its source where it is the source, or where it is an
-- identifier that nobody reads (« content/fr/posts/2024-10-29-….html », « cybergeo-932 »).
-- Read by: v_signal_maturity, v_signal_novelty, pages.
CREATE OR REPLACE MACRO voice_name(voice, source_id, source_name) AS
CASE
    WHEN voice = source_id THEN source_name
    WHEN regexp_full_match(voice, '\S*([/#]|[-_]\d{2,})\S*|[\p{Ll}0-9]+([-_]+[\p{L}\p{N}_]+){2,}') THEN source_name
    ELSE voice
END;
