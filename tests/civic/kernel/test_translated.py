"""What is said of content that is not written in somebody's language."""

from civic.kernel.language import Translated


def test_another_language_stands_in_whatever_order_a_database_gives_them_back() -> None:
    assert Translated({"en": "Yard", "uk": "Двір"}).in_("ru") == "Двір"
    assert Translated({"uk": "Двір", "en": "Yard"}).in_("ru") == "Двір"
    assert Translated({"uk": "", "en": "Yard"}).in_("uk") == "Yard"
    assert Translated({}).in_("uk") == ""
