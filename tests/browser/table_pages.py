"""The pages on which `test_table_panes` looks at tables, and the tables, made in code."""

from __future__ import annotations

BIRDS = """
import numpy as np
from mlwidgets import Experiment
from mlwidgets.data.prepare.plan import ColumnPlan, Plan, Role
from mlwidgets.data.tables.table import Column, Kind, Table

def plan_of(table, target, ignored=()):
    role = lambda name: Role.TARGET if name == target else Role.IGNORED if name in ignored else Role.FEATURE
    return Plan(columns={c.name: ColumnPlan(role=role(c.name), kind=c.kind) for c in table.columns})

rng = np.random.default_rng(4)

def birds(rows):
    rng = np.random.default_rng(4)
    kind = rng.integers(0, 3, rows).astype(np.int32)
    mass = (3700 + 650 * (kind == 2) + rng.normal(0, 300, rows)).round()
    bill = (np.array([38.8, 48.8, 47.5])[kind] + rng.normal(0, 2.5, rows)).round(1)
    flipper = (190 + 27 * (kind == 2) + 0.01 * (mass - 3700) + rng.normal(0, 5, rows)).round()
    mass[rng.random(rows) < 0.03] = np.nan
    number = lambda name, values: Column(name=name, kind=Kind.NUMBER, values=values.astype(float))
    level = lambda name, values, levels: Column(
        name=name, kind=Kind.CATEGORY, values=values.astype(np.int32), levels=levels)
    day = np.datetime64("2007-11-01", "s") + (rng.random(rows) * 8e7).astype("m8[s]").astype("m8[D]")
    notes = ("=cmd|' /C calc'!A0", "<b>tagged</b>", "a shy bird " * 40, "none")
    return Table(name="birds", source="made up", licence="none", config={"table": "birds"}, columns=(
        level("species", kind, ("Adelie", "Chinstrap", "Gentoo")),
        level("island", rng.integers(-1, 3, rows), ("Biscoe", "Dream", "Torgersen")),
        number("bill_length_mm", bill),
        number("flipper_length_mm", flipper),
        number("body_mass_g", mass),
        number("constant", np.ones(rows)),
        Column(name="day", kind=Kind.DATE, values=day.astype("datetime64[s]")),
        Column(name="note", kind=Kind.TEXT, values=rng.integers(0, 4, rows).astype(np.int32), levels=notes),
        level("sex", rng.integers(-1, 2, rows), ("female", "male")),
        number("row_id", np.arange(rows)),
    ))

def noise(name, columns, rows):
    return tuple(Column(name=f"{name}{n}", kind=Kind.NUMBER, values=rng.normal(n, 1, rows).round(3))
                 for n in range(columns))

def long_table(rows):
    base = birds(rows)
    more = noise("x", 10, rows)
    return Table(name="long", columns=base.columns + more, source="", licence="", config={})

def wide_table(columns):
    return Table(name="wide", columns=noise("gene_", columns, 300), source="", licence="", config={})

experiment = Experiment("spiral")
draft = experiment.data_draft

def show(table, target="species", ignored=("row_id", "note", "day", "constant")):
    draft.use_table(table, plan_of(table, target, ignored))
    draft.wait(60)

show(birds(600))
""".strip().splitlines()

PANES = """
import ipywidgets as w
from mlwidgets.widgets.controls.panes import Panes, view_in
from mlwidgets.widgets.shell.session_banner import SessionBanner

def button(words, call):
    one = w.Button(description=words)
    one.on_click(lambda _: call())
    return one

makers = [(name, view_in(f"mlwidgets.widgets.data.{name.lower()}_view", f"{name}View", experiment))
          for name in NAMES]
panes = Panes(experiment, makers, label="Views of the data")
tools = w.HBox([
    button("Birds", lambda: show(birds(600))),
    button("Long", lambda: show(long_table(500_000))),
    button("Wide", lambda: show(wide_table(2_000), "gene_7", ())),
    button("Mass", lambda: draft.change_plan(plan_of(draft.table, "body_mass_g", ("note", "day")))),
])
w.VBox([panes, tools, SessionBanner()]).add_class("mlw-lab")
""".strip().splitlines()


def page(*names: str) -> list[str]:
    """Return the lines of a page with some of the panes."""
    return [*BIRDS, f"NAMES = {names!r}", *PANES]
