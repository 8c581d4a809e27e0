"""Worked codes: the example of GB 32100-2015, public company codes, and what must fail."""

import pytest

from hutan.core.model.credit_code import checked_credit_code, credit_code_check, organization_check

STANDARD_EXAMPLE = "91350100M000100Y43"
COMPANY = "91330100799655058B"


@pytest.mark.parametrize("code", [STANDARD_EXAMPLE, COMPANY, "91110000802100433B", "9144030071526726XG", "91440300708461136T"])
def test_codes_that_pass(code: str) -> None:
    check = checked_credit_code(code)
    assert check.accepted
    assert check.code == code
    assert check.remarks == ()


def test_check_characters_of_the_worked_examples() -> None:
    # Sum 1640, 1640 mod 31 = 28, 31 - 28 = 3; inner sum 139, 139 mod 11 = 7, 11 - 7 = 4.
    assert credit_code_check(STANDARD_EXAMPLE[:17]) == "3"
    assert organization_check("M000100Y") == "4"
    # Sum 1384, 1384 mod 31 = 20, 31 - 20 = 11 = B; inner sum 300, 300 mod 11 = 3, 11 - 3 = 8.
    assert credit_code_check(COMPANY[:17]) == "B"
    assert organization_check("79965505") == "8"
    assert organization_check("71526726") == "X"


def test_remainder_zero_gives_zero() -> None:
    assert credit_code_check("0" * 17) == "0"
    assert organization_check("0" * 8) == "0"


def test_normalized_before_checking() -> None:
    full_width = "".join(chr(ord(sign) + 0xFEE0) for sign in COMPANY.lower())
    assert checked_credit_code(f"  {full_width}\u3000").code == COMPANY
    assert checked_credit_code(f"  {full_width}\u3000").accepted


def test_wrong_last_character() -> None:
    check = checked_credit_code("91330100799655058C")
    assert [code for code, _ in check.problems] == ["credit_code_check"]
    assert ("character", "C") in check.problems[0][1]


def test_the_wrong_example_of_the_annex_fails() -> None:
    check = checked_credit_code("91350100M000100Y4Z")
    assert [code for code, _ in check.problems] == ["credit_code_character"]
    assert check.problems[0][1] == (("code", "91350100M000100Y4Z"), ("character", "Z"), ("position", "18"))


@pytest.mark.parametrize("letter", "IOSVZ")
def test_letters_outside_the_alphabet_are_refused(letter: str) -> None:
    check = checked_credit_code(COMPANY[:9] + letter + COMPANY[10:])
    assert [code for code, _ in check.problems] == ["credit_code_character"]


def test_a_letter_taken_for_a_figure_is_offered_and_not_exchanged() -> None:
    typed = COMPANY.replace("0", "O").replace("1", "I")
    check = checked_credit_code(typed)
    assert check.code == typed
    assert [code for code, _ in check.problems] == ["credit_code_letter_meant"]
    assert ("meant", COMPANY) in check.problems[0][1]


@pytest.mark.parametrize("text", ["", COMPANY[:17], COMPANY + "0", "9133 0100 7996 5505 8B"])
def test_any_length_but_eighteen_fails(text: str) -> None:
    assert [code for code, _ in checked_credit_code(text).problems] == ["credit_code_length"]


def test_a_sign_outside_the_alphabet_is_named_with_its_place() -> None:
    problems = checked_credit_code("9133010079965505-B").problems
    assert problems == (("credit_code_character", (("code", "9133010079965505-B"), ("character", "-"), ("position", "17"))),)


def test_the_division_is_all_figures() -> None:
    problems = checked_credit_code("91A30100799655058B").problems
    assert [code for code, _ in problems] == ["credit_code_division"]


def _with_checks(first_sixteen: str) -> str:
    body = first_sixteen + organization_check(first_sixteen[8:])
    return body + credit_code_check(body)


def test_an_inner_check_that_does_not_fit_is_named_even_if_the_outer_one_does() -> None:
    body = COMPANY[:16] + "7"
    problems = checked_credit_code(body + credit_code_check(body)).problems
    assert [code for code, _ in problems] == ["credit_code_organization"]


@pytest.mark.parametrize(
    ("start", "remark"),
    [
        ("A1310115", "credit_code_unknown_kind"),
        ("92310115", "credit_code_personal"),
        ("91310108", "credit_code_retired_division"),
    ],
)
def test_remarks_stop_nothing(start: str, remark: str) -> None:
    check = checked_credit_code(_with_checks(start + "79965505"))
    assert check.accepted
    assert [code for code, _ in check.remarks] == [remark]


@pytest.mark.parametrize("position", range(18))
def test_any_single_mistyped_figure_is_found(position: int) -> None:
    found = COMPANY[position]
    for other in "0123456789":
        if other != found:
            assert not checked_credit_code(COMPANY[:position] + other + COMPANY[position + 1 :]).accepted
