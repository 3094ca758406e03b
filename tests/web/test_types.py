"""The types that the browser modules claim in their comments hold, where Node is there to check them."""

import pytest
from tests import typescript


@pytest.mark.parametrize("folder", typescript.PROJECTS)
def test_the_types_of_the_browser_code_hold(folder: str) -> None:
    if not typescript.find():
        pytest.skip(typescript.WAY_OUT)
    assert typescript.check(folder) == []
