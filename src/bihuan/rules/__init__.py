"""Rules (规则), pure: conditions over series, and verdicts that say why.

A rule is a function from columns to verdicts. The same function judges what arrives and replays
what was, so a rule can be tried on the past before it is switched on.
"""
