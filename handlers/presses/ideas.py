"""Buttons of ideas for a courtyard: codes begin with w."""

from civic.kernel.ids import CategoryId, IdeaId
from handlers.presses.registry import Press, press

# --- A resident's.


@press("w")
class IdeasPress(Press):
    """Those of one's courtyard."""

    page: int = 0


@press("wn")
class NewIdeaPress(Press):
    """Go on with what is being written, else begin."""


@press("wa")
class AskIdeaPress(Press):
    """Ask this again: text, where or photo; or show the summary."""

    part: str


@press("wy")
class WholeYardPress(Press):
    """Nowhere in particular."""


@press("wp")
class NoIdeaPhotoPress(Press):
    pass


@press("wx")
class DiscardIdeaPress(Press):
    """Throw away what is being written."""

    idea: IdeaId


@press("wf")
class PublishIdeaPress(Press):
    idea: IdeaId


@press("wv")
class IdeaPress(Press):
    idea: IdeaId


@press("wvn")
class IdeaBesidePress(Press):
    """In a message of its own: news stays where it is."""

    idea: IdeaId


@press("ws")
class SupportIdeaPress(Press):
    """Stand behind it, or no more."""

    idea: IdeaId
    on: bool


@press("wsn")
class SupportBesidePress(Press):
    """From the news, which stays where it is."""

    idea: IdeaId


@press("wm")
class IdeaSpotPress(Press):
    """Where it is, on the map."""

    idea: IdeaId


@press("wd")
class WithdrawIdeaPress(Press):
    idea: IdeaId
    is_sure: bool


# --- The office's.


@press("wo")
class IdeaDeskPress(Press):
    page: int = 0


@press("woh")
class HiddenIdeasPress(Press):
    page: int = 0


@press("wov")
class OfficeIdeaPress(Press):
    idea: IdeaId


@press("woa")
class AnswerIdeaPress(Press):
    idea: IdeaId


@press("wor")
class HideIdeaPress(Press):
    idea: IdeaId


@press("wos")
class ShowIdeaPress(Press):
    """Again, once it was hidden."""

    idea: IdeaId


@press("wol")
class LookIdeaPhotoPress(Press):
    """Whether neighbours may see its photo."""

    idea: IdeaId
    is_fit: bool


@press("wt")
class IdeaRulesPress(Press):
    pass


@press("wtn")
class IdeaThresholdPress(Press):
    """0 asks, or is typed."""

    count: int


@press("wtc")
class IdeaCategoriesPress(Press):
    page: int = 0


@press("wtk")
class IdeaCategoryPress(Press):
    """0: whichever the words speak for."""

    category: CategoryId
