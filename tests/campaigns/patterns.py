"""Try every pattern of the program with ever longer texts of its own parts, and tell those that aren't linear.

    python tests/campaigns/patterns.py [LENGTH]

Takes some minutes. LENGTH is that of the longest texts (65536). Exit status 1 if a pattern is found.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
from pattern_sweep import list_uses, sweep


def main() -> int:
    longest = int(sys.argv[1]) if len(sys.argv) > 1 else 65_536
    uses, found = list_uses(), 0
    for use in uses:
        if finding := sweep(use, longest):
            found += 1
            print(f"{finding.where}: {finding.pattern!r}\n    on {finding.text!r}: {finding.seconds}", flush=True)
    print(f"{len(uses)} patterns, {found} of them not linear")
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main())
