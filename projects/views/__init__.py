"""What ``projects.urls`` maps, one module per part of a project."""
