"""What a broadcast becomes in a chat, and what it may not be."""

from dataclasses import replace

import pytest

from civic.audiences.model import WHOLE_TOWN, AudienceRule
from civic.broadcasts.document import fingerprint_of, from_document, hash_of, to_document
from civic.broadcasts.model import Attachment, Content, SurveyButton, Urgency
from civic.broadcasts.rules.content import (
    check_complete,
    check_correction,
    check_draft,
    checked_reason,
)
from civic.broadcasts.rules.parts import LARGEST, parts_of
from civic.communities.model import Role
from civic.kernel.ids import SurveyId
from civic.kernel.language import Translated
from civic.kernel.refusal import Refusal
from tests.told import BUTTONS, MAP, OTHER_PHOTO, PHOTO, TEXT, draft

LONG = "я" * 1025


def test_words_alone_are_one_message() -> None:
    assert parts_of(TEXT) == parts_of(Content(texts={"uk": LONG}))


def test_one_picture_carries_a_text_that_fits_under_it() -> None:
    parts = parts_of(Content(texts={"uk": "я" * 1024}, attachments=(PHOTO,)))
    assert (parts.ahead, parts.main) == ((), PHOTO)


@pytest.mark.parametrize(
    "content",
    [
        Content(texts={"uk": "коротко", "en": LONG}, attachments=(PHOTO,)),
        Content(texts={"uk": "я" * 1000 + "{двір}"}, attachments=(PHOTO,)),
        Content(texts={"uk": "коротко"}, attachments=(PHOTO, OTHER_PHOTO)),
    ],
)
def test_files_go_ahead_where_they_cannot_carry_the_words(content: Content) -> None:
    parts = parts_of(content)
    assert (parts.ahead, parts.main) == (content.attachments, None)


@pytest.mark.parametrize(
    ("files", "key"),
    [
        ((PHOTO, MAP), "broadcast-album-mixed"),
        ((PHOTO,) * 11, "broadcast-files-many"),
        ((replace(MAP, size=LARGEST + 1),), "broadcast-file-large"),
    ],
)
def test_files_that_telegram_would_not_take_are_refused(
    files: tuple[Attachment, ...], key: str
) -> None:
    with pytest.raises(Refusal) as refused:
        check_draft(replace(TEXT, attachments=files), WHOLE_TOWN)
    assert refused.value.key == key


def test_a_file_of_exactly_fifty_megabytes_is_taken() -> None:
    check_draft(replace(TEXT, attachments=(replace(MAP, size=LARGEST),)), WHOLE_TOWN)


def test_officials_are_not_asked_whether_they_have_read_it() -> None:
    with pytest.raises(Refusal) as refused:
        check_draft(replace(TEXT, buttons=BUTTONS), AudienceRule(roles=(Role.OFFICIAL,)))
    assert refused.value.key == "broadcast-read-officials"


def test_a_text_in_the_towns_own_language_must_be_there() -> None:
    for texts, key in (
        ({}, "broadcast-needs-text"),
        ({"uk": "<b> </b>"}, "broadcast-needs-text"),
        ({"en": "No water tonight"}, "broadcast-needs-text-uk"),
    ):
        with pytest.raises(Refusal) as refused:
            check_complete(draft(Content(texts=texts)), "uk")  # type: ignore[arg-type]  # languages
        assert refused.value.key == key


def test_what_is_urgent_says_why() -> None:
    with pytest.raises(Refusal) as refused:
        check_complete(draft(urgency=Urgency(reason=" ")), "uk")
    assert refused.value.key == "broadcast-urgent-reason"


@pytest.mark.parametrize(
    ("after", "key"),
    [
        (TEXT, "broadcast-correction-same"),
        (Content(texts={"en": "Water"}), "broadcast-needs-text-uk"),
        (Content(texts={"uk": "Вода"}, attachments=(PHOTO,)), "broadcast-correction-files"),
        (Content(texts={"uk": "я" * 4090}), "broadcast-text-long-uk"),
    ],
)
def test_a_correction_changes_words_and_buttons_only(after: Content, key: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_correction(TEXT, after, "uk")
    assert refused.value.key == key


def test_a_correction_must_fit_under_the_picture_as_the_first_did() -> None:
    before = Content(texts={"uk": "Вода"}, attachments=(PHOTO,))
    with pytest.raises(Refusal) as refused:
        check_correction(before, replace(before, texts={"uk": "я" * 1020}), "uk")
    assert refused.value.key == "broadcast-correction-caption"


@pytest.mark.parametrize(
    ("reason", "key"),
    [(" \n", "broadcast-reason-empty"), ("о" * 301, "broadcast-reason-long")],
)
def test_a_reason_is_one_short_text(reason: str, key: str) -> None:
    with pytest.raises(Refusal) as refused:
        checked_reason(reason)
    assert refused.value.key == key


FULL = Content(
    texts={"uk": "Вода", "en": "Water"},
    attachments=(MAP,),
    buttons=(*BUTTONS, SurveyButton(label=Translated({"uk": "Так"}), survey=SurveyId(7))),
)


def test_what_was_written_down_reads_as_it_was() -> None:
    again = from_document(to_document(FULL))
    assert again == FULL
    assert list(again.texts) == ["uk", "en"]
    assert hash_of(again) == hash_of(FULL)


def test_whoever_confirms_is_told_when_it_was_changed_meanwhile() -> None:
    seen = fingerprint_of(draft())
    assert fingerprint_of(draft()) == seen
    changed = [
        draft(Content(texts={"uk": "Інше"})),
        draft(audience=AudienceRule(languages=("en",))),
        draft(urgency=Urgency(reason="Газ")),
    ]
    assert all(fingerprint_of(one) != seen for one in changed)
