"""`python -m emulators`: the stand-ins, in the foreground."""

from emulators.server import main

main()
