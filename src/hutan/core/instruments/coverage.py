"""How instruments cover consumption: pro rata over what they claim for, exactly, and never more than was consumed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from hutan.core.model.instrument import ContractualInstrument

_STEP_KWH = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Coverage:
    """Energy [kWh] that one instrument covers in each consumption, in their order, and what is left of it unused."""

    instrument: ContractualInstrument
    covered_kwh: tuple[Decimal, ...]
    unused_kwh: Decimal

    def total_kwh(self) -> Decimal:
        return sum(self.covered_kwh, Decimal(0))


def cover(instruments: Sequence[ContractualInstrument], consumed_kwh: Sequence[Decimal], claimable: Sequence[Sequence[bool]]) -> tuple[Coverage, ...]:
    """Spread instruments over consumptions.

    Parameters
    ----------
    instruments
        Accepted instruments, in the order in which they are used.
    consumed_kwh
        Consumptions [kWh] (n,).
    claimable
        For each instrument, whether each consumption lies in its site and claim period (m, n).

    Returns
    -------
    tuple of Coverage
        Shares proportional to what is still uncovered, down to 1e-6 kWh; the remainder goes to the largest consumptions first, so that each
        instrument is used in full as long as there is consumption left.
    """
    open_kwh = list(consumed_kwh)
    found = []
    for instrument, mask in zip(instruments, claimable, strict=True):
        shares = _spread(instrument.quantity_kwh, [kwh if may else Decimal(0) for kwh, may in zip(open_kwh, mask, strict=True)])
        open_kwh = [kwh - share for kwh, share in zip(open_kwh, shares, strict=True)]
        found.append(Coverage(instrument, tuple(shares), instrument.quantity_kwh - sum(shares, Decimal(0))))
    return tuple(found)


def _spread(quantity_kwh: Decimal, room_kwh: list[Decimal]) -> list[Decimal]:
    whole = sum(room_kwh, Decimal(0))
    if quantity_kwh >= whole:
        return room_kwh
    shares = [(quantity_kwh * room / whole).quantize(_STEP_KWH, ROUND_DOWN) for room in room_kwh]
    rest = quantity_kwh - sum(shares, Decimal(0))
    for index in sorted(range(len(room_kwh)), key=lambda i: (-room_kwh[i], i)):
        extra = min(rest, room_kwh[index] - shares[index])
        shares[index] += extra
        rest -= extra
    return shares
