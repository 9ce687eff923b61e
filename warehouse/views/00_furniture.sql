-- The sentences that their source was known to repeat before a day, the first ones too: a mention of these
-- counted while nothing told that they were furniture, but proves nothing since.
-- Grain: passage x sentence. Reads: block, repeated_block. Read by: signal_said_at, warehouse.signals, warehouse.topics.
CREATE OR REPLACE MACRO furniture_before(a_day) AS TABLE
SELECT passage_key, start_char, end_char
FROM block
WHERE imprint IN (SELECT imprint FROM repeated_block WHERE day < a_day);
