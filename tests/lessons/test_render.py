"""Lesson text becomes HTML that carries nothing but text."""

from __future__ import annotations

import pytest

from app.lessons.citations import is_known
from app.lessons.render import html_of, plain, plain_html, word_count


def test_html_in_a_text_is_shown_and_not_obeyed() -> None:
    assert html_of("<script>x</script> <b>bold</b>") == (
        "<p>&lt;script&gt;x&lt;/script&gt; &lt;b&gt;bold&lt;/b&gt;</p>"
    )


def test_a_link_that_runs_something_stays_text() -> None:
    assert "href" not in html_of("[here](javascript:alert)")


def test_a_picture_from_elsewhere_is_not_loaded() -> None:
    assert "<img" not in html_of("![a](https://example.org/a.png)")


def test_server_names_can_be_lit_and_citations_stand_out() -> None:
    assert html_of("S3 asks *S1* (§5.4.1, dissertation §4.2.3).") == (
        '<p><span class="srv" data-server="S3">S3</span> asks <em><span class="srv" data-server="S1">S1</span></em> '
        '(<span class="cite">§5.4.1</span>, <span class="cite">dissertation §4.2.3</span>).</p>'
    )


@pytest.mark.parametrize("text", ["S10", "S0", "XS1", "`S1.role`", "S1x"])
def test_what_is_no_server_is_left_alone(text: str) -> None:
    assert "srv" not in html_of(text)


def test_plain_text_keeps_the_words_and_loses_the_markup() -> None:
    assert plain("**S3** asks `S1`\nfor a vote.\n\nThen waits.") == "S3 asks S1 for a vote.\nThen waits."
    assert plain_html(html_of("**S3** asks & waits.")) == "S3 asks & waits."


def test_words_are_counted_as_they_are_read() -> None:
    assert word_count("S3 stands, in term 5: (press E) and waits.") == 9


@pytest.mark.parametrize(
    "citation",
    ["§5.2", "§5.4.1", "§9.3", "Figure 2", "Figure 16", "dissertation §9.6", "dissertation §4.2.3", "[FLP]"],
)
def test_a_source_that_exists_is_known(citation: str) -> None:
    assert is_known(citation, {"FLP": "Fischer, Lynch, Paterson"})


@pytest.mark.parametrize(
    "citation", ["§5.7", "§13", "Figure 17", "Figure 4.2", "dissertation §13", "[PAXOS]", "page 5", ""]
)
def test_a_source_that_does_not_exist_is_not(citation: str) -> None:
    assert not is_known(citation, {"FLP": "Fischer, Lynch, Paterson"})
