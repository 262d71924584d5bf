"""The design system (界面): templates, components, live updates and the chart island.

It knows no model and no system; the rooms above register their menu entries and hand in
plain values.
"""
