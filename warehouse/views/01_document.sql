-- Every document with its source, its latest text and its story.
-- Grain: document. Reads: document, version, story, source. Read by: analysts, reports.
CREATE OR REPLACE VIEW v_document AS
WITH latest AS (
    SELECT document_id, arg_max(version_id, (available_at, version_id)) AS version_id, count(*) AS n_versions
    FROM version
    GROUP BY document_id
)
SELECT
    d.document_id,
    d.source_id,
    s.name                     AS source,
    s.class                    AS source_class,
    d.voice,
    d.voice_written,
    d.url,
    d.title,
    d.author,
    d.published_at,
    d.available_at,
    d.counted_on,
    d.origin,
    d.date_note,
    l.version_id,
    l.n_versions,
    v.language,
    v.n_characters,
    v.text,
    t.story_id,
    coalesce(t.is_copy, false) AS is_copy
FROM document AS d
JOIN latest AS l USING (document_id)
JOIN version AS v ON v.version_id = l.version_id
LEFT JOIN story AS t ON t.document_id = d.document_id
LEFT JOIN source AS s ON s.source_id = d.source_id;

COMMENT ON VIEW v_document IS 'Les documents, leur dernier texte, leur source et leur reprise';
COMMENT ON COLUMN v_document.document_id IS 'Identifiant du document';
COMMENT ON COLUMN v_document.source_id IS 'Identifiant de la source';
COMMENT ON COLUMN v_document.source IS 'Nom de la source';
COMMENT ON COLUMN v_document.source_class IS 'Classe de la source ; vide (NULL) : inconnue, pour une archive importée sans classe';
COMMENT ON COLUMN v_document.voice IS 'Voix qui compte : qui parle, sans capitales ni accents';
COMMENT ON COLUMN v_document.voice_written IS 'Voix telle qu’elle est écrite';
COMMENT ON COLUMN v_document.url IS 'Adresse';
COMMENT ON COLUMN v_document.title IS 'Titre';
COMMENT ON COLUMN v_document.author IS 'Auteur annoncé ; vide (NULL) : la source n’en donne pas';
COMMENT ON COLUMN v_document.published_at IS 'Date de publication (UTC)';
COMMENT ON COLUMN v_document.available_at IS 'Instant où Veille a pu connaître le texte (UTC)';
COMMENT ON COLUMN v_document.counted_on IS 'Jour où le document compte';
COMMENT ON COLUMN v_document.origin IS 'collecte ou import';
COMMENT ON COLUMN v_document.date_note IS 'Réserve sur la date';
COMMENT ON COLUMN v_document.version_id IS 'Dernière version du texte';
COMMENT ON COLUMN v_document.n_versions IS 'Nombre de versions connues';
COMMENT ON COLUMN v_document.language IS 'Langue reconnue';
COMMENT ON COLUMN v_document.n_characters IS 'Longueur du texte';
COMMENT ON COLUMN v_document.text IS 'Texte intégral de la dernière version';
COMMENT ON COLUMN v_document.story_id IS 'Reprise : premier document du groupe de quasi-doublons';
COMMENT ON COLUMN v_document.is_copy IS 'Vrai si le document en reprend un autre';
