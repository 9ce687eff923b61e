-- The stored facts and results. Large tables carry no index: keys are kept by the writers
-- (warehouse/write.py) and proved by warehouse/checks before each publication.
-- Instants are UTC; days and weeks are those of Europe/Paris; a week is its Monday.

CREATE TABLE source (
    source_id      VARCHAR PRIMARY KEY,
    name           VARCHAR NOT NULL,
    class          VARCHAR,
    kind           VARCHAR NOT NULL,
    url            VARCHAR,
    variables      VARCHAR[] NOT NULL,
    rights         VARCHAR NOT NULL,
    retention_days INTEGER NOT NULL,
    language       VARCHAR NOT NULL,
    listed         BOOLEAN NOT NULL,
    note           VARCHAR NOT NULL
);
COMMENT ON TABLE source IS 'Une ligne par source : celles du catalogue et celles que nomment les archives importées';
COMMENT ON COLUMN source.source_id IS 'Identifiant de la source';
COMMENT ON COLUMN source.name IS 'Nom affiché';
COMMENT ON COLUMN source.class IS 'Classe : association, collectivite, presse, recherche ou institution ; vide si inconnue';
COMMENT ON COLUMN source.kind IS 'Connecteur : feed, hal, page ou archive';
COMMENT ON COLUMN source.url IS 'Adresse du flux ou de l’interface ; vide pour une archive';
COMMENT ON COLUMN source.variables IS 'Variables attendues de cette source';
COMMENT ON COLUMN source.rights IS 'Droits : open (licence ouverte), licensed (contrat) ou tdm (fouille de textes)';
COMMENT ON COLUMN source.retention_days IS 'Durée de conservation des textes, en jours ; 0 : sans limite';
COMMENT ON COLUMN source.language IS 'Langue attendue, code ISO 639-1';
COMMENT ON COLUMN source.listed IS 'Vrai si la source figure au catalogue de collecte';
COMMENT ON COLUMN source.note IS 'Pourquoi cette source est suivie';

CREATE TABLE attempt (
    attempt_id    VARCHAR PRIMARY KEY,
    run_id        VARCHAR NOT NULL,
    source_id     VARCHAR NOT NULL,
    url           VARCHAR NOT NULL,
    kind          VARCHAR NOT NULL,
    attempted_at  TIMESTAMP NOT NULL,
    outcome       VARCHAR NOT NULL,
    reason        VARCHAR NOT NULL,
    status        INTEGER,
    size_bytes    BIGINT NOT NULL,
    etag          VARCHAR,
    last_modified VARCHAR,
    n_documents   INTEGER NOT NULL
);
COMMENT ON TABLE attempt IS 'Une ligne par adresse demandée lors d’une exécution, avec son issue';
COMMENT ON COLUMN attempt.attempt_id IS 'Identifiant de la tentative';
COMMENT ON COLUMN attempt.run_id IS 'Exécution qui a fait la tentative';
COMMENT ON COLUMN attempt.source_id IS 'Source collectée';
COMMENT ON COLUMN attempt.url IS 'Adresse demandée';
COMMENT ON COLUMN attempt.kind IS 'Nature : robots, feed, page, pdf ou api';
COMMENT ON COLUMN attempt.attempted_at IS 'Instant de la demande (UTC)';
COMMENT ON COLUMN attempt.outcome IS 'Issue : nouveau, inchange, vide, refuse ou echec';
COMMENT ON COLUMN attempt.reason IS 'Raison en clair, vide si tout va bien';
COMMENT ON COLUMN attempt.status IS 'Code HTTP ; vide : pas de réponse';
COMMENT ON COLUMN attempt.size_bytes IS 'Taille décodée, en octets';
COMMENT ON COLUMN attempt.etag IS 'Validateur ETag, tel quel';
COMMENT ON COLUMN attempt.last_modified IS 'Validateur Last-Modified, tel quel';
COMMENT ON COLUMN attempt.n_documents IS 'Documents nouveaux tirés de cette adresse';

CREATE TABLE document (
    document_id  VARCHAR NOT NULL,
    source_id    VARCHAR NOT NULL,
    voice        VARCHAR NOT NULL,
    url          VARCHAR NOT NULL,
    title        VARCHAR NOT NULL,
    author       VARCHAR,
    published_at TIMESTAMP NOT NULL,
    available_at TIMESTAMP NOT NULL,
    counted_on   DATE NOT NULL,
    origin       VARCHAR NOT NULL,
    date_note    VARCHAR NOT NULL,
    first_version_id VARCHAR NOT NULL
);
COMMENT ON TABLE document IS 'Une ligne par texte publié ; ses états successifs sont dans version';
COMMENT ON COLUMN document.document_id IS 'Empreinte de l’adresse canonique, ou de la source et de l’identifiant d’archive';
COMMENT ON COLUMN document.source_id IS 'Source';
COMMENT ON COLUMN document.voice IS 'Voix : qui parle, la source à défaut ; l’indépendance se compte en voix';
COMMENT ON COLUMN document.url IS 'Adresse donnée par la source';
COMMENT ON COLUMN document.title IS 'Titre';
COMMENT ON COLUMN document.author IS 'Auteur annoncé ; vide si la source n’en donne pas';
COMMENT ON COLUMN document.published_at IS 'Date de publication (UTC)';
COMMENT ON COLUMN document.available_at IS 'Instant où Veille a pu connaître le texte (UTC)';
COMMENT ON COLUMN document.counted_on IS 'Jour (Paris) où le document compte dans les statistiques';
COMMENT ON COLUMN document.origin IS 'collecte ou import';
COMMENT ON COLUMN document.date_note IS 'Réserve sur la date de publication, vide sinon';
COMMENT ON COLUMN document.first_version_id IS 'Première version connue, celle dont viennent le titre et la date';

CREATE TABLE version (
    version_id   VARCHAR NOT NULL,
    document_id  VARCHAR NOT NULL,
    text         VARCHAR NOT NULL,
    n_characters INTEGER NOT NULL,
    language     VARCHAR NOT NULL,
    pages        INTEGER[] NOT NULL,
    available_at TIMESTAMP NOT NULL,
    counted_on   DATE NOT NULL,
    signature    BLOB NOT NULL,
    analysis     VARCHAR NOT NULL
);
COMMENT ON TABLE version IS 'Une ligne par état du texte d’un document, mot pour mot';
COMMENT ON COLUMN version.version_id IS 'Empreinte du document et du texte';
COMMENT ON COLUMN version.document_id IS 'Document';
COMMENT ON COLUMN version.text IS 'Texte intégral, jamais retouché (Unicode NFC)';
COMMENT ON COLUMN version.n_characters IS 'Longueur du texte, en caractères';
COMMENT ON COLUMN version.language IS 'Langue reconnue, code ISO 639-1';
COMMENT ON COLUMN version.pages IS 'Position du début de chaque page ; vide si le texte n’a pas de pages';
COMMENT ON COLUMN version.available_at IS 'Instant où Veille a pu connaître cet état (UTC)';
COMMENT ON COLUMN version.counted_on IS 'Jour (Paris) où cet état compte dans les statistiques';
COMMENT ON COLUMN version.signature IS 'Signature MinHash du texte, pour reconnaître les reprises';
COMMENT ON COLUMN version.analysis IS 'Version des modèles et des règles qui ont analysé ce texte';

CREATE TABLE story (
    document_id VARCHAR NOT NULL,
    story_id    VARCHAR NOT NULL,
    is_copy     BOOLEAN NOT NULL,
    similarity  DOUBLE NOT NULL
);
COMMENT ON TABLE story IS 'À quelle reprise appartient chaque document : les quasi-doublons ne font qu’une voix';
COMMENT ON COLUMN story.document_id IS 'Document';
COMMENT ON COLUMN story.story_id IS 'Premier document de la reprise';
COMMENT ON COLUMN story.is_copy IS 'Vrai si le document en copie un autre, plus ancien';
COMMENT ON COLUMN story.similarity IS 'Similarité de Jaccard estimée avec le document copié, de 0 à 1';

CREATE TABLE passage (
    passage_id  VARCHAR NOT NULL,
    passage_key UBIGINT NOT NULL,
    version_id  VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    ordinal     INTEGER NOT NULL,
    start_char  INTEGER NOT NULL,
    end_char    INTEGER NOT NULL,
    page        INTEGER
);
COMMENT ON TABLE passage IS 'Une ligne par passage de 2 à 5 phrases, aux positions exactes dans la version';
COMMENT ON COLUMN passage.passage_id IS 'Identifiant du passage';
COMMENT ON COLUMN passage.passage_key IS 'Le même identifiant, en entier de 64 bits';
COMMENT ON COLUMN passage.version_id IS 'Version du texte';
COMMENT ON COLUMN passage.document_id IS 'Document';
COMMENT ON COLUMN passage.ordinal IS 'Rang du passage dans la version, à partir de 0';
COMMENT ON COLUMN passage.start_char IS 'Premier caractère, à partir de 0';
COMMENT ON COLUMN passage.end_char IS 'Fin, caractère exclu';
COMMENT ON COLUMN passage.page IS 'Page, à partir de 1 ; vide si le texte n’a pas de pages';

CREATE TABLE tag (
    passage_id  VARCHAR NOT NULL,
    variable_id VARCHAR NOT NULL,
    probability DOUBLE NOT NULL,
    kind        VARCHAR NOT NULL,
    theme_id    VARCHAR,
    trend_type  VARCHAR
);
COMMENT ON TABLE tag IS 'Une ligne par passage et variable reconnue';
COMMENT ON COLUMN tag.passage_id IS 'Passage';
COMMENT ON COLUMN tag.variable_id IS 'Variable clé';
COMMENT ON COLUMN tag.probability IS 'Confiance, de 0 à 1 (règles pondérées, non calibrée)';
COMMENT ON COLUMN tag.kind IS 'Nature du passage : tendance, levier ou aucun';
COMMENT ON COLUMN tag.theme_id IS 'Sous-thème dominant';
COMMENT ON COLUMN tag.trend_type IS 'Type de tendance : societale, socio_economique, institutionnelle, technologique, environnementale';

CREATE TABLE tag_span (
    passage_id  VARCHAR NOT NULL,
    variable_id VARCHAR NOT NULL,
    start_char  INTEGER NOT NULL,
    end_char    INTEGER NOT NULL,
    expression  VARCHAR NOT NULL,
    weight      DOUBLE NOT NULL
);
COMMENT ON TABLE tag_span IS 'Ce qui justifie une étiquette : une expression du lexique à sa place dans le texte';
COMMENT ON COLUMN tag_span.passage_id IS 'Passage';
COMMENT ON COLUMN tag_span.variable_id IS 'Variable clé';
COMMENT ON COLUMN tag_span.start_char IS 'Premier caractère dans la version';
COMMENT ON COLUMN tag_span.end_char IS 'Fin, caractère exclu';
COMMENT ON COLUMN tag_span.expression IS 'Expression du lexique';
COMMENT ON COLUMN tag_span.weight IS 'Poids de l’expression : 3 décide seule, 1 est un indice';

CREATE TABLE unit (
    unit_key UBIGINT NOT NULL,
    lemma    VARCHAR NOT NULL
);
COMMENT ON TABLE unit IS 'Une ligne par motif : un terme lemmatisé qui peut monter';
COMMENT ON COLUMN unit.unit_key IS 'Empreinte de la forme lemmatisée, en entier de 64 bits';
COMMENT ON COLUMN unit.lemma IS 'Forme lemmatisée';

CREATE TABLE mention (
    unit_key    UBIGINT NOT NULL,
    passage_key UBIGINT NOT NULL,
    start_char  INTEGER NOT NULL,
    end_char    INTEGER NOT NULL,
    context     UBIGINT NOT NULL
);
COMMENT ON TABLE mention IS 'Une ligne par motif et passage où il paraît (première occurrence)';
COMMENT ON COLUMN mention.unit_key IS 'Motif';
COMMENT ON COLUMN mention.passage_key IS 'Passage';
COMMENT ON COLUMN mention.start_char IS 'Premier caractère dans la version';
COMMENT ON COLUMN mention.end_char IS 'Fin, caractère exclu';
COMMENT ON COLUMN mention.context IS 'Empreinte des deux mots de part et d’autre : une mention ne compte que dans un contexte neuf';

CREATE TABLE unit_week (
    unit_key UBIGINT NOT NULL,
    week     DATE NOT NULL,
    voice    VARCHAR NOT NULL,
    n_days   UTINYINT NOT NULL
);
COMMENT ON TABLE unit_week IS 'Comptes hebdomadaires par motif et voix, copies et contextes répétés retirés';
COMMENT ON COLUMN unit_week.unit_key IS 'Motif';
COMMENT ON COLUMN unit_week.week IS 'Semaine (lundi)';
COMMENT ON COLUMN unit_week.voice IS 'Voix';
COMMENT ON COLUMN unit_week.n_days IS 'Jours distincts où cette voix emploie le motif, de 1 à 7';

CREATE TABLE week (
    week        DATE PRIMARY KEY,
    n_documents INTEGER NOT NULL,
    n_all       INTEGER NOT NULL,
    n_voices    INTEGER NOT NULL
);
COMMENT ON TABLE week IS 'Une ligne par semaine arrêtée : l’exposition des statistiques';
COMMENT ON COLUMN week.week IS 'Semaine (lundi)';
COMMENT ON COLUMN week.n_documents IS 'Documents en français, sans les copies : le dénominateur des taux';
COMMENT ON COLUMN week.n_all IS 'Tous les documents, copies comprises';
COMMENT ON COLUMN week.n_voices IS 'Voix distinctes';

CREATE TABLE unit_state (
    unit_key  UBIGINT NOT NULL,
    past      DOUBLE NOT NULL,
    past_week DATE NOT NULL,
    s2        DOUBLE NOT NULL,
    s4        DOUBLE NOT NULL,
    s8        DOUBLE NOT NULL,
    seen_week DATE NOT NULL
);
COMMENT ON TABLE unit_state IS 'État du CUSUM de chaque motif à sa dernière mise à jour';
COMMENT ON COLUMN unit_state.unit_key IS 'Motif';
COMMENT ON COLUMN unit_state.past IS 'Compte passé, pondéré par l’ancienneté (demi-vie 26 semaines, retard 8 semaines)';
COMMENT ON COLUMN unit_state.past_week IS 'Semaine à laquelle « past » est exprimé';
COMMENT ON COLUMN unit_state.s2 IS 'Somme cumulée pour un doublement, en nats';
COMMENT ON COLUMN unit_state.s4 IS 'Somme cumulée pour un quadruplement, en nats';
COMMENT ON COLUMN unit_state.s8 IS 'Somme cumulée pour une multiplication par huit, en nats';
COMMENT ON COLUMN unit_state.seen_week IS 'Dernière semaine prise en compte';

CREATE TABLE signal (
    signal_id   VARCHAR NOT NULL,
    born_on     DATE NOT NULL,
    anchor_key  UBIGINT NOT NULL,
    label       VARCHAR NOT NULL,
    variable_id VARCHAR,
    state       VARCHAR NOT NULL,
    state_since DATE NOT NULL,
    n_quiet     INTEGER NOT NULL,
    n_low       INTEGER NOT NULL,
    n_fall      INTEGER NOT NULL,
    confirmed_on DATE
);
COMMENT ON TABLE signal IS 'Une ligne par signal : un groupe de motifs qui montent ensemble, identifiant à vie';
COMMENT ON COLUMN signal.signal_id IS 'Identifiant stable';
COMMENT ON COLUMN signal.born_on IS 'Semaine (lundi) de la première alerte';
COMMENT ON COLUMN signal.anchor_key IS 'Motif qui a fait naître le signal';
COMMENT ON COLUMN signal.label IS 'Titre : une expression qui existe dans un texte';
COMMENT ON COLUMN signal.variable_id IS 'Variable clé dominante';
COMMENT ON COLUMN signal.state IS 'État de la dernière semaine arrêtée';
COMMENT ON COLUMN signal.state_since IS 'Semaine d’entrée dans cet état';
COMMENT ON COLUMN signal.n_quiet IS 'Semaines de suite avec un CUSUM inférieur à 4';
COMMENT ON COLUMN signal.n_low IS 'Semaines de suite sous ce qui maintient l’état : visibilité ou, pour un candidat, allure de montée';
COMMENT ON COLUMN signal.n_fall IS 'Semaines de suite en baisse nette';
COMMENT ON COLUMN signal.confirmed_on IS 'Semaine de la première confirmation ; vide : jamais confirmé';

CREATE TABLE signal_unit (
    signal_id VARCHAR NOT NULL,
    unit_key  UBIGINT NOT NULL,
    since     DATE NOT NULL,
    until     DATE
);
COMMENT ON TABLE signal_unit IS 'Les motifs d’un signal et la semaine où chacun l’a rejoint';
COMMENT ON COLUMN signal_unit.signal_id IS 'Signal';
COMMENT ON COLUMN signal_unit.unit_key IS 'Motif';
COMMENT ON COLUMN signal_unit.since IS 'Semaine (lundi) d’entrée';
COMMENT ON COLUMN signal_unit.until IS 'Semaine (lundi) de sortie ; vide : toujours membre';

CREATE TABLE signal_week (
    signal_id   VARCHAR NOT NULL,
    week        DATE NOT NULL,
    label       VARCHAR NOT NULL,
    variable_id VARCHAR,
    lead_key    UBIGINT NOT NULL,
    state       VARCHAR NOT NULL,
    was         VARCHAR NOT NULL,
    reason      VARCHAR NOT NULL,
    score       DOUBLE NOT NULL,
    cusum       DOUBLE NOT NULL,
    n_mentions  INTEGER NOT NULL,
    n_now       INTEGER NOT NULL,
    expected    DOUBLE NOT NULL,
    n_voices    INTEGER NOT NULL,
    n_effective DOUBLE NOT NULL,
    n_classes   INTEGER NOT NULL,
    p_value     DOUBLE NOT NULL,
    shape       DOUBLE NOT NULL,
    effect      DOUBLE NOT NULL,
    visibility  DOUBLE NOT NULL
);
COMMENT ON TABLE signal_week IS 'Les mesures et l’état d’un signal, une ligne par semaine arrêtée';
COMMENT ON COLUMN signal_week.signal_id IS 'Signal';
COMMENT ON COLUMN signal_week.week IS 'Semaine (lundi)';
COMMENT ON COLUMN signal_week.label IS 'Titre cette semaine-là';
COMMENT ON COLUMN signal_week.variable_id IS 'Variable dominante cette semaine-là';
COMMENT ON COLUMN signal_week.lead_key IS 'Motif le plus fort du signal, dont viennent les mesures';
COMMENT ON COLUMN signal_week.state IS 'État à la fin de la semaine';
COMMENT ON COLUMN signal_week.was IS 'État de la semaine précédente';
COMMENT ON COLUMN signal_week.reason IS 'Pourquoi cet état, en une phrase';
COMMENT ON COLUMN signal_week.score IS 'Somme des lignes de score_part';
COMMENT ON COLUMN signal_week.cusum IS 'Somme cumulée (CUSUM), en nats ; 8 : candidat, 10 : alerte';
COMMENT ON COLUMN signal_week.n_mentions IS 'Mentions (voix × jour) sur 12 semaines';
COMMENT ON COLUMN signal_week.n_now IS 'Mentions de la semaine';
COMMENT ON COLUMN signal_week.expected IS 'Mentions attendues sur 12 semaines si rien ne changeait';
COMMENT ON COLUMN signal_week.n_voices IS 'Voix distinctes sur 12 semaines';
COMMENT ON COLUMN signal_week.n_effective IS 'Voix équivalentes : exponentielle de l’entropie des parts de voix';
COMMENT ON COLUMN signal_week.n_classes IS 'Classes de sources atteintes';
COMMENT ON COLUMN signal_week.p_value IS 'Probabilité qu’un flux stable donne autant, sans la meilleure voix ni les meilleures semaines';
COMMENT ON COLUMN signal_week.shape IS 'Logarithme du rapport : montée contre événement unique ; positif : montée';
COMMENT ON COLUMN signal_week.effect IS 'Borne basse du logarithme de la hausse (95 %)';
COMMENT ON COLUMN signal_week.visibility IS 'Mentions récentes pour mille documents (demi-vie 4 semaines)';

CREATE TABLE score_part (
    signal_id VARCHAR NOT NULL,
    week      DATE NOT NULL,
    part      VARCHAR NOT NULL,
    value     DOUBLE NOT NULL,
    sentence  VARCHAR NOT NULL
);
COMMENT ON TABLE score_part IS 'Les parts du score d’un signal ; leur somme est le score';
COMMENT ON COLUMN score_part.signal_id IS 'Signal';
COMMENT ON COLUMN score_part.week IS 'Semaine (lundi)';
COMMENT ON COLUMN score_part.part IS 'croissance, nouveaute, diffusion, classes, forme ou variable';
COMMENT ON COLUMN score_part.value IS 'Valeur de la part';
COMMENT ON COLUMN score_part.sentence IS 'La part dite en une phrase';

CREATE TABLE evidence (
    signal_id  VARCHAR NOT NULL,
    week       DATE NOT NULL,
    rank       INTEGER NOT NULL,
    passage_id VARCHAR NOT NULL,
    role       VARCHAR NOT NULL,
    start_char INTEGER NOT NULL,
    end_char   INTEGER NOT NULL
);
COMMENT ON TABLE evidence IS 'Les preuves d’un signal pour la dernière semaine arrêtée, meilleures d’abord';
COMMENT ON COLUMN evidence.signal_id IS 'Signal';
COMMENT ON COLUMN evidence.week IS 'Semaine (lundi) du choix';
COMMENT ON COLUMN evidence.rank IS 'Rang, à partir de 1';
COMMENT ON COLUMN evidence.passage_id IS 'Passage cité';
COMMENT ON COLUMN evidence.role IS 'premier (le plus ancien), peripherique (la voix la plus rare) ou represente';
COMMENT ON COLUMN evidence.start_char IS 'Début du motif dans la version';
COMMENT ON COLUMN evidence.end_char IS 'Fin du motif, caractère exclu';

CREATE TABLE topic (
    fit_on   DATE NOT NULL,
    topic_id VARCHAR NOT NULL,
    label    VARCHAR NOT NULL,
    words    VARCHAR[] NOT NULL,
    n_passages INTEGER NOT NULL,
    origin   VARCHAR NOT NULL
);
COMMENT ON TABLE topic IS 'Les thèmes BERTopic de chaque ajustement mensuel';
COMMENT ON COLUMN topic.fit_on IS 'Jour jusqu’auquel l’ajustement a lu (exclu)';
COMMENT ON COLUMN topic.topic_id IS 'Identifiant du thème, conservé d’un ajustement à l’autre quand le thème se retrouve';
COMMENT ON COLUMN topic.label IS 'Nom : une expression qui existe dans un passage du thème';
COMMENT ON COLUMN topic.words IS 'Mots les plus caractéristiques (c-TF-IDF)';
COMMENT ON COLUMN topic.n_passages IS 'Passages du thème lors de l’ajustement';
COMMENT ON COLUMN topic.origin IS 'Ajustement fait par une nuit (nuit) ou par un import (import)';

CREATE TABLE topic_variable (
    fit_on      DATE NOT NULL,
    topic_id    VARCHAR NOT NULL,
    variable_id VARCHAR NOT NULL,
    share       DOUBLE NOT NULL
);
COMMENT ON TABLE topic_variable IS 'Profil d’un thème : part de ses passages étiquetés par chaque variable';
COMMENT ON COLUMN topic_variable.fit_on IS 'Ajustement';
COMMENT ON COLUMN topic_variable.topic_id IS 'Thème';
COMMENT ON COLUMN topic_variable.variable_id IS 'Variable clé';
COMMENT ON COLUMN topic_variable.share IS 'Part des passages du thème, de 0 à 1';

CREATE TABLE passage_topic (
    passage_id VARCHAR NOT NULL,
    fit_on     DATE NOT NULL,
    topic_id   VARCHAR NOT NULL
);
COMMENT ON TABLE passage_topic IS 'Thème de chaque passage lu par un ajustement (les passages isolés n’en ont pas)';
COMMENT ON COLUMN passage_topic.passage_id IS 'Passage';
COMMENT ON COLUMN passage_topic.fit_on IS 'Ajustement';
COMMENT ON COLUMN passage_topic.topic_id IS 'Thème';

CREATE TABLE decision (
    decision_id VARCHAR PRIMARY KEY,
    signal_id   VARCHAR NOT NULL,
    decision    VARCHAR NOT NULL,
    motive      VARCHAR,
    note        VARCHAR NOT NULL,
    author      VARCHAR NOT NULL,
    decided_at  TIMESTAMP NOT NULL
);
COMMENT ON TABLE decision IS 'Ce que les documentalistes ont dit des signaux, repris chaque nuit de decisions.sqlite';
COMMENT ON COLUMN decision.decision_id IS 'Identifiant de la décision';
COMMENT ON COLUMN decision.signal_id IS 'Signal';
COMMENT ON COLUMN decision.decision IS 'retenu, a_suivre, ecarte ou doute';
COMMENT ON COLUMN decision.motive IS 'Motif d’un rejet : bruit, deja_connu, doublon, hors_variable, evenement ou mal_extrait';
COMMENT ON COLUMN decision.note IS 'Commentaire libre';
COMMENT ON COLUMN decision.author IS 'Qui a décidé';
COMMENT ON COLUMN decision.decided_at IS 'Instant de la décision (UTC)';

CREATE TABLE variable (
    variable_id VARCHAR PRIMARY KEY,
    label       VARCHAR NOT NULL,
    definition  VARCHAR NOT NULL,
    position    INTEGER NOT NULL
);
COMMENT ON TABLE variable IS 'Les variables clés de l’étude';
COMMENT ON COLUMN variable.variable_id IS 'Identifiant';
COMMENT ON COLUMN variable.label IS 'Libellé';
COMMENT ON COLUMN variable.definition IS 'Définition';
COMMENT ON COLUMN variable.position IS 'Rang dans le catalogue';

CREATE TABLE theme (
    variable_id VARCHAR NOT NULL,
    theme_id    VARCHAR NOT NULL,
    label       VARCHAR NOT NULL
);
COMMENT ON TABLE theme IS 'Les sous-thèmes des variables clés';
COMMENT ON COLUMN theme.variable_id IS 'Variable clé';
COMMENT ON COLUMN theme.theme_id IS 'Sous-thème';
COMMENT ON COLUMN theme.label IS 'Libellé';

CREATE TABLE run (
    run_id           VARCHAR PRIMARY KEY,
    kind             VARCHAR NOT NULL,
    as_of            TIMESTAMP NOT NULL,
    outcome          VARCHAR NOT NULL,
    message          VARCHAR NOT NULL,
    code_version     VARCHAR NOT NULL,
    analysis_version VARCHAR NOT NULL
);
COMMENT ON TABLE run IS 'Le registre : une ligne par exécution aboutie';
COMMENT ON COLUMN run.run_id IS 'Identifiant de l’exécution : sa nature et l’instant pour lequel elle vaut';
COMMENT ON COLUMN run.kind IS 'nuit ou import';
COMMENT ON COLUMN run.as_of IS 'Instant pour lequel l’exécution vaut (UTC)';
COMMENT ON COLUMN run.outcome IS 'fait, ou incomplet si une source a manqué';
COMMENT ON COLUMN run.message IS 'Ce qu’il faut en savoir, en une phrase';
COMMENT ON COLUMN run.code_version IS 'Version du programme';
COMMENT ON COLUMN run.analysis_version IS 'Version des modèles et des règles d’analyse';

CREATE TABLE step (
    run_id    VARCHAR NOT NULL,
    position  INTEGER NOT NULL,
    step      VARCHAR NOT NULL,
    n_in      BIGINT NOT NULL,
    n_out     BIGINT NOT NULL,
    n_failed  BIGINT NOT NULL,
    message   VARCHAR NOT NULL,
    seconds   DOUBLE NOT NULL
);
COMMENT ON TABLE step IS 'Les étapes de chaque exécution, avec leurs comptes et leur durée';
COMMENT ON COLUMN step.run_id IS 'Exécution';
COMMENT ON COLUMN step.position IS 'Rang de l’étape, à partir de 1';
COMMENT ON COLUMN step.step IS 'Étape : collecter, comprendre, compter, garder…';
COMMENT ON COLUMN step.n_in IS 'Éléments reçus';
COMMENT ON COLUMN step.n_out IS 'Éléments produits';
COMMENT ON COLUMN step.n_failed IS 'Éléments écartés ou en échec';
COMMENT ON COLUMN step.message IS 'Précision en clair, vide si tout va bien';
COMMENT ON COLUMN step.seconds IS 'Durée, en secondes (hors des sommes de contrôle)';
