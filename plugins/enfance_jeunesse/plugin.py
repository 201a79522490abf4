"""The axis enfance jeunesse: who it is. Its hooks are those of its package."""

from core.api.plugin import Axe, PackagePlugin

PLUGIN = PackagePlugin(
    Axe(
        slug="enfance_jeunesse",
        numero=5,
        titre="Enfance jeunesse",
        couleur="#1f5fa8",
        package="plugins.enfance_jeunesse",
        description=(
            "Accueils de loisirs et accueils de jeunes, projets éducatifs territoriaux, équipes d'animation, "
            "inclusion et passerelles."
        ),
    )
)
