"""Ledgers of single transactions: fuel cards, weighbridge tickets, deliveries."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

from dirty_core import Book, Content, workbook
from dirty_facts import SEED, Period, base, month


def one_day(day: date) -> Period:
    """The period of a single day."""
    return Period(day, day + timedelta(days=1))


@workbook(
    "G10",
    "油卡明细.xlsx",
    "加油卡交易明细",
    "transactions with plate, time, price; two trucks on one day; cancelled and top-up lines",
)
def fuel_card(book: Book) -> None:
    """Several refuelings a day are no duplicates; top-ups are money."""
    s = book.sheet("交易明细", q="E")
    s.head("中石化加油卡交易明细（嘉定物流中心）")
    s.head("交易时间", "车牌号", "交易类型", "油品", "数量(升)", "单价", "金额", "余额")
    rng = random.Random(f"{SEED}:fuel")
    day = date(2024, 11, 4)
    balance, volume, spent = Decimal("20000"), Decimal(0), Decimal(0)
    for n in range(14):
        day += timedelta(days=0 if n % 4 == 1 else rng.randint(1, 3))
        litres = Decimal(rng.randint(6000, 24000)) / 100
        petrol = n % 5 == 3
        src = "JD-P1" if petrol else "JD-D1"
        litres = litres.quantize(Decimal(1)) if petrol else litres
        money = (litres * Decimal("7.1")).quantize(Decimal("0.01"))
        balance, volume, spent = balance - money, volume + litres, spent + money
        if n == 6:
            balance += 10000
            s.ignore(
                [f"{day:%Y-%m-%d} 08:02:11", None, "充值", None, None, None, 10000, balance],
                "top-up of the card, money only",
                q="G",
            )
        when = f"{day:%Y-%m-%d} {rng.randint(7, 19):02d}:{rng.randint(0, 59):02d}:{rng.randint(0, 59):02d}"
        plate = f"沪D{rng.randint(10000, 99999)}"
        cells: list[Content] = [when, plate, "加油", "92号汽油" if petrol else "0号柴油", litres, 7.1, money, balance]
        why = "one refueling; two vehicles may refuel on one day"
        s.accept(cells, src, one_day(day), base(src, litres), why)
    s.refuse(
        [f"{day:%Y-%m-%d} 20:11:05", "沪D88123", "撤销", "0号柴油", -120, 7.1, -852, balance],
        "reversal of a refueling that is not in the list",
    )
    s.ignore(["合计", None, None, None, volume, None, spent], "total over two fuels")


@workbook("G11", "过磅单.xlsx", "煤过磅单明细", "gross, tare and net weight; deductions for moisture; void tickets")
def weighbridge(book: Book) -> None:
    """净重 is the amount, gross and tare are not."""
    s = book.sheet("过磅", q="G")
    s.head("闵行工厂 烟煤进厂过磅明细　地磅 DZC-60-0173")
    s.head("磅单号", "过磅日期", "车号", "毛重(kg)", "皮重(kg)", "扣水(kg)", "净重(kg)", "供煤单位")
    rng = random.Random(f"{SEED}:weigh")
    day = date(2025, 3, 3)
    sums = [0, 0, 0, 0]
    for n in range(12):
        day += timedelta(days=rng.randint(1, 4))
        gross, tare, wet = 20 * rng.randint(2200, 2450), 20 * rng.randint(720, 790), 20 * rng.randint(0, 15)
        net = gross - tare - wet
        if n != 4:
            sums = [a + b for a, b in zip(sums, (gross, tare, wet, net), strict=True)]
        number = f"GB2503{n + 1:03d}"
        plate = f"皖K{rng.randint(1000, 9999)}"
        cells: list[Content] = [number, day, plate, gross, tare, wet, net, "示例煤业"]
        if n == 4:
            s.ignore([number, day, plate, gross, tare, wet, net, "作废"], "void ticket")
        elif n == 8:
            cells[6] = None
            s.either(
                cells, "MH-C1", one_day(day), base("MH-C1", net, "kg"), "net weight left out, follows from the others"
            )
        elif n == 10:
            cells[6] = tare - gross
            s.refuse(cells, "net weight negative: gross and tare mixed up")
        else:
            s.accept(cells, "MH-C1", one_day(day), base("MH-C1", net, "kg"), "净重 of one delivery")
    s.ignore(["合计", None, "11车", *sums], "total of tickets")


@workbook("G15", "出入库台账.xlsx", "柴油出入库台账", "stock ledger: 期初, 入库, 领用, 期末; 领用 is the use")
def stock(book: Book) -> None:
    """Receipts and stock are not use."""
    s = book.sheet("收发存", q="D")
    s.head("柴油收发存月报　嘉定物流中心　单位：升")
    s.head("月份", "期初库存", "本期入库", "本期领用", "期末库存", "盘盈亏")
    rng = random.Random(f"{SEED}:stock")
    level = 1800
    bought = out = 0
    for n in range(4, 13):
        received, used = 1000 * rng.randint(3, 5), rng.randint(3500, 4600)
        received = max(received, used - level + 200)
        s.accept(
            [f"2024年{n}月", level, received, used, level + received - used, 0],
            "JD-D1",
            month(f"2024-{n:02d}"),
            base("JD-D1", used),
            "领用 is what was used, 入库 is not",
        )
        level, bought, out = level + received - used, bought + received, out + used
    s.ignore(["合计", 1800, bought, out, level], "total")


@workbook(
    "G16", "采购与消耗混排.xlsx", "采购行与消耗行混排", "购入 and 消耗 rows of the same coal: only one kind may count"
)
def bought_and_used(book: Book) -> None:
    """类别 tells purchase from use."""
    s = book.sheet("Sheet1", q="E")
    s.head("厂区", "能源", "月份", "类别", "数量", "单位")
    rng = random.Random(f"{SEED}:bought")
    for n in range(1, 7):
        bought, used = Decimal(rng.randint(8000, 9500)) / 100, Decimal(rng.randint(7800, 9200)) / 100
        s.ignore(["闵行工厂", "烟煤", f"2025年{n}月", "购入", bought, "吨"], "purchase, not use")
        s.accept(
            ["闵行工厂", "烟煤", f"2025年{n}月", "消耗", used, "吨"],
            "MH-C1",
            month(f"2025-{n:02d}"),
            base("MH-C1", used),
            "use",
        )
        if n == 6:
            s.ignore(["闵行工厂", "烟煤", "2025年6月", "库存", 31.2, "吨"], "stock, not use")
