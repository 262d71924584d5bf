"""From hours to judged figures, pure: days, periods, editions, ranking. No Django, no store."""
