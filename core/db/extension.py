"""The Flask-SQLAlchemy object: Flask-Admin asks for one; everything else uses plain sessions."""

from flask_sqlalchemy import SQLAlchemy

from core.db.base import Base

db = SQLAlchemy(
    # Not ``model_class``: the extension would build a second base beside ours.
    metadata=Base.metadata,
    session_options={"expire_on_commit": False},
)
