"""One build: plan the pages, compare them with the last build, render what changed, write, report."""
