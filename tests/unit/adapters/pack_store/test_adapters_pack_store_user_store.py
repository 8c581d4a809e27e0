"""The user's own packs: imported once under a lock, found after the release's, kept out of results where their licence says so."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from plain_organization import inputs, monthly, organization, source

from hutan.adapters.engines import engine
from hutan.adapters.pack_store.library import load_packs
from hutan.adapters.pack_store.user_store import STORE_VARIABLE, find_pack, import_pack, stored_packs
from hutan.adapters.replay import replay_archive
from hutan.adapters.result_archive import write_archive
from hutan.core.inventory.calculation import calculate
from hutan.kernel.errors import HutanError, InputError, PackError, VerificationError
from hutan.kernel.ids import pack_id
from hutan.usecases.seal import seal

PACK_YAML = """
id: licensed/1
edition: "1"
title: {zh: 许可文本, en: licensed text}
authority: {zh: 某, en: somebody}
status: released
text_status: held
evidence_grade: P
licence: licensed to one firm
redistribution: REDISTRIBUTION
content: method
requires: [regions/2026.1]
"""
RELEASED_NAME = PACK_YAML.replace("licensed/1", "sh-mrv/2012").replace("REDISTRIBUTION", "allowed").encode()
RULES_YAML = """
unit: kgCO2
gases: [CO2]
scopes: {all: {zh: 全部, en: all}}
totals: [{id: total, title: {zh: 合计, en: total}, parts: [{scope: all}]}]
rules:
  - id: power
    when: {family: [electricity], use: [purchased]}
    kind: energy_transfer@1
    scope: all
    category: purchased_electricity
    inputs:
      factor: {parameter: secret_factor, substance: electricity, gas: CO2, series: [licensed/1], vintage: fixed}
    clause: "1"
    grade: P
    because: {zh: 按许可文本。, en: As the text says.}
"""
PARAMETERS_YAML = """
parameters:
  - {id: f, parameter: secret_factor, substance: electricity, gas: CO2, value: "0.4", unit: kgCO2/kWh, grade: P, name: {zh: 因子, en: factor},
     source: licensed text, publisher: somebody, year: "2026", locator: table 1}
"""


def files(redistribution: str = "forbidden", value: str = "0.4") -> dict[str, bytes]:
    return {
        "pack.yaml": PACK_YAML.replace("REDISTRIBUTION", redistribution).encode(),
        "rules.yaml": RULES_YAML.encode(),
        "parameters.yaml": PARAMETERS_YAML.replace("0.4", value).encode(),
    }


def folder(at: Path, contents: dict[str, bytes]) -> Path:
    for name, data in contents.items():
        (at / name).parent.mkdir(parents=True, exist_ok=True)
        (at / name).write_bytes(data)
    return at


def zipped(at: Path, contents: dict[str, bytes]) -> Path:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in contents.items():
            archive.writestr(name, data)
    at.write_bytes(buffer.getvalue())
    return at


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "store"
    monkeypatch.setenv(STORE_VARIABLE, str(root))
    return root


def result_with(redistribution: str, tmp_path: Path, store: Path) -> bytes:
    import_pack(folder(tmp_path / "mine", files(redistribution)), store)
    loaded = load_packs([pack_id("licensed/1")], find_pack)
    power = source("E", "electricity")
    asked = inputs(organization([power]), monthly(power, "10"))
    return write_archive(seal(asked, loaded.library, calculate(asked, loaded.library, engine("python"))), loaded.passed_on())


@pytest.mark.parametrize("prefix", ["", "deep/inside/"])
def test_a_pack_is_taken_in_once_from_a_zip_and_found(store: Path, tmp_path: Path, prefix: str) -> None:
    source_zip = zipped(tmp_path / "p.zip", {prefix + name: data for name, data in files().items()})
    first, again = import_pack(source_zip, store), import_pack(source_zip, store)
    assert first.digest() == again.digest()
    assert stored_packs() == ("licensed/1",)
    assert find_pack(pack_id("licensed/1")).digest() == first.digest()


def test_a_locked_edition_never_changes(store: Path, tmp_path: Path) -> None:
    import_pack(folder(tmp_path / "a", files()), store)
    with pytest.raises(PackError, match="pack_held_otherwise"):
        import_pack(folder(tmp_path / "b", files(value="0.5")), store)


def test_a_pack_changed_in_the_store_is_not_used(store: Path, tmp_path: Path) -> None:
    import_pack(folder(tmp_path / "a", files()), store)
    (store / "licensed/1/parameters.yaml").write_bytes(files(value="0.9")["parameters.yaml"])
    with pytest.raises(PackError, match="pack_lock_differs"):
        find_pack(pack_id("licensed/1"))


@pytest.mark.parametrize(
    ("contents", "code"),
    [
        ({}, "pack_source_unusable"),
        ({**files(), "x/pack.yaml": b"id: a/1"}, "pack_source_unusable"),
        ({**files(), "../out.txt": b""}, "pack_source_unusable"),
        ({**files(), "/etc/out.txt": b""}, "pack_source_unusable"),
        ({**files(), "pack.yaml": b"title: none"}, "pack_source_unusable"),
        ({**files(), "pack.yaml": b"id: UPPER"}, "pack_source_unusable"),
        ({**files(), "pack.yaml": RELEASED_NAME}, "pack_name_released"),
        ({**files(), "rules.yaml": b"unit: kg"}, "pack_document_invalid"),
        ({**files(), "pack.lock": b"{}"}, "pack_lock_differs"),
    ],
)
def test_what_is_no_sound_pack_is_refused_and_nothing_is_kept(store: Path, tmp_path: Path, contents: dict[str, bytes], code: str) -> None:
    with pytest.raises(HutanError, match=code):
        import_pack(zipped(tmp_path / "p.zip", contents), store)
    assert stored_packs() == ()


def test_a_file_that_is_no_zip_and_a_folder_without_pack_are_refused(store: Path, tmp_path: Path) -> None:
    (tmp_path / "n.zip").write_bytes(b"no zip")
    for place in (tmp_path / "n.zip", tmp_path):
        with pytest.raises(InputError, match="pack_source_unusable"):
            import_pack(place, store)


def test_a_licence_that_allows_it_lets_the_pack_travel(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = result_with("allowed", tmp_path, store)
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "empty"))
    assert replay_archive(data, "python").differences == ()


def test_a_licence_that_forbids_it_keeps_the_pack_out_and_replay_asks_for_it(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = result_with("forbidden", tmp_path, store)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not [name for name in archive.namelist() if name.startswith("packs/licensed/")]
    assert replay_archive(data, "python").differences == ()
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "empty"))
    with pytest.raises(VerificationError, match="result_pack_withheld"):
        replay_archive(data, "python")


def test_another_pack_of_the_same_name_does_not_stand_in(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = result_with("forbidden", tmp_path, store)
    other = tmp_path / "other"
    monkeypatch.setenv(STORE_VARIABLE, str(other))
    import_pack(folder(tmp_path / "b", files(value="0.5")), other)
    with pytest.raises(VerificationError, match="result_pack_withheld"):
        replay_archive(data, "python")


