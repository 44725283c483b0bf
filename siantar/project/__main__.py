"""`python -m siantar.project` is the command line."""

from siantar.project.commands import main

main()
