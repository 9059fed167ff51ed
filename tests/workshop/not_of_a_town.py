"""Which methods of the stores are not asked for one town, each with its reason."""

PLUMBING = frozenset(
    {
        "clock",
        "conversation",
        "delivery",
        "inbox",
        "known_chats",
        "leases",
        "leftovers",
        "command_menus",
        "readers",
        "claims",
        "standing",
        "worked_off",
    }
)
"""Of a bot and its chats, not of a town."""
OF_AN_ACCOUNT = frozenset({"accounts", "owner_codes", "people"})
"""Of a person whatever their town; owner codes name the town that they lead to."""
ELSEWHERE = {
    "a model that carries its community": {
        "answer_templates.put", "asset_lists.want", "asset_sheets.done", "asset_sheets.want", "audit.note", "broadcasts.add", "broadcasts.add_version", "broadcasts.put",
        "broadcasts.put_dispatch", "broadcasts.start_dispatch", "bulks.begin", "channels.put", "dialogues.put", "appeals.put", "appeals.put_draft", "appeals.put_rules", "appeals.register", "letters.queue", "ideas.put", "ideas.put_rules", "invitations.add", "officials.put", "officials.put_agency", "outbox.owe",
        "outbox.owe_many", "request_duties.put_absence", "residents.put", "responses.begin", "responses.finish",
        "place_lists.want", "responses.move", "responses.put_answer", "responses.put_many", "saved_audiences.put", "service_requests.file", "service_requests.put",
        "request_categories.put", "open311.put_key", "relays.put", "relays.put_server", "relays.put_served", "request_drafts.put",
        "surveys.add_version",
        "surveys.put", "surveys.put_mailing", "surveys.start_mailing", "communities.put",
    },
    "the tick's, for all towns, each row with its own": {
        "answer_files.wanted", "asset_lists.wanted", "asset_sheets.wanted", "delivery_reports.wanted", "broadcasts.corrections_due", "broadcasts.due_to_start",
        "broadcasts.open_dispatches", "broadcasts.shown", "broadcasts.under_way", "bulks.sweep", "audit.with_unchained", "files.erase_made_before", "files.on_disk",
        "appeals.due_looks", "appeals.forget_drafts_before", "appeals.forget_registered_before", "appeals.without_paper", "letters.forget_before", "letters.given_up", "letters.take", "ideas.discard_old", "ideas.expired", "ideas.reached", "ideas.untold", "fires.given_up", "fires.settle", "photos.undeveloped", "relays.due", "relays.not_begun", "photos.forget_originals", "drawings.wanted", "drawings.forget_unasked", "geocodings.wanted", "geocodings.overdue", "geocodings.forget_before", "place_lists.wanted", "report_schedules.switched_on", "request_reports.begun",
        "reports.unreported_closings", "surveys.due_to_close", "surveys.due_to_open",
        "request_drafts.forget_before", "request_duties.last_before", "service_requests.due_looks", "surveys.mailings_under_way", "surveys.shown", "surveys.to_erase",
        "surveys.without_poster",
    },
    "a person's, in whichever town": {
        "bulks.origin",
        "dialogues.shown_as",
        "officials.about_account", "officials.forget_account", "officials.serving",
        "outbox.forget", "residents.everywhere", "residents.set_reachable",
        "service_requests.shown_as",
    },
    "the installation's, whatever its towns": {"geocodings.rest", "geocodings.take_turn"},
    "which towns there are": {
        "channels.towns",
        "communities.all", "communities.by_slug", "communities.sole",
    },
    "ready calls and their rows": {"outbox.follow", "outbox.make_way", "outbox.put"},
}  # fmt: skip
