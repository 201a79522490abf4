"""The axis mobilité, logement, accès aux droits: who it is. Its hooks are those of its package."""

from core.api.plugin import Axe, PackagePlugin

PLUGIN = PackagePlugin(
    Axe(
        slug="acces_droits",
        numero=6,
        titre="Mobilité, logement, accès aux droits",
        couleur="#7a5c00",
        package="plugins.acces_droits",
        description=(
            "Lieux d'accueil et permanences, médiation numérique, mobilité, logement des jeunes, "
            "domiciliation."
        ),
    )
)
