"""The commands in script/: standard library only, so that they run before anything is installed."""
