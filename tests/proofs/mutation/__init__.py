"""Takes the checks of access away one at a time, and sees which test notices."""
