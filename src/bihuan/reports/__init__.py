"""Documents that officials accept (报告): defined, composed, signed, archived, traced.

It knows no system: the systems register their kinds of reports and the queries of their figures.
"""
