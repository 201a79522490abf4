"""The axis animation de la vie sociale: who it is. Its hooks are those of its package."""

from core.api.plugin import Axe, PackagePlugin

PLUGIN = PackagePlugin(
    Axe(
        slug="vie_sociale",
        numero=2,
        titre="Animation de la vie sociale",
        couleur="#a8441c",
        package="plugins.vie_sociale",
        description=(
            "Centres sociaux et espaces de vie sociale : agréments, activité, pactes de coopération, "
            "projets partagés."
        ),
    )
)
