"""The command line.

Importing this costs nothing: the drawing processes import the module that started the program.
"""

from __future__ import annotations


def main() -> None:
    from api.commands.program import program

    program()()


if __name__ == "__main__":
    main()
