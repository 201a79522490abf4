"""The feed of a person: what it holds, the hours it says, whose it is, and how it ends."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import icalendar
import pytest
import time_machine
from dateutil import rrule
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.agenda.models import FluxAgenda
from core.comptes.models import Compte
from core.config import Settings
from core.gouvernance.models import Instance, Seance
from core.journal.models import Evenement
from core.plan.models_action import Action
from tests.formulaires import read_form
from tests.integration.conftest import JOUR
from tests.integration.essai_admin import log_in, open_demonstration, statements
