"""Packs on disk, in a result file, or in a user's own store: folders of data files with a lock."""
