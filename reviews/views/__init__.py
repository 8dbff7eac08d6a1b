"""Panels as the office and the parties see them (``panels``), and as their members do (``seats``)."""
