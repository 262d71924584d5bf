"""Lists of the ledger (台账): declared once, shown, filtered, edited and followed alike.

A `Ledger` adds to a list's table (`exchange.sheet`) what pages need: which columns show, which
filters narrow, which fields a form has, what belongs to an object. A later room declares its own
and calls `ledger.register`; list page, object page, forms, history and export come with it.
"""
