"""Entries as an iCalendar file (RFC 5545)."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from icalendar import Calendar, Event

from core.agenda.rules import Entree

# How often a calendar program should ask again (RFC 7986, section 5.7).
ACTUALISATION = timedelta(hours=4)


def to_ical(
    entrees: Iterable[Entree], *, nom: str, site: str, get_url: Callable[[object], str]
) -> bytes:
    """The file of ``entrees``. ``site``: the host of the platform, which makes identifiers unique;
    ``get_url``: the whole address of the page of a row.

    Times are written with their zone and the rules of it, so that each program shows the hour of Cholet.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//CTG//Agenda//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", nom)
    calendar.add("x-wr-calname", nom)
    calendar.add("refresh-interval", ACTUALISATION, parameters={"VALUE": "DURATION"})
    for entree in entrees:
        calendar.add_component(_to_event(entree, site, get_url(entree.objet)))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _to_event(entree: Entree, site: str, url: str) -> Event:
    event = Event()
    event.add("uid", f"{entree.uid}@{site}")
    event.add("dtstamp", entree.modifiee)
    event.add("last-modified", entree.modifiee)
    event.add("summary", entree.titre)
    if entree.debut is None or entree.fin is None:
        event.add("dtstart", entree.jour)
        event.add("dtend", entree.jour + timedelta(days=1))
        # A due date takes nobody's day.
        event.add("transp", "TRANSPARENT")
    else:
        event.add("dtstart", entree.debut)
        event.add("dtend", entree.fin)
    for name, text in (("location", entree.lieu), ("description", entree.description)):
        if text:
            event.add(name, text)
    event.add("url", url)
    return event
