"""A test cannot reach a network."""

from __future__ import annotations

import socket

import pytest


def test_a_connection_is_refused() -> None:
    with socket.socket() as plug, pytest.raises(AssertionError, match="opened a connection"):
        plug.connect(("192.0.2.1", 9))
