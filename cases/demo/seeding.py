"""Filling an empty database with the demonstration."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import zip_longest
from threading import Lock

from django.conf import settings
from django.db import connections

from cases.demo import files, people
from cases.demo.drawing import Drawings
from cases.demo.files import CasePlan, Corridor
from cases.demo.filing import Cast, file_number, filed_already
from cases.demo.persons import Inventor, Issuer
from cases.demo.story import Story
from cases.demo.together import Together
from core import clock
from core.kept import keeping
from countries.models import Country

Say = Callable[[str], None]


def refusal() -> str:
    """Why the demonstration may not be made here, in words; empty when it may."""
    if settings.PRODUCTION:
        return "The demonstration is not for production: its people are invented and its password is public."
    if not (settings.DEMO_MODE or settings.TESTING):
        return "Set RCMS_DEMO=1, as ./run does: without it the papers would not carry the mark SPECIMEN."
    if not settings.CLOCK_MAY_MOVE:
        return "The clock may not be moved here (RCMS_CLOCK_MAY_MOVE), and the demonstration has a past."
    return ""


def seed(say: Say) -> int:
    """Make what is missing of the demonstration, on loaded reference data, and return how many cases were made.

    Each case is one transaction and is found again by its file number: what was cut off is taken up again. Two
    threads share the corridors and a third one draws: most of the time is spent waiting for one another's work.
    """
    say(f"Personas: {people.personas_make()} made, {len(files.personas())} in all")
    with Drawings() as drawings:
        made = _Seeding(drawings, say).run()
    people.personas_admit()
    return made


class _Seeding:
    def __init__(self, drawings: Drawings, say: Say) -> None:
        self.drawings = drawings
        self.say = say
        self.lock = Lock()
        self.made = 0
        self.now: datetime = clock.now()
        self.people = people.actors()
        self.countries = {country.code: country for country in Country.objects.all()}
        supervisors = [actor for login, actor in self.people.items() if login.endswith(":supervisor")]
        done = filed_already(supervisors)
        self.waiting = [
            (corridor, [plan for plan in corridor.cases if file_number(plan) not in done])
            for corridor in files.plan().corridors
        ]

    def run(self) -> int:
        """Every corridor; returns how many cases were made."""
        # The longest first, so that the two threads end together.
        rows = sorted(
            ([self._story(corridor, plan) for plan in plans] for corridor, plans in self.waiting), key=len, reverse=True
        )
        for stories in rows:
            # References are numbered per pair of countries: one thread, in the order of submission.
            stories.sort(key=lambda story: story.submitted)
        # Pictures in the order in which they will be asked for.
        for side_by_side in zip_longest(*rows):
            for story in filter(None, side_by_side):
                story.cast.order(self.drawings)
        with ThreadPoolExecutor(max_workers=2, thread_name_prefix="demo") as threads:
            running = [threads.submit(self._play, stories) for stories in rows]
            try:
                for one in running:
                    one.result()
            except BaseException:
                threads.shutdown(wait=True, cancel_futures=True)
                raise
        with keeping():
            Together(self.people, self.now).play()
        return self.made

    def _story(self, corridor: Corridor, plan: CasePlan) -> Story:
        # Of a stateless person no country draws a passport.
        receiving = self.countries[corridor.receiving]
        country = self.countries.get(plan.person.get("nationality", receiving.code), receiving)
        issuer = Issuer(country.code, country.name, country.icao_code)
        return Story(
            corridor=corridor,
            plan=plan,
            people=self.people,
            cast=Cast.of(Inventor(plan, issuer, self.now.date())),
            drawings=self.drawings,
            main_line=files.plan().main_line,
            now=self.now,
        )

    def _play(self, stories: list[Story]) -> None:
        try:
            # What is kept is reference data: the same for everybody, and nobody changes them meanwhile.
            with keeping():
                for count, story in enumerate(stories, start=1):
                    made = story.play()
                    with self.lock:
                        self.made += made
                        if count % 5 == 0 or count == len(stories):
                            self.say(f"{story.corridor.code}: {count} of {len(stories)}")
        finally:
            connections.close_all()
