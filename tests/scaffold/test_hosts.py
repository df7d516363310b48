"""What publishes a site: actions named by digest, few rights, and the same actions for the project itself."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FILES = ROOT / "site_builder/scaffold/files"
WORKFLOWS = sorted((*FILES.glob(".github/workflows/*.yml"), *ROOT.glob(".github/workflows/*.yml")))
USES = re.compile(r"uses: (\S+)(.*)")


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_workflows_are_valid_and_ask_for_few_rights(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text("utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    # YAML 1.1 reads the key `on` as True
    assert "pull_request_target" not in workflow[True]
    for job in workflow["jobs"].values():
        assert all(("uses" in step) != ("run" in step) for step in job["steps"])
        # what may publish runs nothing that was installed
        assert "write" not in job.get("permissions", {}).values() or not any("run" in step for step in job["steps"])
        for step in job["steps"]:
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False


def test_an_action_is_named_by_one_digest_wherever_it_is_used_with_its_version_in_a_comment() -> None:
    found: dict[str, set[tuple[str, str]]] = {}
    for path in WORKFLOWS:
        for action, rest in USES.findall(path.read_text("utf-8")):
            name, _, digest = action.partition("@")
            assert re.fullmatch(r"[0-9a-f]{40}", digest), action
            assert re.fullmatch(r" # v\d+\.\d+\.\d+", rest), action
            found.setdefault(name, set()).add((digest, rest))
    assert len(found) == 6
    assert all(len(digests) == 1 for digests in found.values()), found


def test_no_step_puts_what_a_stranger_wrote_into_a_command() -> None:
    for path in WORKFLOWS:
        for job in yaml.safe_load(path.read_text("utf-8"))["jobs"].values():
            assert not any("${{" in step.get("run", "") for step in job["steps"])


def test_published_site_is_told_its_address() -> None:
    workflow = yaml.safe_load((FILES / ".github/workflows/pages.yml").read_text("utf-8"))
    steps = workflow["jobs"]["build"]["steps"]
    build = next(step for step in steps if step.get("run", "").startswith("site-builder build"))
    assert '--base-url "$BASE_URL"' in build["run"]
    assert build["env"]["BASE_URL"] == "${{ steps.pages.outputs.base_url }}"
    assert workflow["concurrency"] == {"group": "pages", "cancel-in-progress": False}


def test_each_host_publishes_the_folder_that_a_build_writes() -> None:
    gitlab = yaml.safe_load((FILES / ".gitlab-ci.yml").read_text("utf-8"))
    assert gitlab["pages"]["artifacts"]["paths"] == ["public"]
    assert gitlab["pages"]["pages"] is True
    assert tomllib.loads((FILES / "netlify.toml").read_text("utf-8"))["build"]["publish"] == "public"
    assert tomllib.loads((FILES / "wrangler.toml").read_text("utf-8"))["pages_build_output_dir"] == "public"
