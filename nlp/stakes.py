"""What is at stake in a passage: a risk, room for manoeuvre, an opportunity. Rules on words.

They tell that a passage speaks of one, never that it is right, nor for whom. So for a sentence:
does it tell a gain, a risk, an action?
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.util import filter_spans

from nlp.boilerplate import NOTHING_HIDDEN, Hidden
from nlp.variables import Hints
from veille import Passage, Stake

ENOUGH: Final = 3.0  # sum of the weights of distinct cues from which a passage tells a stake
# A cue that these words deny: « sans risque », « n’a aucun atout », « ne menace pas ».
_DENIALS: Final = frozenset({"sans", "aucun", "aucune", "ni", "éviter", "évite", "évitent"})
_NOT: Final = frozenset({"pas", "plus", "guère", "jamais", "nullement"})
_NEG: Final = frozenset({"ne", "n'", "n’"})
# « pas de », « loin de »; « les élèves à risque », « en risque de »: a public.
_NONE: Final = {("à", "risque"), ("en", "risque")} | {
    (word, of) for word in (*_NOT, "loin") for of in ("de", "d'", "d’")
}
# What is fought is not at stake: « réduire les risques ». Lemmas.
_FOUGHT: Final = frozenset({"prévenir", "prévention", "limiter", "réduire", "réduction", "éliminer",
    "minimiser", "lutter", "lutte", "protéger"})  # fmt: skip
_BEFORE: Final = 4  # words before a cue that may deny it
# The cue alone and within a sentence: a statistical pipeline may give other keys there.
_CARRIERS: Final = ("", "Cela concerne ", "Il y a des ", "Il faut ")


class Stakes:
    """Finds what is at stake in the passages of a document, by the cues of a catalogue."""

    def __init__(self, nlp: Language, issues: Sequence[Hints]) -> None:
        self._order = [hints.id for hints in issues]
        self._weights: dict[str, dict[str, float]] = defaultdict(dict)  # cue -> stake -> weight
        self._strings = nlp.vocab.strings
        self._matcher = PhraseMatcher(nlp.vocab, attr="NORM")
        for hints in issues:
            for cue in hints.cues:
                self._weights[cue.text][hints.id] = cue.weight
        for cue_text in self._weights:
            self._matcher.add(cue_text, list(_patterns(nlp, cue_text)))

    def find(
        self, doc: Doc, passages: Sequence[Passage], hidden: Hidden = NOTHING_HIDDEN
    ) -> list[Stake]:
        """The stakes of these passages, each word that tells one at its place in the text.

        Args:
            doc: the whole text of the version, analysed by the pipeline given at the start.
            passages: those that carry a variable; their offsets index the text.
            hidden: the places of sentences that furnish a page.
        """
        if not passages:
            return []
        cues = [cue for cue in self._cues(doc) if not hidden.meets(cue[1], cue[2])]
        return [
            stake
            for passage in passages
            for stake in self._of(passage, [c for c in cues if _within(passage, c[1], c[2])])
        ]

    def _cues(self, doc: Doc) -> Iterator[tuple[str, int, int]]:
        """The cues that nothing denies, with their offsets; the longest of those at a place."""
        for span in filter_spans(self._matcher(doc, as_spans=True)):
            is_name = len(span) > 1 and span[-1].is_title  # « le collectif Pouvoir d’Agir »
            if not is_name and not _is_denied(doc, span.start, span.end):
                yield self._strings[span.label], span.start_char, span.end_char

    def _of(self, passage: Passage, cues: Sequence[tuple[str, int, int]]) -> Iterator[Stake]:
        for name in self._order:
            own = [(cue, start, end) for cue, start, end in cues if name in self._weights[cue]]
            if sum(self._weights[cue][name] for cue in {c for c, *_ in own}) >= ENOUGH:
                yield from (Stake(passage.id, name, start, end) for _, start, end in own)


def _within(passage: Passage, start: int, end: int) -> bool:
    return passage.start <= start and end <= passage.end


def _is_denied(doc: Doc, first: int, last: int) -> bool:
    low = max(0, first - _BEFORE)
    around = {token.lower_ for token in doc[low : last + 2]}
    return (
        any(token.lower_ in _DENIALS or token.norm_ in _FOUGHT for token in doc[low:first])
        or any(pair in _NONE for pair in pairwise(token.lower_ for token in doc[low:last]))
        or bool(around & _NEG and around & _NOT)
    )


def _patterns(nlp: Language, phrase: str) -> Iterator[Doc]:
    """The phrase as the pipeline keys it, alone and in a few sentences, once each."""
    seen = set()
    for carrier in _CARRIERS:
        doc = nlp(f"{carrier}{phrase}")
        span = doc.char_span(len(carrier), len(carrier) + len(phrase))
        keys = tuple(token.norm_ for token in span or ())
        if span is not None and keys not in seen:
            seen.add(keys)
            yield span.as_doc()


_RISK = re.compile(
    r"(?i)\b(?:risqu|menac|danger(?!os)|craig?n|redout|(?<!les )(?<!d[’'])alert|fragil|aggrav"
    r"|exclu(?:e?s?|t|re|ent|ant|ait)\b"
    r"|exclusion|perte|perd(?:s|e|ent|re|ue?s?|ait|aient|ant|ra|ront)?\b|défian|honte|démun|fardeau"
    r"|difficil|difficult|fractur|inégalit|iniqui|isol[eé]|renonc|non-recours|pénuri|manqu"
    r"|disparaî|disparai[ts]|dispari(?!t[eé])|disparu|(?<!après la )fermetur|précar|dégrad|détérior"
    r"|inquiét|frein|obstacl|échec|échou|surcharg|au détriment|faute d|insuffi|pénalis|faillite"
    r"|baiss|(?<!du )(?<!de )(?<!avec le )recul|(?:en (?:pleine |état de )?|nouvelle )crise|absorb"
    r"|pauvreté|appauvr|discrimin|trop (?:peu|souvent|tard)|souffr|néfaste|déplor|peine(?:nt)? à"
    r"|pos\w+ (?:un |des )?problème|remet\w* en cause|à l[’']abandon|désert(?:s|ific)|inadapt"
    r"|coûteu|paupéris|tarde(?:nt)? à|(?:première|principale)s? victime)"
)
# Without « permet », « innov », « autonomi », « soutien », « succès », « valoris », which name a
# device or a public, nor « un défi d’amélioration ».
_GAIN = re.compile(
    r"(?i)\b(?:facilit(?:e|er|ent|ant|ait|era|eront|é(?!e?s? par))\b|amélior(?!ation)|gains?\b"
    r"|gagn\w+ (?:\w+ )?(?:du(?! terrain)|en(?! moy)) |évite(?:nt|ra)?\b|favoris(?!é)|atouts?\b"
    r"|avantages?\b|prometteu|bénéfique|(?<!au )bénéfices?\b|émancip"
    r"|(?:une?|des|nouvelles?) (?:\w+ )?opportunit"
    r"|allég|allège|profitable|bonne nouvelle|simplifi(?:e|ent|era|eront|er)\b|enrichi(?:t|ssent)\b"
    r"|ses fruits|mieux (?:accompagn|protég|pris|répondre|orient|inform|comprendre|vivre|pilot)"
    r"|redonn(?:e|ent|er)\b|répond(?:ent)? aux (?:besoin|attente)|bonne voie"
    r"|(?:va|vont|aille|aillent) dans le bon sens"
    r"|(?:accroît|dévelop|renforc)\w+ (?:le pouvoir d[’']agir|l[’']autonomie)"
    r"|aide(?:nt)? (?:l[ae]s? |l[’'])(?:\S+ ){1,6}à \w+r\b|permet\w* (?:aussi |ainsi )?d(?:e |[’'])"
    r"(?:réduire|limiter|éviter|mieux|lutter|simplifier|libérer))"
)
# What weighs on people is a gain if it falls.
_BURDEN = (
    "(?:chôm[a-zé]+|sans-emploi|demandeurs d[’']emploi|impôts?|taxe|charges|cotisations|coûts?"
    "|(?<!à )(?:prix|tarifs?)|délais|écarts?|factures?|loyers|contentieux)"
)
_FALLS = "(?:baiss|diminu|rédui|allég|recul)"
_LIGHTER = re.compile(
    rf"(?i)\b{_BURDEN}(?:\s\S+){{0,6}}?\s{_FALLS}"
    rf"|\b{_FALLS}\w*(?:\s\S+){{0,3}}?[\s’']{_BURDEN}\b"
    r"|\b(?:rédui|supprim)\w+(?:\s\S+){0,9}?[\s’'](?:non-recours|pauvreté|isolement)\b"
)
# A public is no risk: « les plus fragiles », « les personnes isolées », « des élèves en danger ».
_PUBLIC = re.compile(
    r"(?i)\b(?:plus|personnes?|publics?|populations?|familles?|ménages?|habitants)\s(?:âgée?s?\s)?"
    r"(?:fragile|précaire|démuni|pauvre|isolé|exclu|vulnérable|défavorisé|menacé)\w*"
    r"|(?<=s )en (?:grande |situation de )?(?:difficulté|précarité|fragilité|danger)s?\b"
    r"|\ben (?:situation de )?perte d[’']autonomie|(?<=s )souffrant d\S+"
)
# « Ne facilite pas », « loin d’alléger », « n’est pas un obstacle »: no gain, no risk.
_DENIAL = re.compile(
    r"(?i)\bn(?:e\s|[’'])(?:\S+\s){1,3}(?:pas|plus|guère|jamais|aucune?)\b(?:\s\S+){0,4}"
    r"|\bloin d(?:e\s|[’'])\S+|\baucune?\s(?:\S+\s){1,3}n(?:e\s|[’'])(?:\S+\s?){1,5}"
)
# But what these words deny is lacked.
_LACK = re.compile(
    r"(?i)\bne suffi|\bn(?:e\s|[’'])(?:(?:ont|a)\s)?(?:permet|permis|bénéfici|dispos|répond)\w*"
    r"\s(?:\w+\s)?(?:pas|plus|guère)|\b(?:pas|plus) (?:les moyens|accès|suffisant)"
)
# « Sans jamais être exclu », « sans bénéfice pour les familles »: what does not happen.
_WITHOUT = re.compile(
    r"(?i)\bsans\s(?:(?:jamais|plus|pour autant|trop|se|être|l[ae]s?|leurs?|son|sa|en|aucune?|réel)"
    r"\s?){0,3}[\w-]+"
)
# Nothing is gained by who matters: « s’améliorent, sans bénéfice pour les demandeurs ».
_VAIN = re.compile(
    r"(?i)\bsans (?:aucune? |réel |véritable )?(?:amélioration|bénéfice|effet|gain|profit|progrès)"
)
# What is fought, found or told is no harm done: « contre la fracture », « confier leurs craintes ».
_HANDLED = re.compile(
    r"(?i)\b(?:contre|prév(?:enir|ient|iennent|ention)|rep[éè]r(?:e|ent|er|age)|combl(?:e|er|ent)"
    r"|(?<!ont )(?<!aire )(?<!it )face (?:à|aux?)|rédui(?:re|t|sent)|limit(?:e|er|ent)|évit(?:e|er"
    r"|ent)|(?:remédi|répon)\w+ (?:à|aux?)|lev(?:er|ée?)|rompre|palli\w+|surmonter|réso(?:ud\w+"
    r"|lution)|anticip\w+|détect\w+|évalu\w+|confi(?:er|ent)|(?:maîtrise|gestion|mesure|étude"
    r"|observatoire|prise)s?(?= d)|autour|effets? sur"
    r"|attention (?:\w+ )?(?:à|aux?))\s(?:\w+[\s’']){0,5}[\w-]+"
    # « Signale au service les chutes repérées », « le droit perdu sera rétabli ».
    r"|\bsignal(?:e|ent|er)\b[^,]*?\b(?:les|leurs|ses)\s(?:[\w’-]+\s?){1,6}"
    r"|\bperdue?s?\b(?=.{0,40}\b(?:rétabl|restitu|récupér|compens|rembours|rattrap))"
)
# What is only meant, or would be: « Pour améliorer l’accueil, … », « afin d’éviter ».
_MEANT = re.compile(
    r"^(?:Pour|Afin d|Dans le souci|Si\b|Dans l[’']idéal)[^,]*,"
    r"|\b(?:afin d|en vue d|pour év|souhait\w+ |cherch\w+ à |moyen d|pour (?=\w+[ei]r\b)"
    r"|annonc[^,]* pour |(?:enjeu|objectif|ambition|but)\b[^,]{0,60} (?:est|sera) d"
    r"|vis(?:e|ent) (?:\w+ )?à |doi(?:t|vent) |devra(?:it|ient|ont)? )(?:\S+\s?){1,3}|«[^»]{1,40}»"
)


def face(text: str) -> str:
    """Which face of a change a sentence tells: gain, risque, or empty if neither stands out."""
    told = _WITHOUT.sub("", _PUBLIC.sub("", text))
    said = _DENIAL.sub("", told)
    harm = _LIGHTER.sub("", _HANDLED.sub("", said))
    done = _MEANT.sub("", said)
    gains = len(_LIGHTER.findall(done)) + len(_GAIN.findall(done))
    gains *= _VAIN.search(text) is None
    risks = len(_LACK.findall(told)) + len(_RISK.findall(harm))
    return "risque" if risks > gains else "gain" if gains > risks else ""


_DOES = (
    "(?:accompagn|aménag|anim|(?:co)?financ|cré|distribu|encadr|facilit|lanc|mutualis|organis|propos"
    "|rassembl|recens|recrut|remplac|revaloris|simplifi|vers)"
)
_ACTION = re.compile(
    # A participle with its auxiliary: « les aides cofinancées par la caisse » are there.
    rf"(?i)\b(?:{_DOES}(?:e|ent|er|era|eront|ait|aient)\b"
    rf"|(?:a|ont|est|sont|sera|seront|été) (?:\w+ment )?{_DOES}ée?s?\b"
    # Without their participles: « agents expérimentés », « les associés », « ses coordonnées ».
    r"|(?:associ|coordonn|expériment)(?:e|ent|er)\b"
    r"|(?:accompagnement|aménagement|coordination|création|distribution|encadrement|expérimentation"
    r"|financement|formation|lancement|mutualisation|recrutement|revalorisation|soutien)s?\b"
    r"|ouv(?:re|rent|rir|rira|riront|rant)\b|(?:a|ont|est|sont|été) ouverte?s?\b"
    r"|(?:met|mettent|mettre|mettant|mise?s?) en (?:place|œuvre)|vis(?:e|ent|ant) à"
    r"|accueill(?:e|ent|ir|era|eront|ie?s?)\b|déploi|déploy|souten(?:ir|ue?s?)\b|soutien(?:t|nent)\b"
    r"|form(?:er|ée?s?)\b|(?<!la )(?<!une )forme (?:les|des|ses|\d)"
    r"|aid(?:er|ent|ée?s?)\b|aide (?:les|ses|leurs|ceux|\d|à \w+(?:er|ir|re)\b)"
    r"|sign(?:ent|er|ée?s?)\b|(?<!un )(?<!le )(?<!de )signe (?:une?|des|les?|la)\b"
    r"|permet(?:tent)? (?:de |d[’'])|prévoi(?:t|ent)\b|appren(?:d|nent) (?:à|aux?)\b"
    r"|garanti(?:r|t|ssent)\b|offr(?:e|ent|ir)\b|prot[éè]g(?:e|ent|er)\b|(?:a|ont) lieu\b"
    r"|tien(?:t|nent) (?:ensemble )?(?:une|des|leurs?)\b|se tien(?:t|nent)\b)"
)
_CUT = re.compile(
    r"(?i)\b(?:rédui\w+|supprim\w+|restrei\w+|ferm(?:er|e|ent|ée?s?))"
    r"(?:\s(?:leurs?|ses|son|sa|les?|la|des?|du|nos|plusieurs|certaine?s?)){1,2}\s"
    r"(?:accueil|agence|aide|antenne|atelier|budget|bureau|crédit|dispositif|effectif|financement"
    r"|formation|guichet|horaire|moyen|permanence|poste|service|subvention)"
)


def acts(text: str) -> bool:
    """Whether a sentence tells an action; a device that is only named is none."""
    return _ACTION.search(text) is not None


def harms(text: str) -> bool:
    """Whether a sentence tells a harm done, a service that is cut included: no lever."""
    return _CUT.search(text) is not None or face(text) == "risque"


# What a sentence says of how things go: a movement, a share, an effect, what is lacked.
_MOVES = re.compile(
    r"(?i)\b(?:augment|diminu|hausse|baisse|progress(?!if)|recul|croî|croiss|accroi|accroî|accru"
    r"|multipli|explos|doubl|tripl|devien|devenue?s?\b|dispar|émerg|apparai|apparaî|montée|essor|vieilli|mutation|évolu"
    r"|boulevers|bouscul|transform|modifi|tendance|entraîn|provoqu|engendr|oblig(?:e|ent)\b|contrain"
    r"|priv(?:e|ent|é)\b|écart(?:e|ent)\b|dissuad|décourag|efface|ignor(?!er)|refus|hésit"
    r"|s[’'](?:aggrav|accél|accentu|allong|épuis|essouffl|étend|inquiè|install)"
    r"|se (?:creus|dégrad|développ|fragilis|généralis|heurt|raréfi|vid)|gagn\w+ du terrain"
    r"|peu à peu|de (?:plus|moins) en (?:plus|moins)|davantage"
    r"|(?:plus|moins) (?:de|nombreu|souvent|vite)|chaque année"
    r"|désormais|autrefois|\d\s?%|pour cent|sur (?:deux|trois|quatre|cinq|dix|\d)"
    r"|(?:un|deux|le) (?:tier|quart)s?\b|(?:la|de) moitié|majorité|plupart|millions?"
    r"|(?:sans|alors) que\b)"
    r"|\bn(?:e\s|[’'])(?:\S+\s){1,3}(?:pas|plus|guère|jamais|que|aucune?|ni)\b"
)


def moves(text: str) -> bool:
    """Whether a sentence tells how things go: a movement, a share, an effect, a lack or a risk."""
    return _MOVES.search(text) is not None or face(text) == "risque"
