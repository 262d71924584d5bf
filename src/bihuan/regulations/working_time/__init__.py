"""Working time (工作时间): Chinese working days, office hours, terms and clocks that pause."""
