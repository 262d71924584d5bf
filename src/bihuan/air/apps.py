"""The room as a Django app."""

from django.apps import AppConfig


class AirConfig(AppConfig):
    """空气质量监测与研判 (air)."""

    name = "bihuan.air"
    label = "air"
    verbose_name = "空气质量监测与研判"

    def ready(self) -> None:
        """Hand in rules, cards, endings of cases and reports; bring the pages into the menu."""
        from bihuan.accounts import setting
        from bihuan.air import menu, notices, rule_book, subject
        from bihuan.air.quality.watch_rule import RULES
        from bihuan.air.reporting import decision, kinds
        from bihuan.air.services import dust_case, exclusion_case
        from bihuan.cases import ending, shipped
        from bihuan.cases import subject as case_subject
        from bihuan.notify import kinds as notice_kinds
        from bihuan.reports import change
        from bihuan.watch import rules

        setting.register(*rule_book.setting_kinds())
        notice_kinds.register(notices.BULLETIN_LATE)
        rules.register(*RULES)
        shipped.register("bihuan.air")
        ending.register(exclusion_case.KIND, exclusion_case.take_answer)
        ending.register(dust_case.KIND, dust_case.take_dust_answer)
        case_subject.register(exclusion_case.PREFIX, subject.exclusion_card)
        case_subject.register(dust_case.PREFIX, subject.dust_card)
        case_subject.register(subject.ORDER, subject.order_card)
        menu.register()
        kinds.register()
        change.register(decision.DECISIONS)
