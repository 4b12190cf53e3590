"""Pictures of diagrams, from the drawing that their files hold."""
