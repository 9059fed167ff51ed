"""Buttons under a broadcast lead to safe places and say a short line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.broadcasts.model import BroadcastButton, LinkButton, ReadButton, SurveyButton
from civic.broadcasts.rules.buttons import LABEL_LIMIT, check_buttons, checked_link
from civic.kernel.ids import SurveyId
from civic.kernel.language import Translated
from civic.kernel.refusal import Refusal

S = "https://"


def link(label: str = "Докладніше", url: str = "https://example.org/voda") -> LinkButton:
    return LinkButton(label=Translated({"uk": label}), url=url)


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("https://example.org/voda?x=1#a", "https://example.org/voda?x=1#a"),
        (" example.org ", "https://example.org"),
        ("example.org:8443/a", "https://example.org:8443/a"),
        ("HTTPS://Example.org", "HTTPS://Example.org"),
        ("громада.укр/новини", f"{S}громада.укр/новини"),
    ],
)
def test_an_address_of_the_public_net_is_taken(typed: str, url: str) -> None:
    assert checked_link(typed) == url


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("http://example.org", "broadcast-link-https"),
        ("tg://resolve?domain=x", "broadcast-link-https"),
        ("javascript:alert(1)", "broadcast-link-https"),
        ("https://localhost/x", "broadcast-link-bad"),
        (f"{S}printer.local", "broadcast-link-bad"),
        ("https://127.0.0.1/x", "broadcast-link-bad"),
        ("https://[::1]/x", "broadcast-link-bad"),
        (f"{S}town:secret@example.org", "broadcast-link-bad"),
        ("https://example.org@evil.example", "broadcast-link-bad"),
        ("https://-a.example", "broadcast-link-bad"),
        ("https://example.org/a b", "broadcast-link-bad"),
        ("https://example.org:0/", "broadcast-link-bad"),
        ("https://example.org:99999/", "broadcast-link-bad"),
        ("https://", "broadcast-link-bad"),
        ("просто слова", "broadcast-link-bad"),
        ("", "broadcast-link-bad"),
        ("https://example.org/" + "a" * 600, "broadcast-link-long"),
    ],
)
def test_any_other_address_is_refused_with_its_reason(typed: str, key: str) -> None:
    with pytest.raises(Refusal) as refused:
        checked_link(typed)
    assert refused.value.key == key


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_safe_address_or_a_sentence(typed: str) -> None:
    try:
        url = checked_link(typed)
    except Refusal:
        return
    assert url.lower().startswith("https://")
    assert checked_link(url) == url


@pytest.mark.parametrize(
    ("buttons", "key"),
    [
        ([link()] * 7, "broadcast-buttons-many"),
        ([ReadButton(), ReadButton()], "broadcast-read-twice"),
        (
            [SurveyButton(label=Translated({}), survey=SurveyId(1))] * 2,
            "broadcast-survey-twice",
        ),
        ([link("  ")], "broadcast-label-empty"),
        ([link("д" * (LABEL_LIMIT + 1))], "broadcast-label-long"),
        ([link("два\nрядки")], "broadcast-label-long"),
        ([link(url="http://example.org")], "broadcast-link-https"),
        ([link(url="example.org")], "broadcast-link-bad"),
    ],
)
def test_buttons_that_do_not_fit_are_refused(buttons: list[BroadcastButton], key: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_buttons(buttons)
    assert refused.value.key == key


def test_six_buttons_of_every_kind_fit() -> None:
    surveys = [SurveyButton(label=Translated({}), survey=SurveyId(one)) for one in (1, 2)]
    check_buttons([link(), link("Мапа"), link("Графік"), *surveys, ReadButton()])
