"""docs/options.md is what the declarations say, and every option has a story that exists."""

import re

from tests.options_table import PAGE, options, page
from tests.stories.shown import NO_STORY, SHOWN
from tests.tidy import repository

OPTIONS = [f"{section.__name__}.{key}" for section, key, _, _ in options()]


def test_every_option_has_its_story_or_says_why_not() -> None:
    told = SHOWN.keys() | NO_STORY.keys()
    assert len(OPTIONS) > 60
    assert [one for one in OPTIONS if one not in told] == [], (
        "options without a story: name it in tests/stories/shown.py"
    )
    assert sorted(told - set(OPTIONS)) == [], "no such options, but tests/stories/shown.py names them"
    assert SHOWN.keys().isdisjoint(NO_STORY)


def test_the_stories_named_are_told() -> None:
    stories = {
        name
        for one in repository()
        if one.path.startswith("tests/stories/")
        for name in re.findall(r"^def (test_\w+)", one.text, flags=re.MULTILINE)
    }
    assert sorted(set(SHOWN.values()) - stories) == [], "no such story: correct tests/stories/shown.py"


def test_the_page_is_not_stale() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "docs/options.md is stale: run make docs"
