"""Draft the next step, what the models say and the steps do not yet: `python -m migrations.draft 0028_vehicle_energy`.

A draft is read by a person, who cuts it to one DDL a file and makes it repeatable with the functions of `steps`.
"""

import sys
import tempfile
from pathlib import Path

from alembic import command

from migrations import HERE, config, upgrade

REPEATABLE = {"op.create_table(": "steps.table(", "op.drop_table(": "steps.drop_table("}


def draft(name: str, folder: Path = HERE / "versions") -> Path:
    """Write `name`.py: the difference between an empty database brought to head and the models."""
    with tempfile.TemporaryDirectory() as scratch:
        url = f"sqlite:///{Path(scratch) / 'scratch.sqlite3'}"
        upgrade(url)
        settings = config(url)
        settings.set_main_option("file_template", "%%(rev)s")
        settings.set_main_option("version_locations", f"{HERE / 'versions'};{folder}")
        settings.set_main_option("path_separator", ";")
        command.revision(
            settings,
            f"{name.partition('_')[2].replace('_', ' ').capitalize()}.",
            rev_id=name,
            autogenerate=True,
            version_path=str(folder),
        )
    file = folder / f"{name}.py"
    text = file.read_text("utf8")
    for once, again in REPEATABLE.items():
        text = text.replace(once, again)
    file.write_text(text, "utf8")
    return file


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.stdout.write(f"{draft(sys.argv[1])}: read it, cut it to one DDL a file; then ruff format and the drift test\n")
