"""In the room: the chair's screen, the large screen, and each member's own."""
