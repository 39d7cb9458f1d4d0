"""The vocabulary at the desk: seen whole, one concept changed, phrases added and rejected, files taken in."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO

import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from archive import jobs, provenance, tags, vocabulary
from archive.files import VOCABULARY, from_json
from archive.site.desk.branches import ON_A_PAGE, Asked, branches
from archive.vocabulary import Concept, Vocabulary
from archive.vocabulary.skos import add_concept
from tests.desk.conftest import Desk, Staff
from tests.desk.test_describing_pages import form_of
from tests.test_tags import cues_of, interview

PAGE = "/desk/vocabulary"
LAYOFFS = "urn:earwitness:starter:layoffs"
ONE = f"{PAGE}/starter/concept?uri={LAYOFFS}"
SAID = "they laid off my father and the ticket for the boat was gone"
MINE = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<urn:x:pit> a skos:Concept ; skos:prefLabel "Pit"@en, "矿井"@zh-Hans ; skos:note "kept as it came" .
"""


@pytest.fixture
def held(desk: Desk) -> str:
    first = interview(desk.files, *cues_of(SAID), collection="mine")
    jobs.bring_suggestions(desk.files, desk.settings)
    return first


def concept(desk: Desk, uri: str = LAYOFFS) -> Concept:
    return next(each.concepts[uri] for each in vocabulary.in_use(desk.files) if uri in each.concepts)


def form(page: str) -> dict[str, list[str]]:
    return form_of(page.replace('<form class="sheet concept-form"', '<form class="sheet"'))


def looked_at(archivist: Staff, data: str, name: str, slug: str = "") -> str:
    sent = {"file": (BytesIO(data.encode()), name), "slug": slug}
    return archivist.post(f"{PAGE}/import", data=sent, content_type="multipart/form-data").text


def test_the_hierarchy_is_seen_with_how_often_each_was_found(archivist: Staff, held: str) -> None:
    page = archivist.get(PAGE).text
    assert "Layoffs" in page and "下岗" in page and "found 1 time" in page and "sensitive" in page
    assert "brought along" in page and page.index("Working life") < page.index("Layoffs")
    found = archivist.get(f"{PAGE}?q=iron rice").text
    assert len(re.findall(r"vocabulary/starter/concept", found)) < 5
    assert "Nothing here says that" in archivist.get(f"{PAGE}?q=zeppelin").text


def test_one_concept_has_its_place_its_words_and_its_figures(archivist: Staff, held: str) -> None:
    page = archivist.get(ONE).text
    assert "0 passages accepted" in page and "1 waits" in page and LAYOFFS in page
    assert "laid off" in page and "买断" in page
    assert archivist.get(f"{PAGE}/starter/concept?uri=urn:nowhere").status_code == 404


def test_a_form_that_is_sent_as_it_came_changes_nothing(desk: Desk, archivist: Staff, held: str) -> None:
    before = vocabulary.text_of(desk.files, "starter")
    vocabulary.keep(desk.files, "starter", vocabulary.read_graph(before, "turtle"), agent="Lin")
    acts = len(list(provenance.events(desk.files, VOCABULARY)))
    assert archivist.post(ONE, data=form(archivist.get(ONE).text)).status_code == 303
    assert vocabulary.text_of(desk.files, "starter") == before
    assert len(list(provenance.events(desk.files, VOCABULARY))) == acts


def test_what_an_archivist_writes_is_kept_and_looked_for_at_once(desk: Desk, archivist: Staff, held: str) -> None:
    told = form(archivist.get(ONE).text)
    told["synonyms.en"] = [told["synonyms.en"][0] + "\nticket for the boat"]
    told |= {"label.en": ["Lay-offs"], "era": ["1995/2002"], "sensitive": ["yes"], "definition.en": ["Sent home."]}
    assert archivist.post(ONE, data=told).status_code == 303
    now = concept(desk)
    assert (now.labels["en"], now.era, now.sensitive, now.definition["en"]) == (
        "Lay-offs",
        "1995/2002",
        True,
        "Sent home.",
    )
    assert "ticket for the boat" in now.synonyms["en"] and now.labels["zh-Hans"] == "下岗"
    texts = [" ".join(each.text.split()) for each in tags.read_tags(desk.files, held, "recording-1")]
    assert "ticket for the boat" in texts
    told = form(archivist.get(ONE).text)
    del told["sensitive"]
    archivist.post(ONE, data=told | {"era": [""], "broader": [""]})
    assert (concept(desk).era, concept(desk).sensitive, concept(desk).broader) == ("", False, ())
    last = [each for each in provenance.events(desk.files, VOCABULARY)][-1]
    assert last.agent == "The archivist" and "changed" in str(last.detail)


@pytest.mark.parametrize(
    "wrong",
    [
        {"era": "long ago"},
        {"label.en": "", "label.zh-Hans": ""},
        {"label.en": "…"},
        {"broader": "nothing that is here"},
    ],
)
def test_what_no_vocabulary_can_hold_comes_back(desk: Desk, archivist: Staff, held: str, wrong: dict[str, str]) -> None:
    before = vocabulary.text_of(desk.files, "starter")
    answer = archivist.post(ONE, data=form(archivist.get(ONE).text) | wrong)
    assert answer.status_code >= 400 and vocabulary.text_of(desk.files, "starter") == before


def test_two_who_write_at_once_both_keep_their_phrases(desk: Desk, archivist: Staff, held: str) -> None:
    other = desk.sign_in("archivist", "Wang Fang")
    mine, theirs = (form(each.get(ONE).text) for each in (archivist, other))
    theirs["synonyms.en"] = [theirs["synonyms.en"][0] + "\nsent home"]
    other.post(ONE, data=theirs | {"label.en": ["Sackings"]})
    mine["synonyms.en"] = [mine["synonyms.en"][0] + "\nput out"]
    assert archivist.post(ONE, data=mine).status_code == 303
    now = concept(desk)
    assert {"sent home", "put out"} <= set(now.synonyms["en"]) and now.labels["en"] == "Sackings"
    answer = archivist.post(ONE, data=mine | {"label.en": ["Redundancies"]})
    assert answer.status_code == 409 and "Sackings" in answer.text and 'value="Redundancies"' in answer.text
    assert concept(desk).labels["en"] == "Sackings"
    archivist.post(ONE, data=form(answer.text))
    assert concept(desk).labels["en"] == "Redundancies"


def test_a_form_that_began_from_nothing_known_is_refused(desk: Desk, archivist: Staff, held: str) -> None:
    told = form(archivist.get(ONE).text)
    for began in ("", "{", "[]", '{"uri": "urn:other"}', "null"):
        assert archivist.post(ONE, data=told | {"began": began}).status_code == 400
    assert from_json(told["began"][0].encode(), Concept, key="x") == concept(desk)


def test_a_phrase_is_added_from_the_concepts_page_and_leads_back(desk: Desk, archivist: Staff, held: str) -> None:
    editor = desk.sign_in("editor")
    answer = editor.post("/desk/review/phrases", data={"concept": LAYOFFS, "phrase": "the boat was gone", "back": ONE})
    assert answer.location == ONE and len(tags.read_tags(desk.files, held, "recording-1")) == 2
    assert editor.post(ONE, data=form(editor.get(ONE).text)).status_code == 403


def test_a_rejected_phrase_is_remembered_shown_and_suggested_again(desk: Desk, archivist: Staff, held: str) -> None:
    (tag, *_) = tags.read_tags(desk.files, held, "recording-1")
    archivist.post(f"/desk/review/{held}/recording-1/{tag.id}", data={"act": "reject everywhere"})
    later = interview(desk.files, *cues_of("they laid off my mother"), collection="mine")
    jobs.bring_suggestions(desk.files, desk.settings)
    assert tags.read_tags(desk.files, later, "recording-1") == ()
    page = archivist.get(ONE).text
    assert "laid off</q>" in re.sub(r"<span[^>]*>|</span>", "", page) and "in mine" in page
    (ruling,) = (each for _, each in tags.every_ruling(desk.files))
    archivist.post(f"{PAGE}/starter/rejections", data={"scope": "mine", "ruling": ruling.id})
    assert [each.status for each in tags.read_tags(desk.files, held, "recording-1")] == ["suggested"]
    assert [each.text for each in tags.read_tags(desk.files, later, "recording-1")] == ["laid off"]
    assert "Suggest it again" not in archivist.get(ONE).text
    assert archivist.post(f"{PAGE}/starter/rejections", data={"scope": "mine", "ruling": "x"}).status_code == 404


def test_a_concept_is_begun_below_another(desk: Desk, archivist: Staff, held: str) -> None:
    told = {"label.en": "Night bus", "label.zh-Hans": "夜班车", "broader": "layoffs"}
    answer = archivist.post(f"{PAGE}/starter/concepts", data=told)
    assert answer.location.endswith("uri=urn:earwitness:starter:night-bus")
    assert concept(desk, "urn:earwitness:starter:night-bus").broader == (LAYOFFS,)
    assert archivist.post(f"{PAGE}/starter/concepts", data=told).status_code == 409
    assert archivist.post(f"{PAGE}/starter/concepts", data={}).status_code == 400


def test_a_file_is_looked_at_before_it_is_taken_in_and_comes_out_as_it_went_in(desk: Desk, archivist: Staff) -> None:
    page = looked_at(archivist, MINE, "mine.ttl")
    assert "1 concept, as “mine”" in page and "1 new" in page and vocabulary.slugs(desk.files) == []
    text = re.search(r'<textarea name="text"[^>]*>\n([^<]*)</textarea>', page)
    assert text
    told = {"take_in": "yes", "slug": "mine", "text": unescape(text[1])}
    assert archivist.post(f"{PAGE}/import", data=told).status_code == 303
    out = archivist.get(f"{PAGE}/mine.ttl")
    assert out.mimetype == "text/turtle" and out.headers["Content-Disposition"].endswith('"mine.ttl"')
    assert isomorphic(Graph().parse(data=out.text, format="turtle"), Graph().parse(data=MINE, format="turtle"))
    again = looked_at(archivist, MINE.replace('"Pit"', '"Shaft"'), "mine.ttl")
    assert "0 new, 1 changed, 0 gone" in again and "takes the place" in again


def test_tables_and_rdf_come_in_too_and_what_is_wrong_is_said(desk: Desk, archivist: Staff) -> None:
    assert "1 concept, as “words”" in looked_at(archivist, "id,prefLabel@en\npit,Pit\n", "Words.csv", "words")
    assert "1 concept" in looked_at(
        archivist,
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:skos="http://www.w3.org/2004/02/skos/core#"><skos:Concept rdf:about="urn:x:pit">'
        '<skos:prefLabel xml:lang="en">Pit</skos:prefLabel></skos:Concept></rdf:RDF>',
        "mine.rdf",
    )
    assert "cannot be taken in" in looked_at(
        archivist, MINE + '<urn:x:pit> <urn:y> "z" . <urn:x:b> a skos:Concept .', "mine.ttl"
    )
    assert "at line" in looked_at(archivist, "no turtle", "mine.ttl")
    assert "no vocabulary known here" in looked_at(archivist, "x", "mine.docx")
    assert "cannot name a vocabulary" in looked_at(archivist, MINE, "My Words.ttl")
    assert archivist.post(f"{PAGE}/import", data={}).status_code == 400
    assert vocabulary.slugs(desk.files) == []


def test_a_reader_sees_all_of_it_and_changes_nothing(desk: Desk, held: str) -> None:
    reader = desk.sign_in("reader")
    for page in (PAGE, ONE):
        answer = reader.get(page)
        assert answer.status_code == 200 and 'method="post"' not in answer.text.partition("<main")[2].partition(
            "</main"
        )[0].replace('<form class="sheet concept-form" method="post"', "")
    for address in (f"{PAGE}/import", ONE, f"{PAGE}/starter/concepts", f"{PAGE}/starter/rejections"):
        assert reader.post(address, data={}).status_code == 403


def many(count: int) -> Vocabulary:
    """So many concepts, every second of them below one."""
    concepts = [Concept(uri="urn:l:all", labels={"en": "A list of trades", "zh-Hans": "各行各业"})]
    for n in range(count):
        names = {"en": f"{chr(97 + n % 26)}-trade {n:05}", "zh-Hans": f"行业{n}"}
        concepts.append(Concept(uri=f"urn:l:{n}", labels=names, broader=("urn:l:all",) if n % 2 else ()))
    return Vocabulary("large", concepts={each.uri: each for each in concepts})


def test_of_twenty_thousand_concepts_a_hundred_are_taken() -> None:
    large = many(20_000)
    assert large.narrower
    (top,) = branches([large], {}, Asked())
    assert (top.count, len(top.nodes), top.last) == (10_001, ON_A_PAGE, ON_A_PAGE)
    assert next(each.narrower for each in top.nodes if each.concept.uri == "urn:l:all") == 10_000
    (at_c,) = branches([large], {}, Asked(first=dict(top.letters)["C"]))
    assert at_c.nodes[0].concept.uri == "urn:l:2"
    (below,) = branches([large, Vocabulary("small")], {}, Asked(below="urn:l:all", first=9_950))
    assert [each.uri for each in below.above] == ["urn:l:all"] and (below.last, below.before) == (10_000, 9_850)
    (found,) = branches([large], {}, Asked(words="行业 1999"))
    assert found.count == 11
    assert branches([large], {}, Asked(below="urn:gone", first=-5))[0].first == 0


def test_chinese_names_are_in_order_of_their_sounds_and_have_first_letters(desk: Desk) -> None:
    names = {"urn:z:1": ("Weather", "天气"), "urn:z:2": ("Railway", "铁路"), "urn:z:3": ("Mine", "矿山")}
    told = {each: Concept(uri=each, labels={"en": en, "zh-Hans": zh}) for each, (en, zh) in names.items()}
    filling = {f"urn:z:a{n}": Concept(uri=f"urn:z:a{n}", labels={"zh-Hans": f"安全 {n:03}"}) for n in range(300)}
    large = Vocabulary("large", concepts=told | filling)
    with desk.app.test_request_context(headers={"Accept-Language": "zh-CN"}):
        (end,) = branches([large], {}, Asked(first=300))
    assert [each.concept.uri for each in end.nodes] == ["urn:z:3", "urn:z:1", "urn:z:2"]
    assert list(end.letters) == [("A", 0), ("K", 300), ("T", 301)]
    with desk.app.test_request_context(headers={"Accept-Language": "en"}):
        (end,) = branches([large], {}, Asked(first=300))
    assert list(end.letters) == [("A", 0), ("M", 300), ("R", 301), ("W", 302)]


def test_a_large_vocabulary_is_seen_a_branch_and_a_page_at_a_time(desk: Desk, archivist: Staff) -> None:
    graph = vocabulary.new_graph()
    for each in many(700).concepts.values():
        add_concept(graph, each)
    vocabulary.keep(desk.files, "large", graph, agent="Lin", detail="")
    page = archivist.get(PAGE).text
    assert "1 to 100 of 351" in page and "350 below" in page
    pages = {letter: address for address, letter in re.findall(r'<a href="([^"]+)#large"[^>]*>([A-Z])</a>', page)}
    at_y = archivist.get(unescape(pages["Y"])).text
    assert "y-trade 00024" in at_y and 'uri=urn:l:2"' not in at_y and 'rel="prev"' in at_y
    below = archivist.get(f"{PAGE}?below=urn:l:all").text
    assert "1 to 100 of 350" in below and "<b><span>A list of trades" in below
    found = archivist.get(f"{PAGE}?q=trade 00017").text
    assert "r-trade 00017" in found and found.count("/vocabulary/large/concept?") == 1


def test_concepts_that_are_below_several_are_shown_below_the_first_alone(archivist: Staff) -> None:
    pairs = [(f"m{level}x{one}", level) for level in range(30) for one in range(2)]
    told = [MINE.splitlines()[1]] + [
        f'<urn:x:{name}> a skos:Concept ; skos:prefLabel "Layer {name}"@en'
        + (f" ; skos:broader <urn:x:m{level - 1}x0>, <urn:x:m{level - 1}x1> ." if level else " .")
        for name, level in pairs
    ]
    page = looked_at(archivist, "\n".join(told), "lattice.ttl")
    text = unescape(page.partition('<textarea name="text" hidden aria-hidden="true">\n')[2].partition("</textarea>")[0])
    archivist.post(f"{PAGE}/import", data={"slug": "lattice", "text": text, "take_in": "yes"})
    shown = archivist.get(PAGE).text.count("vocabulary/lattice/concept?uri=")
    assert len(pairs) <= shown <= 2 * len(pairs)
