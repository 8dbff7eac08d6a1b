"""``make bench``: what the house costs, as ratios that travel between machines. One module is one subject.

``make bench`` measures all subjects, ``make bench ARGS=pages`` one, ``make bench ARGS="pages ledger"`` two. A
subject is a module of this package with::

    def run(report: Report) -> None: ...

Nothing registers it: a module that has such a function is found. It writes what it measured with
``report.say(…)``, ``report.table(…)`` and ``report.goal(…)``; the page becomes docs/operations/bench/NAME.md and
the command fails where a goal is missed. Its module docstring is the head of the page. ``report.quick`` asks for
sizes so small that the bench itself can be tried in a minute; such a run writes no page.

The package is imported without Django. A subject that needs a database starts a module of its own in
``tests.bench.place.measured``: a fresh database on SQLite or PostgreSQL, thrown away afterwards.
"""
