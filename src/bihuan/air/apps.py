"""The room as a Django app."""

from django.apps import AppConfig


class AirConfig(AppConfig):
    """空气质量监测与研判 (air)."""

    name = "bihuan.air"
    label = "air"
    verbose_name = "空气质量监测与研判"

    def ready(self) -> None:
        """Hand in rules, cards, endings of cases and reports; bring the pages into the menu."""
        from bihuan.air import menu, notices, subject
        from bihuan.air.quality.watch_rule import RULES
        from bihuan.air.reporting import decision, kinds
        from bihuan.air.services import exclusion_case
        from bihuan.cases import ending
        from bihuan.cases import subject as case_subject
        from bihuan.notify import kinds as notice_kinds
        from bihuan.reports import change
        from bihuan.watch import rules

        notice_kinds.register(notices.BULLETIN_LATE)
        rules.register(*RULES)
        ending.register(exclusion_case.KIND, exclusion_case.take_answer)
        case_subject.register(exclusion_case.PREFIX, subject.exclusion_card)
        case_subject.register(subject.ORDER, subject.order_card)
        menu.register()
        kinds.register()
        change.register(decision.DECISIONS)
