"""Tests of reports.backtest: the table of methods and its charts."""

import math
from dataclasses import replace

import pytest
from lxml import etree

from reports.backtest import (
    Curve,
    Estimate,
    Leads,
    MethodRow,
    Point,
    alerts_by_week,
    cells,
    leads,
    power_curve,
    rate,
    table_text,
)
from reports.drawing import Axis

OURS = MethodRow("Veille", 4.0, Estimate(0.86, 0.81, 0.9), shuffled=0.0, background=0.6)
THEIRS = MethodRow("A|B <x>", 437.2, Estimate(0.005, 0.004, 0.006), shuffled=377.0)
POINTS = (
    Point(0.4, 0.8, Estimate(0.7, 0.5, 0.85), 20),
    Point(0.8, 1.6, Estimate(1, 0.8, 1), 9),
)
CURVES = [Curve("A", POINTS), Curve("B", POINTS)]


@pytest.mark.parametrize(
    ("value", "said"), [(0.0, "0,00"), (0.06, "0,06"), (4.0, "4,0"), (437.2, "437")]
)
def test_a_rate_has_the_digits_that_matter(value, said):
    assert rate(value) == said


def test_a_column_that_no_method_has_measured_is_left_out():
    assert cells([OURS, THEIRS])[0] == [
        "Méthode",
        "Alertes par semaine",
        "Précision",
        "Dates mélangées",
        "Fond sans plante",
    ]


def test_what_one_method_has_not_measured_is_a_dash():
    assert cells([OURS, THEIRS])[2][-1] == "—"


def test_a_share_of_nothing_is_a_dash():
    nothing = MethodRow("A", 0.0, Estimate(math.nan, 0, 1))
    assert cells([nothing])[1] == ["A", "0,00", "—"]


def test_a_share_is_said_with_its_interval():
    assert cells([OURS])[1][2] == "0,86 (0,81–0,90)"


def test_the_text_table_aligns_its_figures():
    head, rule, ours, theirs = table_text([OURS, THEIRS]).splitlines()
    assert len(rule) == max(len(head), len(ours), len(theirs))
    assert ours.index("4,0") + 3 == theirs.index("437") + 3 == head.index("semaine") + 7


def charts():
    return [
        power_curve(CURVES),
        leads([Leads("A", (-120.0, 10.0, 40.0)), Leads("B < C", ())]),
        alerts_by_week([OURS, THEIRS]),
    ]


@pytest.mark.parametrize("chart", charts(), ids=lambda chart: chart.title)
def test_a_chart_is_named_and_described_for_a_screen_reader(chart):
    root = etree.fromstring(chart.svg)
    said = {part.get("id"): part.text for part in root if part.get("id")}
    assert said == {"t": chart.title, "d": chart.sentence}
    assert root.get("role") == "img"


@pytest.mark.parametrize("chart", charts(), ids=lambda chart: chart.title)
def test_a_chart_loads_nothing(chart):
    assert "href" not in chart.svg
    assert "url(" not in chart.svg


def test_names_of_curves_that_end_together_do_not_meet():
    names = [
        float(part.get("y"))
        for part in etree.fromstring(power_curve(CURVES).svg)
        if part.text in {"A", "B"}
    ]
    assert abs(names[0] - names[1]) >= 17


@pytest.mark.parametrize("share", [0, 1])
def test_names_stay_between_the_ends_of_the_axis(share):
    many = [replace(CURVES[0], method=f"méthode {k}", points=at(share)) for k in range(8)]
    drawn = etree.fromstring(power_curve(many).svg)
    heights = sorted(float(p.get("y")) for p in drawn if (p.text or "").startswith("méthode"))
    assert len(heights) == 8
    assert 64 <= heights[0] <= heights[-1] <= 380


def at(share):
    """The points of a curve, all at this share."""
    return [replace(p, share=Estimate(share, share, share)) for p in CURVES[0].points]


def test_the_curve_is_said_in_words():
    assert (
        "A\u00a0: 70\u00a0% de 0,4 à 0,8 et 100\u00a0% de 0,8 à 1,6" in power_curve(CURVES).sentence
    )


def test_the_leads_are_said_in_words():
    sentence = charts()[1].sentence
    assert sentence == "A, médiane 10\u00a0j (3 sujets)\u00a0; B < C, aucun sujet trouvé."


def test_alerts_are_said_in_words():
    assert charts()[2].sentence.startswith(
        "Veille\u00a0: 4,0, 0,60 sans plante, 0,00 dates mélangées"
    )


def test_an_axis_puts_what_is_beyond_at_its_end():
    axis = Axis(0.01, 100, 0, 400, is_log=True)
    assert (axis(0), axis(1), axis(1e6)) == (0, 200, 400)
