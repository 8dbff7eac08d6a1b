from django.db import migrations

from egov.audit.triggers import TriggerChange, append_only, guarded, never_replaced

DRAWN = {
    "reviews_draw": (("id",), ("number",), ("panel_id", "sequence")),
    "reviews_candidatelist": (("id",), ("draw_id",)),
    "reviews_drawresult": (("id",), ("closing_id",)),
    "reviews_abandonment": (("id",), ("draw_id",)),
}


def no_criterion_after(editor):
    """Let nobody add a criterion to a sheet that is fixed."""
    fixed = "SELECT 1 FROM reviews_marksheet WHERE id = NEW.sheet_id AND published_at IS NOT NULL"
    if editor.connection.vendor == "postgresql":
        editor.execute(
            "CREATE FUNCTION reviews_refuse_criterion() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF EXISTS ({fixed}) THEN RAISE EXCEPTION 'the sheet is fixed'; END IF; RETURN NEW; END $$",
            params=None,
        )
        editor.execute(
            "CREATE TRIGGER reviews_criterion_before_fixing BEFORE INSERT ON reviews_criterion "
            "FOR EACH ROW EXECUTE FUNCTION reviews_refuse_criterion()"
        )
        return
    editor.execute(
        "CREATE TRIGGER reviews_criterion_before_fixing BEFORE INSERT ON reviews_criterion "
        f"WHEN EXISTS ({fixed}) BEGIN SELECT RAISE(ABORT, 'the sheet is fixed'); END"
    )


def criteria_again(editor):
    """Take that guard away."""
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP TRIGGER reviews_criterion_before_fixing ON reviews_criterion")
        editor.execute("DROP FUNCTION reviews_refuse_criterion()")
    else:
        editor.execute("DROP TRIGGER reviews_criterion_before_fixing")


class Migration(migrations.Migration):
    """What a member filed, a draw was made of, or a sheet asks once it is fixed, changes by no hand."""

    # What these brought is in this and in 0001_initial.
    replaces = [
        ("reviews", "0002_append_only"),
        ("reviews", "0003_pool"),
        ("reviews", "0005_sheets"),
        ("reviews", "0006_seats_are_taken"),
        ("reviews", "0007_seats_taken_before"),
        ("reviews", "0008_seats_in_order"),
        ("reviews", "0009_draws"),
        ("reviews", "0010_draws_kept"),
        ("reviews", "0011_marks"),
        ("reviews", "0012_fees_and_ratings"),
        ("reviews", "0013_ties_found"),
        ("reviews", "0014_employers_found"),
        ("reviews", "0015_meetings_moved"),
    ]
    dependencies = [("reviews", "0001_initial")]

    operations = [
        append_only("reviews_creditrecord"),
        append_only("reviews_opinion"),
        append_only("reviews_finding"),
        append_only("reviews_mark"),
        append_only("reviews_resolution"),
        append_only("reviews_panelsignature"),
        append_only("reviews_fee"),
        append_only("reviews_rating"),
        append_only("reviews_criterion"),
        guarded(
            "reviews_marksheet",
            "reviews_marksheet_stays_fixed",
            event="UPDATE",
            unless="OLD.published_at IS NULL",
        ),
        guarded(
            "reviews_marksheet",
            "reviews_marksheet_is_kept",
            event="DELETE",
            unless="OLD.published_at IS NULL",
        ),
        TriggerChange(no_criterion_after, criteria_again),
        *(append_only(table) for table in DRAWN),
        *(never_replaced(table, keys) for table, keys in DRAWN.items()),
    ]
