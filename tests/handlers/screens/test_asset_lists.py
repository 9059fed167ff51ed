"""What a list would change, before anything of it is kept."""

import pytest

from civic.assets.model import AssetSummary
from civic.kernel.ids import AssetKindId, FileId
from handlers.screens.assets.lists import dry_run_screen
from tests.journeys.speaking import voice


@pytest.mark.parametrize("language", ["uk", "en", "ru"])
@pytest.mark.parametrize(("unchanged", "may_retire"), [(0, False), (1, True)])
def test_a_list_of_which_nothing_could_be_read_offers_to_retire_nothing(
    language: str, unchanged: int, *, may_retire: bool
) -> None:
    say = voice(language)
    summary = AssetSummary(
        counts={}, added=0, changed=0, retired=120, unchanged=unchanged, found=0, placed=0,
        first_added=(), first_changed=(), first_retired=(), findings=(), columns={}, left=(),
        dry_run=True,
    )  # fmt: skip

    screen = dry_run_screen("lamps.csv", summary, FileId(1), AssetKindId(1), {}, say=say)
    labels = [button.label for row in screen.rows for button in row]
    assert (say.n("assets-keep-complete", 120) in labels) is may_retire
    assert (say("assets-unread-stay") in screen.text) is not may_retire
