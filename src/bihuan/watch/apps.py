"""The room as a Django app."""

from django.apps import AppConfig


class WatchConfig(AppConfig):
    """监测预警 (watch)."""

    name = "bihuan.watch"
    label = "watch"
    verbose_name = "监测预警"

    def ready(self) -> None:
        """Hand in rules, kinds of notices, pictures, subject cards and menu entries."""
        from bihuan.cases import subject as case_subject
        from bihuan.notify import kinds
        from bihuan.notify import picture as notice_picture
        from bihuan.watch import menu, notices, picture, rules, subject
        from bihuan.watch.shipped import RULES

        rules.register(*RULES)
        kinds.register(notices.EVENT)
        notice_picture.register(notices.EVENT.key, picture.message_picture)
        case_subject.register("watch", subject.event_card)
        menu.register()
