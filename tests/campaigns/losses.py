"""Damage a valid file of every format, and tell each value that is then in no paper and in no diagnostic.

    python tests/campaigns/losses.py [COUNT] [FORMAT]

COUNT is the number of damages of each format (10000, some minutes each), FORMAT the name of one (``a.bib``). Each
damage follows from the format and its number, which are told with what is lost. Exit status 1 if something was.
"""

from __future__ import annotations

import random
import sys
import time
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

import damaged_files

LONGEST = 5.0


def try_damage(name: str, whole: str, number: int) -> str:
    """Return what goes wrong with one damage, or nothing."""
    text = damaged_files.damage(random.Random(f"{name}{number}"), whole)
    began = time.process_time()
    try:
        losses = damaged_files.find_losses(name, text)
    except Exception:
        return traceback.format_exc()
    spent = time.process_time() - began
    return f"{spent:.1f} s" if spent > LONGEST else "; ".join(losses)


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    names = sys.argv[2:] or damaged_files.FORMATS
    failed = 0
    for name in names:
        whole, bad = damaged_files.write(name), 0
        for number in range(count):
            if fault := try_damage(name, whole, number):
                bad += 1
                print(f"{name} {number}: {fault}", flush=True)
        failed += bad
        print(f"{name}: {bad} of {count}", flush=True)
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
