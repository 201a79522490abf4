"""The axis parentalité: who it is. Its hooks are those of its package."""

from core.api.plugin import Axe, PackagePlugin

PLUGIN = PackagePlugin(
    Axe(
        slug="parentalite",
        numero=3,
        titre="Parentalité",
        couleur="#7a3b8f",
        package="plugins.parentalite",
        description=(
            "Soutien aux parents : lieux d'accueil enfants-parents, accompagnement à la scolarité, "
            "médiation familiale, temps de rencontre."
        ),
    )
)
