-- The passages of some versions, in the order of each text.
-- Grain: passage. Reads: passage. Read by: Archive.tagged_texts.
SELECT
    passage_id AS id, version_id, document_id, ordinal, start_char AS start, end_char AS end, page
FROM passage
WHERE version_id IN (SELECT unnest($1))
ORDER BY version_id, ordinal;
