# mypy: ignore-errors
"""Django admin, tuned, on the same tables: answers one measure for each line read on its input.

Run by pages.py with the Python of an environment of its own: ``_django.py <database> <secret>``.
"""

import json
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import django
from django.conf import settings

# The application of the models below: Django asks for a package of that name.
sys.modules["ctg"] = ModuleType("ctg")
sys.modules["ctg"].__path__ = [str(Path(__file__).parent)]
URL = dict(part.split("=", 1) for part in sys.argv[1].split(" "))
settings.configure(
    SECRET_KEY=sys.argv[2],
    DEBUG=False,
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    LANGUAGE_CODE="fr",
    TIME_ZONE="Europe/Paris",
    USE_TZ=True,
    USE_THOUSAND_SEPARATOR=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=[
        "django.contrib.admin",
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "import_export",
        "ctg",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    # The session in the cookie, as ours: no statement for it.
    SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": URL["dbname"],
            "USER": URL["user"],
            "HOST": URL["host"],
            "PORT": URL["port"],
            "CONN_MAX_AGE": None,
        }
    },
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
    IMPORT_EXPORT_SKIP_ADMIN_EXPORT_UI=True,
    LOGGING_CONFIG=None,
)
django.setup()

from _django_modeles import (  # noqa: E402
    Action,
    ActionMajeure,
    Axe,
    Bilan,
    Budget,
    Cadre,
    Commune,
    Enjeu,
    Etape,
    Etp,
    Financement,
    Frein,
    Meteo,
    Note,
    Partenaire,
    Personne,
    Resultat,
    est_en_retard,
)
from django.contrib import admin  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import path  # noqa: E402
from import_export import resources  # noqa: E402
from import_export.admin import ExportMixin  # noqa: E402
from import_export.fields import Field  # noqa: E402
from import_export.formats.base_formats import CSV  # noqa: E402
from import_export.widgets import ManyToManyWidget  # noqa: E402


class ActionResource(resources.ModelResource):
    axe = Field("axe__numero", "Axe")
    statut = Field("get_statut_display", "Statut")
    en_retard = Field(column_name="En retard")
    bloquee = Field("bloquee", "Bloquée")
    pilote = Field("pilote", "Pilote")
    nature = Field("get_nature_display", "Nature")
    portee = Field("get_portee_display", "Portée")
    communes = Field("communes", "Communes", widget=ManyToManyWidget(Commune, ", ", "nom"))
    enjeu = Field("enjeu__titre", "Enjeu")
    resultats = Field("resultats", "Résultats", widget=ManyToManyWidget(Resultat, ", ", "titre"))
    action_majeure = Field("action_majeure__titre", "Action majeure")

    class Meta:
        model = Action
        fields = (
            "intitule",
            "code",
            "axe",
            "statut",
            "date_fin",
            "en_retard",
            "bloquee",
            "pilote",
            "nature",
            "date_debut",
            "portee",
            "communes",
            "brouillon",
            "enjeu",
            "resultats",
            "action_majeure",
            "objectif",
            "source",
        )
        export_order = fields

    def iter_queryset(self, queryset):
        # By itself it would page with an OFFSET as soon as something is prefetched.
        return queryset.iterator(chunk_size=2_000)

    def dehydrate_en_retard(self, action):
        return est_en_retard(action)


class EnLigne(admin.TabularInline):
    extra = 1


def build_inline(enfant):
    return type(f"{enfant.__name__}Inline", (EnLigne,), {"model": enfant})


class PersonneAdmin(admin.ModelAdmin):
    search_fields = ("nom", "prenom")


class ActionAdmin(ExportMixin, admin.ModelAdmin):
    resource_classes = (ActionResource,)
    formats = (CSV,)
    list_display = (
        "intitule",
        "code",
        "numero_axe",
        "statut",
        "date_fin",
        "en_retard",
        "bloquee",
        "pilote",
    )
    list_filter = ("axe", "statut", "communes", "portee")
    list_select_related = ("axe", "pilote")
    search_fields = ("code", "intitule", "objectif")
    autocomplete_fields = ("pilote", "elu_referent")
    inlines = tuple(
        build_inline(enfant)
        for enfant in (Note, Etape, Frein, Meteo, Bilan, Partenaire, Budget, Financement, Etp)
    )
    ordering = ("code",)
    show_full_result_count = False
    list_per_page = 50

    def get_queryset(self, request):
        ouverts = Frein.objects.filter(action=models.OuterRef("pk"), leve_le=None)
        return super().get_queryset(request).annotate(bloquee=models.Exists(ouverts))

    def get_export_queryset(self, request):
        rows = super().get_export_queryset(request)
        rows = rows.select_related("axe", "pilote", "enjeu", "action_majeure")
        return rows.prefetch_related("communes", "resultats")

    @admin.display(ordering="axe__numero", description="Axe")
    def numero_axe(self, action):
        return action.axe.numero

    @admin.display(boolean=True, description="En retard")
    def en_retard(self, action):
        return est_en_retard(action)

    @admin.display(boolean=True, description="Bloquée")
    def bloquee(self, action):
        return action.bloquee


class Liste20(ActionAdmin):
    list_per_page = 20


class Liste100(ActionAdmin):
    list_per_page = 100


def build_site(name, screen):
    site = admin.AdminSite(name=name)
    site.register(Action, screen)
    site.register(Personne, PersonneAdmin)
    site.register((Axe, Commune, Enjeu, Resultat, ActionMajeure, Cadre))
    return site


SITES = {50: build_site("admin", ActionAdmin), 20: build_site("a20", Liste20)}
SITES[100] = build_site("a100", Liste100)
urlpatterns = [path(f"l{taille}/", site.urls) for taille, site in SITES.items()]


@contextmanager
def count_statements():
    counted = [0]

    def note(execute, sql, params, many, context):
        counted[0] += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield counted


def main():
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE VIEW django_action_commune AS "
            "SELECT c.id AS id, a.action_id, c.id AS commune_id "
            "FROM action_commune a JOIN commune c USING (code_insee)"
        )
        cursor.execute(
            "CREATE OR REPLACE VIEW django_action_resultat AS "
            "SELECT resultat_id AS id, action_id, resultat_id FROM action_resultat"
        )
        cursor.execute(
            "CREATE OR REPLACE VIEW django_action_cadre AS "
            "SELECT cadre_id AS id, action_id, cadre_id FROM action_cadre"
        )
    client = Client()
    client.force_login(User.objects.create_superuser("essai"))
    print(json.dumps({"django": django.__version__}), flush=True)
    for line in sys.stdin:
        with count_statements() as counted:
            start = time.perf_counter()
            answer = client.get(line.strip())
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            elapsed = time.perf_counter() - start
        print(
            json.dumps(
                {
                    "statut": answer.status_code,
                    "ms": elapsed * 1000,
                    "sql": counted[0],
                    "octets": len(content),
                }
            ),
            flush=True,
        )


if __name__ == "__main__":
    main()
