"""The auditors' desk: trail, red flags, findings. It reads everything and changes nothing in a project."""
