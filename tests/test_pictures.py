"""The pictures in the repository equal those that the code draws."""

from tools.pictures import FOLDER, pictures


def test_the_pictures_of_the_readme_are_what_is_drawn() -> None:
    """After a change on purpose, `make pictures` draws them again."""
    kept = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    assert kept == pictures()
