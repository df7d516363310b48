"""What others take from a paper or a site: citations, feeds, metadata. One pure function a file."""
