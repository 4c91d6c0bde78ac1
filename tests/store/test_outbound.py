"""What leaves the store: pseudonyms also for names that only the talk itself told."""

from assist.core.results import CaseDraft, CaseFields, Headline, Summary
from assist.core.sessions import Customer
from assist.store.outbound import Outbound, feedback_rows
from tests.support.sessions import Stores


def test_a_name_that_the_case_draft_found_is_hidden_in_every_result_of_the_talk(stores: Stores) -> None:
    stores.start("s1", customer=Customer(id="c1"))
    revision = stores.say("s1", "My name is Mira Holt. The kettle leaks.")
    results = {
        "summary": Summary(headline=Headline(text="Mira Holt's kettle leaks.", evidence=())),
        "case_draft": CaseDraft(draft=CaseFields(title="Leaking kettle", customer="Mira Holt")),
    }
    records = stores.suggestions.publish("s1", revision, results)  # type: ignore[arg-type]
    assert records is not None
    stores.feedback.add(
        records["summary"],
        item_id=records["summary"].id,
        event="edited",
        at=None,
        final_text="Mira says that it leaks.",
        rating=None,
        comment=None,
        agent_id="ana",
    )
    (row,) = feedback_rows(stores.live, pseudonyms=True)
    assert "Mira" not in str(row)
    assert "kettle leaks" in row["result"]["headline"]["text"]
    (plain,) = feedback_rows(stores.live, pseudonyms=False)
    assert plain["final_text"] == "Mira says that it leaks."


def test_words_of_closed_sets_stay_even_when_the_customer_is_called_so(stores: Stores) -> None:
    stores.start("s1", customer=Customer(id="c1", name="Customer Resolved"))
    draft = {"status": "resolved", "issue": "Resolved, says she", "next_steps": [{"owner": "customer", "action": "x"}]}
    left = Outbound(stores.live).result("s1", draft)
    assert (left["status"], left["next_steps"][0]["owner"]) == ("resolved", "customer")
    assert left["issue"].startswith("[NAME_")
