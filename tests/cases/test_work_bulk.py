"""Acts on many cases: each judged by itself, reported one by one, printed within the person's rights."""

from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from pypdf import PdfReader

from accounts.actor import Actor
from accounts.models import Membership
from audit.models import Access, Event
from cases.models import Assignment, BulkRun, Case
from cases.selectors.bulk import bulk_result
from cases.services import bulk
from cases.services.assignment import case_assign
from core.errors import Invalid, NotVisible
from core.scope import use_scope
from documents import issuing
from documents.models import GeneratedDocument, StoredFile
from documents.vault import vault
from tests import world
from tests.cases.work_pages import browser, copies, page

pytestmark = pytest.mark.django_db


def lead() -> Actor:
    return world.make_actor("nld-dtv", "office_lead")


def keys_of(actor: Actor) -> list[UUID]:
    with use_scope(actor.scope):
        return list(Case.objects.visible_to(actor).order_by("id").values_list("id", flat=True))


def shares(actor: Actor) -> dict[str, int]:
    with use_scope(actor.scope):
        names = list(Assignment.objects.values_list("user_name", flat=True))
    return {name: names.count(name) for name in set(names)}


class TestAssigning:
    def test_cases_are_shared_out_evenly_and_refused_ones_are_named(self) -> None:
        people = world.corridor()
        chief = lead()
        copies(people.officer, world.draft(people), 6)
        closed = world.case_at(people, "closed")
        theirs = world.case_at(
            world.corridor(
                "PAK",
                "eu-pakistan",
                desk="pak-interior",
                agency="pak-nadra",
                consulate="pak-mission-vienna",
                border="pak-fia-islamabad",
                requesting="aut-bfa",
            ),
            "submitted",
        )
        keys = [key for key in keys_of(chief) if key != closed.id]
        assert len(keys) == 7
        wanted = [people.officer.user_id, people.reviewer.user_id]
        with use_scope(chief.scope):
            run = bulk.bulk_assign(actor=chief, case_ids=[*keys, closed.id, theirs.id, keys[0]], to_user_ids=wanted)
            result = bulk_result(chief, run.id)
            refused = Event.objects.get(action="act.refused", case_key=closed.id)
        assert refused.result == "refused" and refused.parameters == {"code": "wrong_status"}
        words = {line.title: line.words for line in result.lines}
        assert words[str(closed.reference)] == "the case did not stand where this is possible"
        assert words["A case that you do not see"] == "you do not see this case"
        assert len(result.lines) == 9, "a case that is named twice is done once"
        assert theirs.reference not in words
        assert result.refused >= 2 and result.done + result.refused == 9
        counts = shares(chief)
        assert counts[people.officer.name] + counts[people.reviewer.name] >= 7
        assert abs(counts[people.officer.name] - counts[people.reviewer.name]) <= 2

    def test_one_case_refused_leaves_nothing_of_itself_and_all_of_the_others(self) -> None:
        people = world.corridor()
        chief = lead()
        first, second = world.draft(people), world.draft(people)
        with use_scope(chief.scope):
            case_assign(actor=chief, case_id=first.id, to_user_id=people.reviewer.user_id)
            run = bulk.bulk_assign(
                actor=chief, case_ids=[first.id, second.id], to_user_ids=[people.reviewer.user_id], note="New year"
            )
            assert [item["code"] for item in run.items] == ["already_assigned", "done"]
            assert Assignment.objects.get(case=first).note == ""
            assert Assignment.objects.get(case=second).note == "New year"

    def test_none_too_many_and_nobody(self) -> None:
        people = world.corridor()
        chief = lead()
        case = world.draft(people)
        with use_scope(chief.scope):
            for keys, to, field in (
                ([], [people.officer.user_id], "case"),
                ([uuid4() for _ in range(bulk.MOST_CASES + 1)], [people.officer.user_id], "case"),
                ([case.id], [], "to"),
            ):
                with pytest.raises(Invalid) as invalid:
                    bulk.bulk_assign(actor=chief, case_ids=keys, to_user_ids=to)
                assert field in invalid.value.errors

    def test_the_page_asks_to_whom_and_shows_what_came_of_it(self) -> None:
        people = world.corridor()
        chief = lead()
        case = world.draft(people)
        client = browser(chief)
        text = page(client, reverse("cases:case-list"))
        assert f'value="{case.id}"' in text and "Assign" in text
        back = reverse("cases:case-list", query={"view": "drafts"})
        answer = client.post(reverse("cases:bulk"), {"act": "assign", "case": [str(case.id), "x"], "next": back})
        assert answer.status_code == 200 and people.reviewer.name in answer.content.decode()
        assert people.registry.name not in answer.content.decode()
        address = reverse("cases:bulk-assign")
        answer = client.post(address, {"case": str(case.id), "note": "Typed before"})
        assert answer.status_code == 422 and "Typed before" in answer.content.decode()
        answer = client.post(address, {"case": str(case.id), "to": str(people.reviewer.user_id)})
        assert answer.status_code == 302
        text = page(client, answer.url)
        assert f"assigned to {people.reviewer.name}" in text
        page(browser(people.officer), answer.url, status=404)

    def test_who_may_not_assign_is_refused_and_nonsense_is_no_error(self) -> None:
        people = world.corridor()
        case = world.draft(people)
        client = browser(people.officer)
        assert 'value="assign"' not in page(client, reverse("cases:case-list"))
        values: dict[str, Any] = {"act": "assign", "case": str(case.id), "to": str(people.reviewer.user_id)}
        assert client.post(reverse("cases:bulk"), values).status_code == 403
        assert client.post(reverse("cases:bulk-assign"), values).status_code == 403
        assert client.post(reverse("cases:bulk"), {"act": "print"}).status_code == 422
        answer = client.post(reverse("cases:bulk"), {"act": "print", "case": "x", "next": "https://elsewhere.example/"})
        assert answer.status_code == 422 and "elsewhere" not in answer.content.decode()


class TestPrinting:
    def print_all(self, actor: Actor, keys: list[UUID]) -> BulkRun:
        with use_scope(actor.scope):
            run = bulk.bulk_print(actor=actor, case_ids=keys)
            bulk.bulk_print_do(run.id)
            return BulkRun.objects.select_related("file", "progress").get(id=run.id)

    def drawn(self, actor: Actor, case: Case) -> None:
        with use_scope(actor.scope):
            for document in GeneratedDocument.objects.filter(subject=case.subject):
                issuing.document_issue(document.id)

    def test_the_papers_of_each_case_come_in_one_file_and_each_is_a_look(self) -> None:
        people = world.corridor()
        first, second = world.case_at(people, "submitted"), world.case_at(people, "submitted")
        draft = world.draft(people)
        for case in (first, second):
            self.drawn(people.officer, case)
        run = self.print_all(people.officer, [first.id, draft.id, second.id])
        assert [item["code"] for item in run.items] == ["done", "nothing_to_print", "done"]
        assert run.file is not None and run.progress is not None and run.progress.state == "done"
        reader = PdfReader(BytesIO(vault().read_checked(run.file.storage_id, run.file.sha256)))
        assert [entry.title for entry in reader.outline] == [first.reference, second.reference]  # type: ignore[union-attr]
        text = "\n".join(sheet.extract_text() for sheet in reader.pages)
        assert first.reference and second.reference and first.reference in text and second.reference in text
        with use_scope(people.officer.scope):
            looks = Access.objects.filter(action="case.printed", actor_id=people.officer.user_id)
            assert {look.case_key for look in looks} == {first.id, second.id}
            bulk.bulk_print_do(run.id)
            assert looks.count() == 2, "doing it again changes nothing"

    def test_cases_that_the_person_does_not_see_are_left_out(self) -> None:
        people = world.corridor()
        case, draft = world.case_at(people, "submitted"), world.draft(people)
        self.drawn(people.officer, case)
        run = self.print_all(people.registry, [case.id, draft.id])
        assert [item["code"] for item in run.items] == ["done", "not_visible"]

    def test_rights_that_ended_meanwhile_count(self) -> None:
        people = world.corridor()
        case = world.case_at(people, "submitted")
        self.drawn(people.officer, case)
        with use_scope(people.officer.scope):
            run = bulk.bulk_print(actor=people.officer, case_ids=[case.id])
        world.every(Membership).filter(id=people.officer.membership_id).update(valid_to="2020-02-01")
        with use_scope(people.officer.scope):
            bulk.bulk_print_do(run.id)
            run.refresh_from_db()
            assert run.items[0]["code"] == "not_visible" and run.file_id is None

    def test_delegates_get_no_papers_put_together(self) -> None:
        people = world.corridor()
        case = world.case_at(people, "accepted")
        self.drawn(people.registry, case)
        run = self.print_all(people.consul, [case.id])
        assert [item["code"] for item in run.items] == ["not_granted"] and run.file_id is None
        with use_scope(people.consul.scope):
            assert [line.words for line in bulk_result(people.consul, run.id).lines] == [
                "office and role do not include this"
            ]
            assert not Access.objects.filter(action="case.printed", actor_id=people.consul.user_id).exists()

    def test_the_bundle_is_for_its_maker_alone(self) -> None:
        people = world.corridor()
        case = world.case_at(people, "submitted")
        self.drawn(people.officer, case)
        run = self.print_all(people.officer, [case.id])
        colleague = world.make_actor("nld-dtv", people.officer.role)
        others = (colleague, people.reviewer, people.registry)
        for actor, is_seen in ((people.officer, True), *((other, False) for other in others)):
            with use_scope(actor.scope):
                assert StoredFile.objects.filter(id=run.file_id).exists() is is_seen, actor.role
                if actor is not people.officer:
                    with pytest.raises(NotVisible):
                        bulk_result(actor, run.id)

    def test_printing_is_promised_and_the_page_waits(self) -> None:
        people = world.corridor()
        case = world.case_at(people, "submitted")
        client = browser(people.officer)
        answer = client.post(reverse("cases:bulk"), {"act": "print", "case": str(case.id)})
        assert answer.status_code == 302
        text = page(client, answer.url)
        assert "being put together" in text and "X-RCMS-Poll" in text
