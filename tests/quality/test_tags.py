"""The tags against the labelled passages; six minutes of one core.

`variables_dev` is read here only, with the model that ships and with models trained on the spot.
"""

import csv
import json
import tomllib
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold

from flows import models
from nlp.tag_model import FAMILIES, dense
from nlp.tagging import Tagger
from training import tags as training
from training.tag_fit import fit
from veille import Passage

pytestmark = pytest.mark.quality

FLOORS = tomllib.loads(Path(__file__).with_name("floors.toml").read_text("utf-8"))["tags"]
KINDS = ("aucun", "levier", "tendance")
TYPES = ("societale", "socio_economique", "institutionnelle", "technologique")
N_DRAWS = 1000  # of the bootstrap


@pytest.fixture(scope="module")
def loaded():
    return models.load(None)


@pytest.fixture(scope="module")
def variables(loaded):
    return [variable.id for variable in loaded.catalogue.variables]


@pytest.fixture(scope="module")
def dev(shared_data):
    return rows(shared_data, "variables_dev")


@pytest.fixture(scope="module")
def judged(loaded, dev):
    return judge(loaded, loaded.tagger, dev)


def rows(shared_data, name):
    text = (shared_data / "gold" / f"{name}.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def judge(loaded, tagger, given):
    docs = loaded.nlp.pipe([row["text"] for row in given])
    return [tagger.judge(d, [Passage("p", "v", "d", 0, 0, len(d.text))])[0] for d in docs]


def truth(given, variables):
    return np.array([[v in row["labels"] for v in variables] for row in given])


def told(judged, variables):
    return np.array([[any(t.variable == v for t in j.tags) for v in variables] for j in judged])


def sure(judged, variables):
    return np.array([[j.probabilities[v] for v in variables] for j in judged])


def scores(real, said):
    return [f1_score(real[:, k], said[:, k], zero_division=0) for k in range(real.shape[1])]


def interval(n, value):
    """The 95 % interval of a figure over draws of passages (Efron 1979)."""
    draws = np.random.default_rng(0).integers(0, n, (N_DRAWS, n))
    return np.quantile([value(draw) for draw in draws], [0.025, 0.975])


def calibration_error(real, probability):
    """Expected calibration error over ten bins of equal mass, all variables pooled."""
    order = np.argsort(probability.ravel(), kind="stable")
    real, probability = real.ravel()[order], probability.ravel()[order]
    bins = np.array_split(np.arange(len(order)), 10)
    gaps = [abs(real[b].mean() - probability[b].mean()) * len(b) for b in bins]
    return sum(gaps) / len(order)


def line(name, own):
    return f"  {name:38} {np.mean(own):.3f}   " + " ".join(f"{x:.3f}" for x in own)


def test_the_model_that_ships_holds_its_floors(judged, dev, variables):
    real, said, p = truth(dev, variables), told(judged, variables), sure(judged, variables)
    own = scores(real, said)
    low, high = interval(len(dev), lambda d: np.mean(scores(real[d], said[d])))
    error = calibration_error(real, p)
    spread = interval(len(dev), lambda d: calibration_error(real[d], p[d]))
    kinds = [row["kind"] for row in dev], [j.kind for j in judged]
    kind = f1_score(*kinds, average="macro")
    by_kind = f1_score(*kinds, average=None, labels=KINDS)
    print("\nvariables_dev: macro-F1, then by variable:", ", ".join(variables))
    print(line("the model that ships", own) + f"   95 %: {low:.3f}-{high:.3f}")
    print(f"  kind {kind:.3f} {dict(zip(KINDS, by_kind.round(3).tolist(), strict=True))}")
    print(f"  calibration error {error:.3f}, 95 %: {spread[0]:.3f}-{spread[1]:.3f}")
    for name, held in strata(dev).items():
        print(line(f"{name} ({held.sum()})", scores(real[held], said[held])))
    assert np.mean(own) >= FLOORS["macro_f1"]
    assert min(own) >= FLOORS["worst_f1"]
    assert kind >= FLOORS["kind_f1"]
    assert error <= FLOORS["calibration_error"]


def strata(dev):
    names = sorted({row["stratum"] for row in dev})
    held = {f"stratum {n}": np.array([row["stratum"] == n for row in dev]) for n in names}
    return held | {"agreed": np.array([row["agreed"] for row in dev])}


@pytest.fixture(scope="module")
def taught(loaded, shared_data):
    """What every model of the table learns from: the labelled passages, our readings."""
    tagger = Tagger(loaded.nlp, loaded.catalogue)
    space = training.field(loaded.nlp, training.archive(shared_data))
    given = [*training.labelled(shared_data), *training.readings(shared_data)]
    return training.examples(loaded.nlp, tagger, given), space, given


@pytest.fixture(scope="module")
def seen(loaded, shared_data):
    tagger = Tagger(loaded.nlp, loaded.catalogue)
    given = training.labelled(shared_data, "variables_dev")
    return training.examples(loaded.nlp, tagger, given), given


def said_by(model, examples, variables):
    """The labels a model gives to examples."""
    places = {term: k for k, term in enumerate(model.terms)}
    found = []
    for e in examples:
        terms = (*e.norms, *(f"{a} {b}" for a, b in pairwise(e.norms)))
        words = model.weigh(Counter(places[term] for term in terms if term in places))
        found.append(model.calibrated(model.score(words, dense(e.told, model))))
    return np.array(found)[:, : len(variables)] >= model.thresholds[: len(variables)]


def test_each_family_of_features_is_weighed(loaded, taught, seen, variables, dev):
    learnt, space, given = taught
    examples, texts = seen
    real = truth(dev, variables)
    ours = np.array([e.ours for e in learnt])
    print("\nvariables_dev, trained on the spot: macro-F1, then by variable")
    print(line("a word of the lexicon is there", scores(real, present(examples, variables))))
    alone = told(judge(loaded, Tagger(loaded.nlp, loaded.catalogue), dev), variables)
    print(line("our lexicon alone", scores(real, alone)))
    for name, kept in (("train alone", ~ours), ("with our readings", ours | True)):
        guessed = regression(given, texts, kept, variables)
        print(line(f"TF-IDF + logistic regression, {name}", scores(real, guessed)))
    gold = [e for e in learnt if not e.ours]
    print(line("our model, train alone", own(gold, space, FAMILIES, examples, variables, real)))
    whole = own(learnt, space, FAMILIES, examples, variables, real)
    print(line("our model, with our readings", whole))
    for family in FAMILIES:
        rest = [f for f in FAMILIES if f != family]
        print(line(f"  without {family}", own(learnt, space, rest, examples, variables, real)))
    assert np.mean(whole) > np.mean(scores(real, alone))


def own(learnt, space, families, examples, variables, real):
    model = fit(learnt, variables, space, families=families).model
    return scores(real, said_by(model, examples, variables))


def present(examples, variables):
    return np.array([[f"{v}.total" in e.told for v in variables] for e in examples])


def regression(given, texts, kept, variables):
    """Words and pairs of words, and one logistic regression per variable, thresholds learnt."""
    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    learnt = [g for g, keep in zip(given, kept, strict=True) if keep]
    known, asked = (
        words.fit_transform([g[0] for g in learnt]),
        words.transform([t[0] for t in texts]),
    )
    said = []
    for variable in variables:
        target = np.array([variable in g[1] for g in learnt])
        model = LogisticRegression(C=10, class_weight="balanced", solver="liblinear")
        said.append(model.fit(known, target).predict(asked))
    return np.array(said).T


@pytest.fixture(scope="module")
def folds(loaded, taught, seen, variables):
    """The passages of both sets; models of five, each with the places of those it did not see.

    One passage a document, so that no document is on both sides.
    """
    learnt, space, _ = taught
    gold = [e for e in learnt if not e.ours] + list(seen[0])
    ours = [e for e in learnt if e.ours]
    parts = GroupKFold(5).split(gold, groups=[e.id for e in gold])
    types = training.learnt_types(loaded.catalogue, learnt)
    models = [
        (fit([gold[i] for i in a] + ours, variables, space, types=types).model, b) for a, b in parts
    ]
    return gold, models


def test_cross_validation_over_both_sets(folds, variables):
    """Nested: thresholds and calibration come from the leave-one-out of each training part."""
    gold, models = folds
    real = np.array([[v in e.labels for v in variables] for e in gold])
    said = np.zeros_like(real)
    for model, left in models:
        said[left] = said_by(model, [gold[i] for i in left], variables)
    own = scores(real, said)
    low, high = interval(len(gold), lambda d: np.mean(scores(real[d], said[d])))
    print("\nnested cross-validation over variables_train and variables_dev")
    print(line("our model", own) + f"   95 %: {low:.3f}-{high:.3f}")
    assert np.mean(own) >= FLOORS["cross_validated_f1"]


def test_types_of_trends_left_out(loaded, folds, shared_data):
    """What the gold calls a trend and the model too: its type, by documents left out."""
    train = rows(shared_data, "variables_train")  # the only one with types, the first in folds
    print("\ntypes of trends, passages left out: right of those told a trend; macro-F1; by type")
    own = typed("the model", loaded, folds, train, lambda model: model)
    cues = typed("cues alone", loaded, folds, train, unlearnt)
    assert np.mean(own) >= FLOORS["types_f1"]
    assert np.mean(own) > np.mean(cues)


def unlearnt(model):
    """The model with types that the catalogue does not have: cues tell those of the catalogue."""
    others = [f"t{k}" for k in range(len(model.types))]
    return replace(model, outputs=(*model.outputs[: -len(others)], *others))


def typed(name, loaded, folds, train, changed):
    """The F1 of each type but the environmental, of which the gold has one passage."""
    judged = [
        (row["trend_type"].replace("-", "_"), found.tags[0].trend_type)
        for model, left in folds[1]
        for row, found in judged_by(
            loaded, changed(model), [train[i] for i in left if i < len(train)]
        )
        if row["trend_type"] and found.tags and found.kind == "tendance"
    ]
    real, said = map(np.array, zip(*((a, b or "") for a, b in judged), strict=True))
    own = f1_score(real, said, average=None, labels=TYPES, zero_division=0)
    right = (real == said).mean()
    shown = dict(zip(TYPES, own.round(2).tolist(), strict=True))
    print(f"  {name:12} {right:.3f} of {len(real)}  {own.mean():.3f}  {shown}")
    return own


def test_sub_themes_of_the_labelled_passages(loaded, shared_data, variables):
    """Those that two readers gave (cases/themes.csv); no model learns from these passages' own.

    Other passages of their documents may be among our readings.
    """
    path = Path(__file__).with_name("cases") / "themes.csv"
    read = list(csv.DictReader(path.read_text("utf-8").splitlines()))
    train = rows(shared_data, "variables_train")
    lexicon = Tagger(loaded.nlp, loaded.catalogue, without_themes(models.tag_model()))
    print("\nsub-themes: as the first reader, then the second says, of right tags; by variable")
    readers = [r["first"] == r["second"] for r in read]
    print(f"  the readers  {np.mean(readers):.3f} of {len(readers)}")
    own = filed("the model", judge(loaded, loaded.tagger, train), train, read, variables)
    alone = filed("the lexicon", judge(loaded, lexicon, train), train, read, variables)
    assert own >= FLOORS["themes"]
    assert own > alone


def without_themes(model):
    names = [name.replace("/", "_") for name in model.outputs]
    return replace(model, outputs=tuple(names))


def filed(name, judged, train, read, variables):
    """The share of right tags whose sub-theme is that of the first reader."""
    told = {
        (str(row["id"]), tag.variable): tag.theme
        for row, found in zip(train, judged, strict=True)
        for tag in found.tags
    }
    given = [r for r in read if (r["id"], r["variable"]) in told]
    same = {
        by: [(r["variable"], told[r["id"], r["variable"]] == r[by]) for r in given]
        for by in ("first", "second")
    }
    each = [np.mean([x for v, x in same["first"] if v == variable]) for variable in variables]
    first, second = (np.mean([x for _, x in same[by]]) for by in ("first", "second"))
    shown = " ".join(f"{x:.3f}" for x in each)
    print(f"  {name:12} {first:.3f} {second:.3f} of {len(given)}   {shown}")
    return first


def test_justifications_meet_the_labelled_spans(loaded, folds, shared_data):
    train = rows(shared_data, "variables_train")  # the only one with spans, the first in folds
    left_out = [
        (row, found)
        for model, left in folds[1]
        for row, found in judged_by(loaded, model, [train[i] for i in left if i < len(train)])
    ]
    shipped = zip(train, judge(loaded, loaded.tagger, train), strict=True)
    print("\njustifications: right tags with a span that meets the labelled one; all spans; shown")
    justified("the model that ships, variables_train", shipped, "")
    justified("models of five, passages left out", left_out, "_left_out")


def judged_by(loaded, model, given):
    return zip(
        given, judge(loaded, Tagger(loaded.nlp, loaded.catalogue, model), given), strict=True
    )


def justified(name, judged, floor):
    met, spans, shares = [], [], []
    for row, found in judged:
        for tag in found.tags:
            if tag.variable in row["spans"]:
                start = row["text"].find(row["spans"][tag.variable])
                end = start + len(row["spans"][tag.variable])
                each = [a < end and start < b for a, b in tag.extracts]
                met.append(any(each))
                spans += each
                shares.append(sum(b - a for a, b in tag.extracts) / len(row["text"]))
    print(
        f"  {name:38} {np.mean(met):.3f} of {len(met)}, {np.mean(spans):.3f} of {len(spans)}",
        end="",
    )
    print(f", {np.mean(shares):.3f} of the passage")
    assert np.mean(met) >= FLOORS[f"justified{floor}"]
    assert np.mean(spans) >= FLOORS[f"justifying{floor}"]
    assert np.mean(shares) <= FLOORS[f"shown{floor}"]
