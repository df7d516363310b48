"""Where readers propose a change of a file: its edit page on the host of the repository."""

from __future__ import annotations

import re
from urllib.parse import quote

#: The part of an address in which other hosts have the file's path, written by a curator.
PATH = "{path}"
#: The edit page of a file by what the host's name contains. Hosts that run Forgejo or Gitea are known by that word.
_HOSTS = {
    "github": "{repository}/edit/{branch}/{path}",
    "gitlab": "{repository}/-/edit/{branch}/{path}",
    "codeberg": "{repository}/_edit/{branch}/{path}",
    "gitea": "{repository}/_edit/{branch}/{path}",
    "forgejo": "{repository}/_edit/{branch}/{path}",
    "bitbucket": "{repository}/src/{branch}/{path}?mode=edit",
}
#: A folder of a repository, as the hosts show it: the repository, the branch, and the folder in it.
_FOLDER = re.compile(r"(?P<repository>[^?#]+?)(?:/-)?/(?:tree|src/branch|src)/(?P<branch>[^/?#]+)/(?P<folder>[^?#]+)")


def make_edit_pattern(repository: str, branch: str) -> str:
    """Return the address of a file's edit page, with ``{path}`` for the path below the site's folder.

    ``repository`` is the address of a repository, of a folder in it as a browser shows it, or itself such a pattern.
    Returns an empty text if the host isn't known. The forms are those of the hosts' own "Edit" buttons.
    """
    if PATH in repository:
        return repository
    host = repository.partition("://")[2].partition("/")[0].lower()
    form = next((form for name, form in _HOSTS.items() if name in host), "")
    path = PATH
    address = repository.rstrip("/")
    if folder := _FOLDER.fullmatch(address):
        address, branch, path = folder["repository"], folder["branch"], f"{folder['folder']}/{PATH}"
    named = {"{repository}": address.removesuffix(".git"), "{branch}": quote(branch), PATH: path}
    for name, value in named.items():
        form = form.replace(name, value)
    return form


def address_edit_page(pattern: str, path: str) -> str:
    """Return the address of the edit page of the file at a path below the site's folder; empty without a pattern."""
    return pattern.replace(PATH, quote(path)) if pattern else ""
