"""The words an archive describes with: concepts in SKOS, what people say for them, and where they are said.

values      concepts and vocabularies
skos        graphs ⇄ bytes, and what a graph says
turtle      a graph as Turtle
table       a spreadsheet → a graph
reading     a file → a graph, by its ending
checking    what is wrong with a vocabulary
keeping     vocabularies among the files
forms       whether two English words are forms of one
matching    where concepts are said
"""

from rdflib import Graph

from archive.vocabulary.checking import Fault, faults, named, refuse_faulty
from archive.vocabulary.keeping import STARTER, add, change, create, in_use, keep, read, slugs, text_of
from archive.vocabulary.matching import Match, Matcher, Rejection, matcher, phrase_key
from archive.vocabulary.reading import read_file
from archive.vocabulary.skos import add_words, new_graph, read_graph, vocabulary_in
from archive.vocabulary.table import read_table
from archive.vocabulary.turtle import as_turtle
from archive.vocabulary.values import Concept, Vocabulary, eras

__all__ = [
    "STARTER",
    "Concept",
    "Fault",
    "Graph",
    "Match",
    "Matcher",
    "Rejection",
    "Vocabulary",
    "add",
    "add_words",
    "as_turtle",
    "change",
    "create",
    "eras",
    "faults",
    "in_use",
    "keep",
    "matcher",
    "named",
    "new_graph",
    "phrase_key",
    "read",
    "read_file",
    "read_graph",
    "read_table",
    "refuse_faulty",
    "slugs",
    "text_of",
    "vocabulary_in",
]
