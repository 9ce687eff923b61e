-- What is at stake in passages that carry a variable, with the words that tell it.
-- Grain: passage x stake. Reads: passage_stake, passage, version, repeated_block. Read by: analysts.
CREATE OR REPLACE VIEW v_stake AS
SELECT
    s.passage_id,
    s.stake,
    list(substring(v.text, s.start_char + 1, s.end_char - s.start_char) ORDER BY s.start_char) AS expressions
FROM passage_stake AS s
JOIN passage AS p USING (passage_id)
JOIN version AS v USING (version_id)
ANTI JOIN repeated_block AS r
    ON r.passage_id = s.passage_id AND r.start_char <= s.start_char AND s.end_char <= r.end_char
GROUP BY s.passage_id, s.stake;

COMMENT ON VIEW v_stake IS 'Les enjeux des passages étiquetés, par règles : des mots les disent, à vérifier à la lecture';
COMMENT ON COLUMN v_stake.passage_id IS 'Passage';
COMMENT ON COLUMN v_stake.stake IS 'risque, marge_de_manoeuvre ou opportunite';
COMMENT ON COLUMN v_stake.expressions IS 'Les mots qui le disent, tels qu’écrits dans le passage';
