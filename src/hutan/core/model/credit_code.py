"""The unified social credit code: what a check of its characters proves, which is good typing and nothing more."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from hutan.kernel.refusals import Params, params_of

Finding = tuple[str, Params]

_LENGTH: Final = 18
_DIVISION: Final = slice(2, 8)
_ORGANIZATION: Final = slice(8, 16)
_ORGANIZATION_CHECK: Final = 16

_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS: Final = tuple(pow(3, place, 31) for place in range(17))
_ORGANIZATION_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)

# Letters that the alphabet leaves out because they are taken for these figures.
_TAKEN_FOR: Final = MappingProxyType({"I": "1", "O": "0", "S": "5", "Z": "2"})

_KINDS: Final = frozenset(("11", "12", "13", "19", "51", "52", "53", "59", "91", "92", "93", "Y1"))
_INDIVIDUAL_BUSINESS: Final = "92"

# Valid where the code was first registered before the district was merged or renamed (the list is from common knowledge, not from GB/T 2260).
_RETIRED_DIVISIONS: Final = MappingProxyType({"310103": "卢湾区", "310108": "闸北区", "310119": "南汇区", "310230": "崇明县"})


@dataclass(frozen=True, slots=True)
class CreditCodeCheck:
    """A code as it is stored, what is wrong with it, and what its owner should know; codes of messages with their values."""

    code: str
    problems: tuple[Finding, ...]
    remarks: tuple[Finding, ...]

    @property
    def accepted(self) -> bool:
        return not self.problems


def checked_credit_code(text: str) -> CreditCodeCheck:
    """The code in `text`, trimmed, half-width, upper case, with every problem found.

    Letters are never exchanged for figures: where exchanging I, O, S or Z yields a code that passes, it is offered as what may have
    been meant. A kind that the 2015 text does not list, and a division code no longer in use, are remarks.

    Source: GB 32100-2015, structure and annex; GB 11714 for the inner check; both as transcribed publicly.
    """
    code = _normalized(text)
    problems = _shape_problems(code) or _check_problems(code)
    return CreditCodeCheck(code, problems, () if problems else _remarks(code))


def _normalized(text: str) -> str:
    half = "".join(chr(ord(sign) - 0xFEE0) if "\uff01" <= sign <= "\uff5e" else sign for sign in text)
    return "".join(sign.upper() if sign.isascii() else sign for sign in half.strip())


def _shape_problems(code: str) -> tuple[Finding, ...]:
    if len(code) != _LENGTH:
        return (("credit_code_length", params_of(code=code, count=len(code))),)
    strange = [(place, sign) for place, sign in enumerate(code, start=1) if sign not in _ALPHABET]
    if strange:
        return _character_problems(code, strange)
    if not code[_DIVISION].isdigit():
        return (("credit_code_division", params_of(code=code, division=code[_DIVISION])),)
    return ()


def _character_problems(code: str, strange: list[tuple[int, str]]) -> tuple[Finding, ...]:
    meant = "".join(_TAKEN_FOR.get(sign, sign) for sign in code)
    if not _misshapen(meant) and not _check_problems(meant):
        letters = ", ".join(dict.fromkeys(sign for _, sign in strange))
        return (("credit_code_letter_meant", params_of(code=code, letters=letters, meant=meant)),)
    return tuple(("credit_code_character", params_of(code=code, character=sign, position=place)) for place, sign in strange)


def _misshapen(code: str) -> bool:
    return any(sign not in _ALPHABET for sign in code) or not code[_DIVISION].isdigit()


def _check_problems(code: str) -> tuple[Finding, ...]:
    problems: list[Finding] = []
    organization, inner = code[_ORGANIZATION], code[_ORGANIZATION_CHECK]
    if inner != organization_check(organization):
        problems.append(("credit_code_organization", params_of(code=code, organization=organization, character=inner)))
    if code[-1] != credit_code_check(code[:-1]):
        problems.append(("credit_code_check", params_of(code=code, character=code[-1])))
    return tuple(problems)


def credit_code_check(body: str) -> str:
    """Check character of the first 17 characters.

    Source: GB 32100-2015, annex, as transcribed publicly.
    """
    total = sum(_ALPHABET.index(sign) * weight for sign, weight in zip(body, _WEIGHTS, strict=True))
    return _ALPHABET[-total % 31]


def organization_check(body: str) -> str:
    """Check character of the 8 characters of an organization code.

    Source: GB 11714, as transcribed publicly.
    """
    total = sum(int(sign, 36) * weight for sign, weight in zip(body, _ORGANIZATION_WEIGHTS, strict=True))
    return "0123456789X"[-total % 11]


def _remarks(code: str) -> tuple[Finding, ...]:
    remarks: list[Finding] = []
    kind, division = code[:2], code[_DIVISION]
    if kind not in _KINDS:
        remarks.append(("credit_code_unknown_kind", params_of(code=code, kind=kind)))
    if kind == _INDIVIDUAL_BUSINESS:
        remarks.append(("credit_code_personal", params_of(code=code)))
    if division in _RETIRED_DIVISIONS:
        remarks.append(("credit_code_retired_division", params_of(code=code, division=division, name=_RETIRED_DIVISIONS[division])))
    return tuple(remarks)
