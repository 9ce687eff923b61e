import re
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reports
from flows import reporting
from reports import digest, french, render
from tests.warehouse_fixture import WEEK, build
from warehouse.read import Archive

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "</style><script>alert(1)</script>",
    "{{ 7 * 7 }}",
    "<a href=javascript:alert(1)>x</a>",
]
TEMPLATES = Path(reports.__file__).parent / "templates"


class Page(HTMLParser):
    """The tags, attributes and headings of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.headings = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return build(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def made(home):
    with Archive.open(home.published) as archive:
        weeks = archive.weeks()
        return digest.build(reporting._digest_material(archive, home, weeks, None))


@pytest.fixture(scope="module")
def html(made):
    return render.digest_html(made)


@pytest.fixture(scope="module")
def text(made):
    return render.digest_text(made)


def with_words(made, words):
    """The digest with these words wherever a source or a person writes."""
    section = made.sections[0]
    entry = section.detailed[0]
    quote = replace(entry.quotes[0], before=words, mark=words, voice_name=words, title=words)
    entry = replace(entry, label=words, wordings=(words,), variable=words, quotes=(quote,))
    sections = (replace(section, detailed=(entry,)), made.sections[1])
    sources = (replace(made.sources[0], name=words, sentence=words),)
    return replace(made, sections=sections, sources=sources, news=words, set_aside=(entry,))


def test_a_title_loses_its_full_stop_before_a_comma(made):
    section = made.sections[0]
    entry = section.detailed[0]
    quotes = (replace(entry.quotes[0], title="Le mot de la fin."),)
    told = replace(section, detailed=(replace(entry, quotes=quotes),))
    given = replace(made, sections=(told, made.sections[1]))
    assert re.search(r"Le mot de la fin(</a>)?, <time", render.digest_html(given))
    assert re.search(r"mot\sde\sla\sfin\u00a0»,\s", render.digest_text(given))
    assert french.unstopped("Et après...") == "Et après..."


@pytest.mark.parametrize("words", HOSTILE)
def test_what_comes_from_outside_is_text_and_nothing_else(made, html, words):
    hostile = Page(render.digest_html(with_words(made, words)))
    assert set(hostile.tags) <= set(Page(html).tags)
    assert not any(name.startswith("on") for _, name, _ in hostile.attributes)


def test_a_script_appears_escaped(made):
    page = render.digest_html(with_words(made, HOSTILE[0]))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page and "<script" not in page


@given(st.text(max_size=60))
def test_any_words_are_shown_as_they_are(made, words):
    class Marks(HTMLParser):
        """The text of what is marked."""

        inside, found = False, ""

        def handle_starttag(self, tag, attrs):
            self.inside = tag == "mark"

        def handle_endtag(self, tag):
            self.inside = False

        def handle_data(self, data):
            self.found += data if self.inside else ""

    page = Marks()
    page.feed(render.digest_html(with_words(made, words)))
    page.close()
    assert page.found.replace("\r\n", "\n").replace("\r", "\n") == words.replace(
        "\r\n", "\n"
    ).replace("\r", "\n")


def test_links_leave_for_the_web_only(html):
    links = [v for tag, name, v in Page(html).attributes if tag == "a" and name == "href"]
    assert links and all(re.match(r"https?://|#", link) for link in links)


def test_links_to_the_web_say_nothing_of_the_reader(html):
    outside = re.findall(r'<a href="http[^>]*>', html)
    assert outside and all('rel="noopener noreferrer nofollow"' in link for link in outside)


def test_an_address_that_is_no_web_page_is_plain_text(made):
    entry = made.sections[0].detailed[0]
    entry = replace(entry, quotes=(replace(entry.quotes[0], url=None),))
    section = replace(made.sections[0], detailed=(entry,), others=())
    page = render.digest_html(replace(made, sections=(section,)))
    assert "Le guichet conversationnel sollicité surtout en soirée," in page


def test_the_page_loads_nothing_and_runs_nothing(html):
    assert "<script" not in html and "@import" not in html and "url(" not in html
    sources = [v for _, name, v in Page(html).attributes if name in ("src", "srcset", "data")]
    assert sources == []


def test_the_page_forbids_what_it_does_not_do(html):
    assert "default-src &#39;none&#39;" in html or "default-src 'none'" in html


def test_the_page_is_french_and_has_a_skip_link(html):
    assert '<html lang="fr">' in html
    assert 'class="skip" href="#contenu"' in html and '<main id="contenu">' in html


def test_headings_go_down_one_level_at_a_time(html):
    headings = Page(html).headings
    assert headings[0] == 1 and headings.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(headings))


def test_no_id_is_given_twice(html):
    ids = [value for _, name, value in Page(html).attributes if name == "id"]
    assert len(ids) == len(set(ids))


def test_a_chart_is_small_and_has_its_title_and_text(html):
    drawn = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    most = {svg: 4096 if 'id="t-liens"' in svg else 2048 for svg in drawn}
    assert drawn and all(len(svg.encode()) <= n for svg, n in most.items())
    assert all("<title" in svg and "<desc" in svg for svg in drawn)


def test_ten_signals_at_length_weigh_less_than_ninety_kilobytes(made):
    entry = made.sections[0].detailed[0]
    ten = tuple(replace(entry, id=f"{k:016}") for k in range(10))
    heavy = replace(made, sections=(replace(made.sections[0], detailed=ten), made.sections[1]))
    assert len(render.digest_html(heavy).encode()) < 90_000


def test_the_style_sheet_is_small_and_the_type_large():
    css = (TEMPLATES / "page.css").read_text("utf-8")
    assert len(css.encode()) <= 15_000 and "html { font-size: 106.25%" in css


def luminance(colour):
    channels = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("ink", ["ink", "soft", "accent", "sure", "wait", "fall"])
@pytest.mark.parametrize("paper", ["paper", "panel", "mark"])
def test_every_ink_reads_on_every_paper(ink, paper):
    css = (TEMPLATES / "page.css").read_text("utf-8")
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", css))
    dark, light = sorted(luminance(colours[name]) for name in (ink, paper))
    assert (light + 0.05) / (dark + 0.05) >= 4.5  # WCAG 2.2, 1.4.3


def test_no_template_trusts_what_it_is_given():
    code = [*TEMPLATES.iterdir(), *TEMPLATES.parent.glob("*.py")]
    assert [f.name for f in code if re.search(r"\|\s*safe|Markup\(", f.read_text("utf-8"))] == []


def test_the_text_opens_with_the_news(made, text):
    assert " ".join(text.split("\n\n")[0].split()) == " ".join(made.news.split())


def test_the_text_has_every_link_of_the_page(html, text):
    assert set(re.findall(r'href="(http[^"]+)"', html)) == set(re.findall(r"https?://\S+", text))


def test_the_text_says_all_that_the_page_says(made, text):
    flat = " ".join(text.split())
    entries = [e for s in made.sections for e in s.detailed]
    said = [part.sentence for e in entries for part in e.parts]
    said += [e.chart.sentence for e in entries] + [e.command for e in entries]
    said += [lane.entries[0].label for lane in made.lanes] + [made.links.paragraph, made.flow]
    said += [note.todo for note in made.sources] + list(made.blind_spots) + list(made.footer)
    assert [words for words in said if " ".join(words.split()) not in flat] == []


def test_the_text_fits_its_width(text):
    assert [line for line in text.splitlines() if len(line) > 78 and "://" not in line] == []


def test_a_terminal_obeys_nothing_in_the_text(made):
    hostile = render.digest_text(with_words(made, "a\x1b[2Jb\u202ec"))
    assert "\x1b" not in hostile and "\u202e" not in hostile


def test_the_same_week_gives_the_same_bytes(home, html, text):
    with Archive.open(home.published) as archive:
        weeks = archive.weeks()
        again = digest.build(reporting._digest_material(archive, home, weeks, None))
    assert (render.digest_html(again), render.digest_text(again)) == (html, text)


def test_a_past_week_is_dated_by_its_own_week(home):
    with Archive.open(home.published) as archive:
        weeks = [row for row in archive.weeks() if row.week < WEEK]
        past = digest.build(reporting._digest_material(archive, home, weeks, None))
    assert past.week == WEEK - timedelta(days=7)
    assert "mars\u00a02026" in past.title and "Aucun passage" in render.digest_html(past)


@pytest.mark.parametrize("mark", [":", ";", "?", "!", "»"])
def test_no_line_begins_with_a_mark_that_stands_after_a_space(mark):
    for n in range(60, 80):
        told = render.wrapped("a" * n + f" « mot {mark} suite de la phrase", 2)
        assert not [line for line in told.split("\n") if line.strip().startswith(mark)]
        assert not [line for line in told.split("\n") if line.endswith("«")]
