"""Letters reach the mail server whole; what it refuses for good is told from what may pass."""

import smtplib

import pytest

from civic.kernel.ids import CommunityId, LetterId
from civic.kernel.letters import Enclosure, Letter, Undeliverable
from gateways.email.smtp import SmtpPost, read_mail_server
from tests.mail_server import mail_server

LETTER = Letter(
    id=LetterId(5), community=CommunityId(7), to="office@town.example",
    subject="Звернення № 1\nBcc: someone@else.example", body="Темно у дворі",
)  # fmt: skip
PAPER = Enclosure(name="звернення-1.pdf", media_type="application/pdf", content=b"%PDF-1.7 %%EOF")


async def test_a_letter_arrives_with_its_paper_and_nothing_slips_into_its_head() -> None:
    async with mail_server() as box:
        post = SmtpPost(read_mail_server(box.url))
        await post(LETTER, PAPER)
        await post(LETTER, None)
    first, second = box.letters
    assert (first["To"], first["From"], first["Bcc"]) == (
        "office@town.example", "viche@town.example", None,
    )  # fmt: skip
    assert "Звернення № 1" in first["Subject"]
    (paper,) = first.iter_attachments()
    assert (paper.get_filename(), paper.get_content()) == (PAPER.name, PAPER.content)
    assert "Темно у дворі" in second.get_content()
    # Tried twice, a server may tell that it has it.
    assert first["Message-ID"] == second["Message-ID"]


async def test_what_is_refused_for_good_is_told_from_what_may_pass() -> None:
    async with mail_server() as box:
        post = SmtpPost(read_mail_server(box.url))
        box.refuses = "550 no such user"
        with pytest.raises(Undeliverable, match="550 no such user"):
            await post(LETTER, None)
        box.refuses = "451 come later"
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            await post(LETTER, None)
    with pytest.raises(OSError, match="refused"):
        await post(LETTER, None)


@pytest.mark.parametrize(
    "given",
    ["http://mail.example", "smtp://", "smtp://mail.example", "smtp://mail.example?from=nobody"],
)
def test_an_address_that_makes_no_mail_server_is_refused(given: str) -> None:
    with pytest.raises(ValueError, match="mail server"):
        read_mail_server(given)


def test_a_password_never_stands_in_what_is_logged() -> None:
    server = read_mail_server("smtps://office%40town.ua:s3cret@mail.town.ua")
    assert (server.port, server.sender, server.password) == (465, "office@town.ua", "s3cret")
    assert "s3cret" not in repr(server)
