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

from django.contrib import admin  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import path  # noqa: E402
from django.utils import timezone  # noqa: E402
from import_export import resources  # noqa: E402
from import_export.admin import ExportMixin  # noqa: E402
from import_export.fields import Field  # noqa: E402
from import_export.formats.base_formats import CSV  # noqa: E402
from import_export.widgets import ManyToManyWidget  # noqa: E402

STATUTS = {
    "a_engager": "À engager",
    "en_cours": "En cours",
    "suspendue": "Suspendue",
    "realisee": "Réalisée",
    "abandonnee": "Abandonnée",
}
NATURES = {"ponctuelle": "Ponctuelle", "recurrente": "Récurrente"}
PORTEES = {"territoire": "Tout le territoire", "communes": "Communes désignées"}
DIFFUSIONS = {"equipe": "Équipe", "partenaires": "Partenaires", "copil": "Comité de pilotage"}
GENRES = {
    "avancement": "Avancement",
    "resultat": "Résultat observé",
    "a_venir": "À venir",
    "valoriser": "À valoriser",
}
LEVE_PAR = {
    "equipe": "L'équipe",
    "agglomeration": "L'Agglomération",
    "commune": "Une commune",
    "caf": "La CAF",
    "etat": "L'État",
    "autre": "Un autre partenaire",
}
CIELS = {
    "soleil": "Soleil : tout va bien",
    "eclaircies": "Éclaircies : atteignable",
    "nuages": "Nuages : des appuis sont nécessaires",
    "orage": "Orage : compromis",
}
RESULTATS_BILAN = {
    "menee": "Menée",
    "partiellement": "Menée en partie",
    "non_menee": "Non menée",
}
ROLES = {
    "pilote_associe": "Pilote associé",
    "financeur": "Financeur",
    "operateur": "Opérateur",
    "associe": "Associé",
}
FINANCEURS = {
    "agglomeration": "Agglomération",
    "commune": "Commune",
    "caf": "CAF",
    "departement": "Département",
    "etat": "État",
    "msa": "MSA",
    "autre": "Autre",
}
ACTIFS = ("a_engager", "en_cours", "suspendue")


class Axe(models.Model):
    slug = models.TextField(unique=True)
    numero = models.IntegerField()
    titre = models.TextField()

    class Meta:
        managed, db_table, app_label = False, "axe", "ctg"

    def __str__(self):
        return f"Axe {self.numero} : {self.titre}"


class Personne(models.Model):
    nom = models.TextField()
    prenom = models.TextField()

    class Meta:
        managed, db_table, app_label = False, "personne", "ctg"
        ordering = ("nom",)

    def __str__(self):
        return f"{self.prenom} {self.nom}"


class Commune(models.Model):
    code_insee = models.TextField(unique=True)
    nom = models.TextField()

    class Meta:
        managed, db_table, app_label = False, "commune", "ctg"
        ordering = ("nom",)

    def __str__(self):
        return self.nom


class Titre(models.Model):
    titre = models.TextField()

    class Meta:
        abstract, app_label, ordering = True, "ctg", ("titre",)

    def __str__(self):
        return self.titre


class Enjeu(Titre):
    class Meta(Titre.Meta):
        managed, db_table, abstract = False, "enjeu", False


class Resultat(Titre):
    class Meta(Titre.Meta):
        managed, db_table, abstract = False, "resultat_attendu", False


class ActionMajeure(Titre):
    class Meta(Titre.Meta):
        managed, db_table, abstract = False, "action_majeure", False


class Cadre(models.Model):
    nom = models.TextField()

    class Meta:
        managed, db_table, app_label = False, "cadre", "ctg"
        ordering = ("nom",)

    def __str__(self):
        return self.nom


class Action(models.Model):
    code = models.TextField(unique=True)
    intitule = models.TextField("Intitulé")
    axe = models.ForeignKey(
        Axe, models.PROTECT, to_field="slug", db_column="axe_slug", verbose_name="Axe"
    )
    pilote = models.ForeignKey(Personne, models.PROTECT, null=True, blank=True)
    statut = models.CharField(max_length=40, choices=STATUTS)
    nature = models.CharField(max_length=40, choices=NATURES)
    portee = models.CharField(max_length=40, choices=PORTEES)
    date_debut = models.DateField()
    date_fin = models.DateField("Échéance", null=True, blank=True)
    objectif = models.TextField(blank=True)
    brouillon = models.BooleanField(default=False)
    source = models.TextField(blank=True)
    enjeu = models.ForeignKey(Enjeu, models.PROTECT, null=True, blank=True)
    action_majeure = models.ForeignKey(ActionMajeure, models.PROTECT, null=True, blank=True)
    communes = models.ManyToManyField(Commune, db_table="django_action_commune", blank=True)
    resultats = models.ManyToManyField(Resultat, db_table="django_action_resultat", blank=True)
    cadres = models.ManyToManyField(Cadre, db_table="django_action_cadre", blank=True)
    evaluation = models.TextField(blank=True)

    class Meta:
        managed, db_table, app_label = False, "action", "ctg"

    def __str__(self):
        return f"{self.code} : {self.intitule}"


class Enfant(models.Model):
    action = models.ForeignKey(Action, models.CASCADE)

    class Meta:
        abstract, app_label = True, "ctg"


class Etape(Enfant):
    intitule = models.TextField()
    echeance = models.DateField(null=True, blank=True)
    realisee_le = models.DateField(null=True, blank=True)

    class Meta:
        managed, db_table, app_label = False, "etape", "ctg"


class Note(Enfant):
    texte = models.TextField()
    jour = models.DateField()
    exercice = models.IntegerField()
    genre = models.CharField(max_length=40, choices=GENRES)
    diffusion = models.CharField(max_length=40, choices=DIFFUSIONS)

    class Meta:
        managed, db_table, app_label = False, "note", "ctg"


class Frein(Enfant):
    description = models.TextField()
    leve_par = models.CharField(max_length=40, choices=LEVE_PAR)
    depuis = models.DateField()
    leve_le = models.DateField(null=True, blank=True)
    diffusion = models.CharField(max_length=40, choices=DIFFUSIONS)

    class Meta:
        managed, db_table, app_label = False, "frein", "ctg"


class Meteo(Enfant):
    ciel = models.CharField(max_length=40, choices=CIELS)
    jour = models.DateField()
    exercice = models.IntegerField()
    diffusion = models.CharField(max_length=40, choices=DIFFUSIONS)
    commentaire = models.TextField(blank=True)

    class Meta:
        managed, db_table, app_label = False, "meteo", "ctg"


class Bilan(Enfant):
    exercice = models.IntegerField()
    resultat = models.CharField(max_length=40, choices=RESULTATS_BILAN)
    texte = models.TextField(blank=True)

    class Meta:
        managed, db_table, app_label = False, "bilan_action", "ctg"


class Partenaire(Enfant):
    nom = models.TextField()
    role = models.CharField(max_length=40, choices=ROLES)

    class Meta:
        managed, db_table, app_label = False, "partenaire_action", "ctg"


class Budget(Enfant):
    exercice = models.IntegerField()
    poste = models.TextField(blank=True)
    prevu = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    realise = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)

    class Meta:
        managed, db_table, app_label = False, "ligne_budget", "ctg"


class Financement(Enfant):
    exercice = models.IntegerField()
    financeur = models.CharField(max_length=40, choices=FINANCEURS)
    precision = models.TextField(blank=True)
    demande = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    accorde = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    verse = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)

    class Meta:
        managed, db_table, app_label = False, "financement", "ctg"


class Etp(Enfant):
    exercice = models.IntegerField()
    fonction = models.TextField(blank=True)
    etp = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)

    class Meta:
        managed, db_table, app_label = False, "etp_action", "ctg"


def est_en_retard(action):
    fin = action.date_fin
    return action.statut in ACTIFS and fin is not None and fin < timezone.localdate()


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
    autocomplete_fields = ("pilote",)
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
