"""The accessibility statement."""

from flask import Blueprint, render_template

from web.access import PUBLIC, access

page = Blueprint("accessibility", __name__, template_folder="templates")


@page.get("/accessibility")
@access(PUBLIC)
def show() -> str:
    """Show the statement."""
    return render_template("accessibility.html")
