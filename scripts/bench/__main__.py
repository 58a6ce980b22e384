"""Measures one thing and prints one JSON object a line: name, value, unit, and what it is held against.

python -m scripts.bench gas        # what each act costs, and writes contracts/gas.json
python -m scripts.bench index      # how fast the index follows
python -m scripts.bench api        # how fast the API answers
python -m scripts.bench matching   # how fast rides are matched, and how well
"""

import runpy
import sys

BENCHES = ("gas", "index", "api", "matching")


def main() -> None:
    if len(sys.argv) < 2 or sys.argv[1] not in BENCHES:
        raise SystemExit(f"python -m scripts.bench {'|'.join(BENCHES)}")
    runpy.run_module(f"scripts.bench.{sys.argv.pop(1)}", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
