"""After the room: minutes of a case, the recap of a meeting, and the meeting with the family."""
