"""What bounds the gateway: addresses, timers, sizes. Every figure has a reason beside it."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """What one connection, and all of them together, may cost (连接限制).

    Args:
        connections: open connections at once; a further one is closed at its accept.
        half_frame_s: how long a frame may stay incomplete before the reader resyncs. [s]
        silent_s: how long a connection may live without one readable frame. [s]
        idle_s: how long a connection that has spoken may be silent; hourly devices keep theirs. [s]
        give_ups: half frames in a row after which the connection is closed.
        unread_bytes: answers that a device does not read before it is closed. [bytes]
        frames_per_s: frames a second that one connection may bring over a longer while;
            a faster one is read slower, never dropped. [1/s]
        evidence_per_minute: refused frames a minute and connection that are kept as raw
            packets; further ones are counted only. [1/min]
    """

    connections: int = 16_000
    half_frame_s: float = 8.0
    silent_s: float = 60.0
    idle_s: float = 7_800.0
    give_ups: int = 3
    unread_bytes: int = 262_144
    frames_per_s: float = 2_000.0
    evidence_per_minute: float = 120.0


@dataclass(frozen=True, slots=True)
class CommitLimits:
    """When a group commit happens and when reading stops (成组提交).

    Args:
        interval_s: the longest a frame waits for its commit to begin. [s]
        packets: a commit begins at once with this many waiting.
        waiting_packets: reading stops above this many waiting frames.
        waiting_bytes: reading stops above this many waiting bytes. [bytes]
        retry_s: pause after the store refused, doubled up to `retry_most_s`. [s]
        retry_most_s: longest pause between attempts. [s]
    """

    interval_s: float = 0.5
    packets: int = 5_000
    waiting_packets: int = 30_000
    waiting_bytes: int = 64 * 1024 * 1024
    retry_s: float = 0.5
    retry_most_s: float = 5.0


@dataclass(frozen=True, slots=True)
class JudgementLimits:
    """How times and repeats are judged (时间与重发判定).

    Args:
        resend_window_s: within it an identical packet is answered again, not stored again;
            three repeats of ten seconds fit many times; the store itself knows older ones. [s]
        resend_packets: packets remembered at most in one half of the window.
        clock_s: a device clock off by more has its data marked CLOCK. [s]
        clock_window_s: half of the window in which the best reading of a clock counts. [s]
        split_wait_s: how long a part of a split upload finds its siblings' data time. [s]
    """

    resend_window_s: float = 180.0
    resend_packets: int = 500_000
    clock_s: float = 300.0
    clock_window_s: float = 600.0
    split_wait_s: float = 10.0


@dataclass(frozen=True, slots=True)
class RegistryRhythm:
    """How often the gateway meets the business database (台账同步节拍).

    Args:
        commands_s: looks for commands to send. [s]
        directory_s: looks whether the device directory has changed. [s]
        news_s: tells counts, devices' states, strangers, and that it lives. [s]
    """

    commands_s: float = 0.4
    directory_s: float = 1.0
    news_s: float = 1.0


@dataclass(frozen=True, slots=True)
class GatewaySettings:
    """One gateway process (网关进程设置).

    Args:
        name: names the process, its counters and its journal; one running process a name.
        address: where it listens.
        port: TCP port, 0 lets the system choose.
        initialises_devices: send the first-connection commands (HJ 212-2017 6.7).
        answers_time_requests: send 1012 after a device's 1013.
    """

    name: str = "gateway-1"
    address: str = "127.0.0.1"
    port: int = 9212
    initialises_devices: bool = True
    answers_time_requests: bool = True
    connection: ConnectionLimits = field(default_factory=ConnectionLimits)
    commit: CommitLimits = field(default_factory=CommitLimits)
    judgement: JudgementLimits = field(default_factory=JudgementLimits)
    rhythm: RegistryRhythm = field(default_factory=RegistryRhythm)
