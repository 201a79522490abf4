# mypy: ignore-errors
"""The tables of ours as models of Django; imported once its settings are made."""

from django.db import models
from django.utils import timezone

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
    elu_referent = models.ForeignKey(
        Personne, models.PROTECT, null=True, blank=True, related_name="+"
    )
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
