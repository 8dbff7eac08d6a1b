"""Issued papers as files and as data."""
