"""The Flask-SQLAlchemy object: Flask-Admin asks for one; everything else uses plain sessions."""

from flask_sqlalchemy import SQLAlchemy

from core.db.base import Base

db = SQLAlchemy(
    model_class=Base,
    disable_autonaming=True,
    session_options={"expire_on_commit": False},
)
