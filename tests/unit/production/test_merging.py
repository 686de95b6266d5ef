"""Merging and comparing documents, by the letter of RFC 7396 and RFC 6901."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.domain.documents import changed_paths, digest, merge_patch

documents = st.recursive(
    st.one_of(st.integers(-3, 3), st.text("ab~/", max_size=3), st.booleans()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text("ab~/", max_size=2), inner, max_size=3)
    ),
    max_leaves=8,
)
objects = st.dictionaries(st.text("ab~/", max_size=2), documents, max_size=3)


@pytest.mark.parametrize(
    ("target", "patch", "result"),
    [
        ({"a": "b"}, {"a": "c"}, {"a": "c"}),
        ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
        ({"a": "b"}, {"a": None}, {}),
        ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
        ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
        ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
        ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
        (["a", "b"], ["c", "d"], ["c", "d"]),
        ({"a": "b"}, ["c"], ["c"]),
        ({"a": "foo"}, None, None),
        ({"a": "foo"}, "bar", "bar"),
        ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
        ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
        ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
        (
            {
                "title": "Goodbye!",
                "author": {"givenName": "John", "familyName": "Doe"},
                "tags": ["example", "sample"],
                "content": "This will be unchanged",
            },
            {
                "title": "Hello!",
                "phoneNumber": "+01-123-456-7890",
                "author": {"familyName": None},
                "tags": ["example"],
            },
            {
                "title": "Hello!",
                "author": {"givenName": "John"},
                "tags": ["example"],
                "content": "This will be unchanged",
                "phoneNumber": "+01-123-456-7890",
            },
        ),
    ],
)
def test_the_examples_of_the_standard_hold(target: Any, patch: Any, result: Any) -> None:
    assert merge_patch(target, patch) == result


@given(objects, objects)
def test_merging_twice_is_merging_once_and_leaves_the_target_alone(one: Any, patch: Any) -> None:
    before = digest(one)
    merged = merge_patch(one, patch)
    assert merge_patch(merged, patch) == merged
    assert digest(one) == before


@given(objects, objects)
def test_documents_differ_exactly_where_paths_say(one: Any, other: Any) -> None:
    paths = changed_paths(one, other)
    assert (paths == []) == (one == other)
    assert len(paths) == len(set(paths))
    assert changed_paths(other, one) == paths


def test_paths_escape_what_would_split_them() -> None:
    assert changed_paths({"a/b": {"c~d": 1}}, {"a/b": {"c~d": 2}}) == ["/a~1b/c~0d"]
    assert changed_paths({"a": {"b": 1}}, {"a": 1}) == ["/a"]


def test_paths_come_in_order_and_numbers_are_names() -> None:
    assert changed_paths({"b": 1, "a": 1, 3: 1}, {"b": 2, "c": 2}) == ["/3", "/a", "/b", "/c"]


def test_a_digest_does_not_depend_on_the_order_of_keys() -> None:
    assert digest({"a": 1, "b": "ü"}) == digest({"b": "ü", "a": 1})
    assert digest({"a": 1}) != digest({"a": 2})


def test_a_digest_is_that_of_the_shortest_text() -> None:
    text = '{"a":["ü",null,true],"b":1.5}'
    expected = hashlib.sha256(text.encode("utf-8")).hexdigest()
    assert digest({"b": 1.5, "a": ["ü", None, True]}) == expected
