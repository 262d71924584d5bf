"""Writes: one function is one act; the audit entry is part of the same transaction."""

from bihuan.registry.services.command import approve_command, queue_command, withdraw_command
from bihuan.registry.services.command_progress import (
    mark_sent,
    record_answer,
    record_result,
    record_time_out,
    time_out_commands,
)
from bihuan.registry.services.device import (
    assign_device,
    change_device,
    change_password,
    end_assignment,
    map_code,
    swap_device,
)
from bihuan.registry.services.directory import bump_directory
from bihuan.registry.services.enterprise import (
    KeyListChange,
    KeyListPublication,
    list_as_key,
    publish_key_list,
    register_enterprise,
    remove_from_key_list,
)
from bihuan.registry.services.gap import record_link_gaps
from bihuan.registry.services.gateway import (
    add_counters,
    beat,
    forget_connections,
    record_quarantined,
    touch_states,
)
from bihuan.registry.services.new_device import (
    NewDevice,
    refuse_quarantined,
    register_device,
    register_quarantined,
)
from bihuan.registry.services.push import change_push_source, create_push_source, renew_push_key

__all__ = [
    "KeyListChange",
    "KeyListPublication",
    "NewDevice",
    "add_counters",
    "approve_command",
    "assign_device",
    "beat",
    "bump_directory",
    "change_device",
    "change_password",
    "change_push_source",
    "create_push_source",
    "end_assignment",
    "forget_connections",
    "list_as_key",
    "map_code",
    "mark_sent",
    "publish_key_list",
    "queue_command",
    "record_answer",
    "record_link_gaps",
    "record_quarantined",
    "record_result",
    "record_time_out",
    "refuse_quarantined",
    "register_device",
    "register_enterprise",
    "register_quarantined",
    "remove_from_key_list",
    "renew_push_key",
    "swap_device",
    "time_out_commands",
    "touch_states",
    "withdraw_command",
]
