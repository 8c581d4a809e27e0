"""What part of a site counts, day by day, under the organization's consolidation approach."""

from __future__ import annotations

from decimal import Decimal

from hutan.core.model.organization import Consolidation, OwnershipShare, Site
from hutan.kernel.periods import Period

_WHOLE, _NONE = Decimal(1), Decimal(0)


def consolidated_share(share: OwnershipShare, approach: Consolidation) -> Decimal:
    """The part of a site's emissions that counts, from 0 to 1.

    Source: GHG Protocol Corporate Standard, revised edition 2004, chapter 3.
    """
    if approach is Consolidation.EQUITY_SHARE:
        return share.equity_share
    control = share.operational_control if approach is Consolidation.OPERATIONAL_CONTROL else share.financial_control
    return _WHOLE if control else _NONE


def shares_over(site: Site, approach: Consolidation, period: Period) -> tuple[tuple[Period, Decimal], ...]:
    """Pieces of `period` with the share that counts in each, above 0; days on which nothing counts are left out."""
    pieces = []
    for share in site.ownership:
        inside, counted = share.period.intersection(period), consolidated_share(share, approach)
        if inside is not None and counted:
            pieces.append((inside, counted))
    return tuple(sorted(pieces))
