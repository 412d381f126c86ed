"""`make test`: find the servers, run pytest once over everything, name what was skipped.

Arguments are handed to pytest.  CI=true or REQUIRE_LANES=1: a missing MariaDB, Redis or browser is a failure.
"""

import os
import sys

from tests import lanes

PARALLEL = os.environ.get("TEST_PROCESSES", "2")


def main(arguments: list[str]) -> None:
    for variable, url in (("TEST_DATABASE_URL", lanes.database_url()), ("TEST_REDIS_URL", lanes.redis_url())):
        if url:
            os.environ[variable] = url
    if os.environ.get("CI") == "true" or os.environ.get("REQUIRE_LANES"):
        os.environ["REQUIRE_LANES"] = "1"
    pytest = [sys.executable, "-m", "pytest", "-n", PARALLEL, "--dist", "loadfile", "--durations=10", *arguments]
    print(" ".join(pytest[1:]), flush=True)
    os.execv(sys.executable, pytest)


if __name__ == "__main__":
    main(sys.argv[1:])
