"""Rules over what arrived (监测预警): hits become events, events raise cases.

Systems register their rules; suppression is a row with a reason; a rule is back-tested first.
"""
