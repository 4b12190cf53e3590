"""Rules set aside by two people: asked for at a step, confirmed by a second person."""
