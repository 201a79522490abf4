"""The axis petite enfance: who it is. Its hooks are those of its package."""

from core.api.plugin import Axe, PackagePlugin

PLUGIN = PackagePlugin(
    Axe(
        slug="petite_enfance",
        numero=4,
        titre="Petite enfance",
        couleur="#0b6e5f",
        package="plugins.petite_enfance",
        description=(
            "Accueil des enfants de moins de 3 ans : établissements et places, assistantes maternelles, "
            "relais petite enfance."
        ),
    )
)
