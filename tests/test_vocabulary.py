"""A vocabulary comes in and goes out as the same graph; what is wrong with it is named; its files are the record."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import rdflib
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import RDF, SKOS, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic

from archive import fixity, provenance, vocabulary
from archive.cli import main
from archive.errors import BadInput, NotFound
from archive.files import VOCABULARY, Files
from archive.intake.details import edtf_date
from archive.settings import Settings
from archive.vocabulary import as_turtle, faults, read_graph, read_table, vocabulary_in

PREFIXES = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix ew: <urn:earwitness:terms:> .
@prefix : <urn:test:> .
"""
SMALL = f"""{PREFIXES}
: a skos:ConceptScheme ; dcterms:title "Words"@en .
:work a skos:Concept ; skos:prefLabel "Work"@en, "工作"@zh ; skos:narrower :layoffs .
:layoffs a skos:Concept ; skos:prefLabel "Layoffs"@en, "下岗"@zh ; skos:altLabel "laid off"@en ;
    skos:hiddenLabel "下港"@zh ; ew:sensitive true ; ew:exception "放下岗位"@zh ; dcterms:temporal "1995~/2003~" .
""".encode()
LAYOFFS = "urn:test:layoffs"


def refused(data: bytes | str) -> str:
    with pytest.raises(BadInput) as raised:
        graph = read_graph(data.encode() if isinstance(data, str) else data, "turtle")
        vocabulary.refuse_faulty(graph)
    return str(raised.value)


# --- out and in again ------------------------------------------------------------------------------------------------

EX = Namespace("https://example.org/")
names = st.sampled_from([EX.a, EX["b#c"], URIRef("urn:x:1"), EX["鹤岗"], EX["a.b"], EX["x%20y"], SKOS.Concept, RDF.nil])
texts = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"), max_size=12)
literals = st.one_of(
    texts.map(Literal),
    st.tuples(texts, st.sampled_from(["en", "zh-Hans", "zh-Hant-TW", "x-y"])).map(
        lambda each: Literal(each[0], lang=each[1])
    ),
    st.tuples(
        st.sampled_from(["01", "1.50", "yes", "true", "1e5", "", "inf", "2026-01-01"]),
        st.sampled_from([XSD.integer, XSD.decimal, XSD.boolean, XSD.double, XSD.date, EX.own]),
    ).map(lambda each: Literal(each[0], datatype=each[1])),
)
nameless = st.sampled_from([BNode("one"), BNode("two")])
subjects = st.one_of(names, nameless)
properties = st.sampled_from([RDF.type, SKOS.prefLabel, SKOS.broader, EX.foreign, RDF.first, RDF.rest])
graphs = st.lists(st.tuples(subjects, properties, st.one_of(names, nameless, literals)), max_size=12)


@pytest.mark.filterwarnings("ignore:Serializing weird numerical", "ignore:Parsing weird boolean")
@given(graphs)
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
def test_any_graph_written_and_read_again_is_the_same_graph(triples: list[tuple[rdflib.term.Node, ...]]) -> None:
    graph = vocabulary.new_graph()
    for each in triples:
        graph.add(each)  # type: ignore[arg-type]
    written = as_turtle(graph)
    assert isomorphic(read_graph(written, "turtle"), graph)
    by_the_book = Graph().parse(data=written, format="turtle")
    assert len(by_the_book) == len(graph)


def test_what_we_do_not_know_comes_out_as_it_came_in() -> None:
    foreign = f"""{PREFIXES}
    :a a skos:Concept ; skos:prefLabel "A"@en ; skos:exactMatch <https://example.org/a> ; :weight "01"^^:kg ;
        skos:note [ :by "Lin" ; :said ("one" "two") ] .
    """.encode()
    graph = read_graph(foreign, "turtle")
    assert isomorphic(read_graph(as_turtle(graph), "turtle"), Graph().parse(data=foreign, format="turtle"))


def test_rdf_xml_says_the_same_as_turtle() -> None:
    xml = Graph().parse(data=SMALL, format="turtle").serialize(format="xml").encode()
    assert isomorphic(read_graph(xml, "xml"), read_graph(SMALL, "turtle"))


def test_the_same_vocabulary_is_the_same_bytes() -> None:
    again = as_turtle(read_graph(as_turtle(read_graph(SMALL, "turtle")), "turtle"))
    assert again == as_turtle(read_graph(SMALL, "turtle"))


def test_what_a_graph_says_becomes_concepts() -> None:
    found = vocabulary_in(read_graph(SMALL, "turtle"), "small")
    layoffs = found.concepts[LAYOFFS]
    assert (found.uri, found.title) == ("urn:test:", {"en": "Words"})
    assert layoffs.labels == {"en": "Layoffs", "zh": "下岗"}
    assert (layoffs.synonyms, layoffs.misheard) == ({"en": ("laid off",)}, {"zh": ("下港",)})
    assert (layoffs.exceptions, layoffs.sensitive, layoffs.era) == ({"zh": ("放下岗位",)}, True, "1995~/2003~")
    assert layoffs.broader == ("urn:test:work",) == found.above(LAYOFFS) == found.tops
    assert found.narrower == {"urn:test:work": (LAYOFFS,)}


# --- what is wrong ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("@prefix : <urn:x:> .\n:a :b\n:c", "line 3"),
        (b'@prefix : <urn:x:> .\n:a :b "\xff" .', "not UTF-8"),
        ("<#a> <urn:b> <urn:c> .", "relative address"),
        ("<urn:a> <urn:b> <urn:c> .", "no concepts"),
        (f"{PREFIXES}:a skos:prefLabel 'A'@en, 'B'@en .", "two preferred labels"),
        (f"{PREFIXES}:a a skos:Concept .", "no preferred label"),
        (
            f"{PREFIXES}:a skos:prefLabel 'A'@en ; skos:broader :b . :b skos:prefLabel 'B' ; skos:broader :a .",
            "than itself",
        ),
        (f"{PREFIXES}:a skos:prefLabel 'A'@en ; skos:broader :a .", "broader than itself"),
        (f"{PREFIXES}:a skos:prefLabel '?'@en .", "without a letter"),
        (f"{PREFIXES}:a skos:prefLabel 'A'@en ; dcterms:temporal 'long ago' .", "no date"),
        (f"{PREFIXES}:a skos:prefLabel 'A'@en ; ew:sensitive 'perhaps' .", "neither true nor false"),
        (f"{PREFIXES}:a skos:prefLabel 'A'@en ; skos:altLabel :b .", "a label that is no text"),
    ],
)
def test_a_vocabulary_that_makes_no_sense_is_refused_with_the_reason(data: bytes | str, told: str) -> None:
    assert told in refused(data)


def chain(length: int, *, is_ring: bool = False) -> str:
    """Concepts each of which is below the one before."""
    links = ((n, (n - 1) % length) for n in range(0 if is_ring else 1, length))
    return f"{PREFIXES}:n0 skos:prefLabel 'Level 0'@en .\n" + "".join(
        f":n{n} skos:prefLabel 'Level {n}'@en ; skos:broader :n{above} .\n" for n, above in links
    )


def test_a_hierarchy_that_no_page_could_show_is_refused_at_once() -> None:
    assert "more than 40 levels down" in refused(chain(3000))
    assert [each for each in faults(read_graph(chain(40).encode(), "turtle")) if each.forbids] == []
    told = [str(each) for each in faults(read_graph(chain(3000, is_ring=True).encode(), "turtle")) if each.forbids]
    assert 0 < len(told) < 100 and all("broader than itself" in each for each in told)
    below_a_ring = f"{chain(3, is_ring=True)}:m skos:prefLabel 'M'@en ; skos:broader :n0 ."
    ring = [str(each) for each in faults(read_graph(below_a_ring.encode(), "turtle")) if each.forbids]
    assert len(ring) == 3 and not any(each.startswith("urn:test:m ") for each in ring)


def test_what_xml_brings_along_from_elsewhere_stays_there(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hunter2")
    xml = f"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>
    <rdf:RDF xmlns:rdf="{RDF}" xmlns:skos="{SKOS}"><skos:Concept rdf:about="urn:a"><skos:prefLabel>&e;A</skos:prefLabel>
    </skos:Concept></rdf:RDF>"""
    with pytest.raises(BadInput, match="entities"):
        read_graph(xml.encode(), "xml")
    plain = xml.replace(f'SYSTEM "{secret.as_uri()}"', '"Shaft "')
    assert b"Shaft A" in as_turtle(read_graph(plain.encode(), "xml"))
    with pytest.raises(BadInput, match="line 2"):
        read_graph(b"<?xml version='1.0'?>\n<a><b></a>", "xml")


def test_xml_that_grows_without_end_is_refused() -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    xml = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{levels}]><rdf:RDF xmlns:rdf="{RDF}" xmlns:a="urn:a:">'
    with pytest.raises(BadInput, match="entities"):
        read_graph(f'{xml}<a:B rdf:about="urn:b"><a:c>&l11;</a:c></a:B></rdf:RDF>'.encode(), "xml")


def test_what_somebody_should_look_at_forbids_nothing() -> None:
    graph = read_graph(
        f"""{PREFIXES}:a skos:prefLabel "Coal"@en, "煤"@zh ; skos:altLabel "pit"@en ; skos:broader :gone .
        :b skos:prefLabel "Shaft"@en ; skos:altLabel "Pit"@en .""".encode(),
        "turtle",
    )
    vocabulary.refuse_faulty(graph)
    told = "\n".join(map(str, faults(graph)))
    assert "Coal points to urn:test:gone" in told
    assert "Shaft has no label in zh" in told
    assert "the one character “煤”" in told
    assert "leads to Coal and to Shaft" in told


# --- tables ----------------------------------------------------------------------------------------------------------

TABLE = """id,prefLabel@en,prefLabel@zh,altLabel@zh,broader,sensitive,era
work,Work,工作,,,,
layoffs,Layoffs,下岗,待岗|裁员,work,yes,1995~/2003~
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_table_becomes_the_concepts_it_lists(encoding: str) -> None:
    found = vocabulary_in(read_table(TABLE.encode(encoding), "small"), "small")
    layoffs = found.concepts["urn:earwitness:small:layoffs"]
    assert layoffs.labels == {"en": "Layoffs", "zh": "下岗"}
    assert layoffs.synonyms == {"zh": ("待岗", "裁员")}
    assert (layoffs.broader, layoffs.sensitive, layoffs.era) == (("urn:earwitness:small:work",), True, "1995~/2003~")


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("prefLabel@en\nWork\n", "no column “id”"),
        ("id,label\nwork,Work\n", "no column 'label'"),
        ("id,prefLabel\nwork,Work\n", "no column 'prefLabel'"),
        ("id,era,era\nwork,1,2\n", "stands twice"),
        ("id,prefLabel@en\nwork,Work\nwork,More\n", "Row 3, column “id”: 'work' stands twice"),
        ("id,prefLabel@en\n\n,Work\n", "Row 3, column “id”: it is empty"),
        ("id,sensitive\nwork,perhaps\n", "Row 2, column “sensitive”: 'perhaps'"),
        ("id,broader\nwork,No Such\n", "Row 2, column “broader”: 'No Such'"),
        ('id,prefLabel@en\nwork,"Wo\n', "cannot be read at line"),
    ],
)
def test_a_table_that_makes_no_sense_is_refused_by_row_and_column(table: str, told: str) -> None:
    with pytest.raises(BadInput) as raised:
        read_table(table.encode(), "small")
    assert told in str(raised.value)


# --- among the files -------------------------------------------------------------------------------------------------


def test_a_vocabulary_is_kept_with_its_event_and_its_earlier_text(files: Files) -> None:
    vocabulary.keep(files, "small", read_graph(SMALL, "turtle"), agent="Lin")
    vocabulary.keep(files, "small", read_graph(SMALL, "turtle"), agent="Lin")
    assert [each.type for each in provenance.events(files, VOCABULARY)] == ["vocabulary kept"]
    now = vocabulary.add(files, "small", LAYOFFS, " 买断  工龄", "zh", as_="synonym", agent="Lin")
    assert now.concepts[LAYOFFS].synonyms["zh"] == ("买断 工龄",)
    assert len(files.store.names(f"transcripts/{VOCABULARY}/versions")) == 1
    with files.lock(VOCABULARY):
        assert fixity.verify(files, VOCABULARY, agent="Lin") == []
    assert VOCABULARY in fixity.verifiable(files) and fixity.strays(files) == []


def test_a_synonym_that_is_there_already_is_no_news(files: Files) -> None:
    vocabulary.keep(files, "small", read_graph(SMALL, "turtle"), agent="Lin")
    vocabulary.add(files, "small", LAYOFFS, "laid off", "en", as_="synonym", agent="Lin")
    assert len(list(provenance.events(files, VOCABULARY))) == 1


@pytest.mark.parametrize(
    ("uri", "words", "language"), [("urn:none", "x", "en"), (LAYOFFS, " ", "en"), (LAYOFFS, "x", "no language")]
)
def test_a_synonym_needs_a_concept_words_and_a_language(files: Files, uri: str, words: str, language: str) -> None:
    vocabulary.keep(files, "small", read_graph(SMALL, "turtle"), agent="Lin")
    with pytest.raises(BadInput):
        vocabulary.add(files, "small", uri, words, language, as_="synonym", agent="Lin")


def test_a_faulty_vocabulary_is_not_kept(files: Files) -> None:
    with pytest.raises(BadInput):
        vocabulary.keep(files, "small", read_graph(b"<urn:a> <urn:b> <urn:c> .", "turtle"), agent="Lin")
    assert vocabulary.slugs(files) == []


def test_the_one_brought_along_is_used_until_the_archive_keeps_one(files: Files) -> None:
    (brought,) = vocabulary.in_use(files)
    assert brought.slug == vocabulary.STARTER
    uri = "urn:earwitness:starter:layoffs"
    vocabulary.add(files, brought.slug, uri, "回家抱孩子", "zh", as_="synonym", agent="Lin")
    assert vocabulary.slugs(files) == [vocabulary.STARTER]
    assert "回家抱孩子" in vocabulary.read(files, brought.slug).concepts[uri].synonyms["zh"]
    with pytest.raises(NotFound):
        vocabulary.read(files, "other")


# --- the starter -----------------------------------------------------------------------------------------------------


def test_the_starter_is_whole_in_both_languages(files: Files) -> None:
    text = vocabulary.text_of(files, vocabulary.STARTER)
    graph = read_graph(text, "turtle")
    (starter,) = vocabulary.in_use(files)
    assert faults(graph) == []
    assert as_turtle(graph) == text, "write it as `as_turtle` does"
    assert len(starter.concepts) >= 100
    for each in starter.concepts.values():
        assert set(each.labels) == set(each.definition) == {"en", "zh-Hans"}, each.uri
        assert all(len(each.synonyms[language]) >= 2 for language in ("en", "zh-Hans")), each.uri
        assert edtf_date(each.era) == each.era
    eras = {each.labels["zh-Hans"]: each.era for each in starter.concepts.values() if each.era}
    assert eras["大跃进"] == "1958/1960" and eras["文革"] == "1966/1976" and len(eras) >= 12
    assert sum(each.sensitive for each in starter.concepts.values()) >= 20


# --- at the command line ---------------------------------------------------------------------------------------------


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setenv("EARWITNESS_HOME", str(settings.home))

    def ran(*words: str) -> tuple[int, str, str]:
        told = CliRunner().invoke(main, ["vocabulary", *words])
        return told.exit_code, told.stdout, told.stderr

    return ran


def test_vocabularies_at_the_command_line(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "small.ttl").write_bytes(SMALL)
    (tmp_path / "bad.csv").write_text("id,era\nwork,1958/1960\n")
    assert run("list")[1] == "starter\t117 concepts (brought along)\n"
    assert run("import", str(tmp_path / "small.ttl"), "--dry-run")[:2] == (0, "")
    assert run("import", str(tmp_path / "small.ttl"))[:2] == (0, "small\n")
    assert json.loads(run("list", "--json")[1]) == [
        {"name": "small", "title": {"en": "Words"}, "concepts": 2, "kept": True}
    ]
    assert isomorphic(Graph().parse(data=run("export", "small")[1], format="turtle"), read_graph(SMALL, "turtle"))
    assert run("export", "small", "-o", str(tmp_path / "out.ttl"))[0] == 0
    assert (tmp_path / "out.ttl").stat().st_size
    assert run("check")[0] == 0
    assert run("check", "other")[0] == 3
    for wrong in ("bad.csv", "small.docx", "none.ttl"):
        code, out, told = run("import", str(tmp_path / wrong))
        assert (code, out) == (2, "") and told.startswith("earwitness: ")
