"""What a curator should look at, beyond what stops a build."""

from __future__ import annotations

from site_builder.checks.catalog import check_catalog
from site_builder.checks.links import check_links
from site_builder.checks.strays import find_strays

__all__ = ["check_catalog", "check_links", "find_strays"]
