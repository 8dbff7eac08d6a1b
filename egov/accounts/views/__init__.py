"""Pages about oneself (``session``); the others are for system administrators."""
