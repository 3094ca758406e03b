"""`python -m sysmap` is `sysmap`."""

from sysmap.cli import main

if __name__ == "__main__":
    main()
