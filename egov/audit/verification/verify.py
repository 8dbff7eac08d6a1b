"""Reads the whole trail and names what does not hold."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef

from egov.audit.merkle import Head
from egov.audit.models import Chain, Checkpoint, Event, Particulars
from egov.audit.signing import trusted_keys
from egov.audit.verification.diagnosis import diagnose
from egov.audit.verification.findings import Finding, Kind
from egov.audit.verification.people import People
from egov.audit.verification.reading import Row, chains, is_sound
from egov.audit.verification.seals import Exported, broken_promises, check_checkpoints, last_kept_promise

MOST_FINDINGS = 1000
"""After so many the rest is counted, not named: somebody replaced the table."""

Progress = Callable[[int], None]


@dataclass
class Outcome:
    """What a verification read, and what it found."""

    events: int = 0
    chains: int = 0
    checkpoint: int = 0
    findings: list[Finding] = field(default_factory=list)
    unnamed: int = 0
    files: list[int] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.findings

    def add(self, findings: Iterable[Finding]) -> None:
        """Keep findings, each once, as far as there is room."""
        for finding in findings:
            if finding in self.findings:
                continue
            if len(self.findings) < MOST_FINDINGS:
                self.findings.append(finding)
            else:
                self.unnamed += 1


@dataclass
class ChainRead:
    """What was met while a chain was read."""

    length: int = 0
    last_hash: str = ""
    is_whole: bool = True

    def take(self, row: Row) -> None:
        """Read the next event."""
        follows = row["sequence"] == self.length + 1 and row["previous"] == self.last_hash
        self.is_whole = self.is_whole and follows and is_sound(row)
        self.length, self.last_hash = row["sequence"], row["hash"]


def verify(*, files: Iterable[Exported] = (), progress: Progress = lambda done: None) -> Outcome:
    """Verify every event, every chain, every checkpoint, and exported checkpoints where given.

    ``progress`` is told how many events have been read. Deeds that happen meanwhile do no harm: what is
    compared with a chain was known before the chain was read.
    """
    files = list(files)
    verification = Verification(files)
    verification.read_chains(progress)
    verification.compare()
    keys = trusted_keys()
    verification.outcome.add(check_checkpoints(keys))
    for file in files:
        verification.outcome.add(file.check(keys))
    return verification.outcome


class Verification:
    """One run over the trail: what was known before, what was read, what was found."""

    def __init__(self, files: list[Exported]) -> None:
        newest = Checkpoint.objects.newest()
        self.outcome = Outcome(
            checkpoint=newest.number if newest else 0, files=[file.number for file in files]
        )
        self.heads = {chain.key: chain for chain in Chain.objects.iterator()}
        self.broken = broken_promises()
        self.exported = {head: file.number for file in files for head in file.heads}
        self.people = People()
        self.lengths: dict[str, int] = {}
        self.damaged: set[str] = set()

    def read_chains(self, progress: Progress) -> None:
        """Read every event once."""
        kept: set[Head] = set()
        for key, windows in chains():
            read = ChainRead()
            for rows in windows:
                for row in rows:
                    read.take(row)
                    if (known := (key, row["sequence"], row["hash"])) in self.exported:
                        kept.add(known)
                self.outcome.add(self.people.check(rows))
                self.outcome.events += len(rows)
                progress(self.outcome.events)
            self.outcome.chains += 1
            self._judge(key, read)
            self.lengths[key] = read.length
        for head, number in self.exported.items():
            if head not in kept:
                self.broken.setdefault(head[0], []).append((head[1], number))

    def _judge(self, key: str, read: ChainRead) -> None:
        head = self.heads.get(key)
        found: list[Finding] = []
        if not read.is_whole:
            found, read.length = diagnose(key, head=head.head if head else "")
        found += _against_head(key, read, head)
        if found:
            self.damaged.add(key)
        self.outcome.add(found)

    def compare(self) -> None:
        """Hold what was read against what is known from elsewhere: heads, checkpoints, particulars."""
        for key, head in self.heads.items():
            if key not in self.lengths and head.length:
                self.damaged.add(key)
                self.outcome.add([Finding(Kind.CUT, key, 1, head.length)])
        for chain, broken in self.broken.items():
            self.outcome.add(self._become_of(chain, broken))
        self.outcome.add(_orphans())

    def _become_of(self, chain: str, broken: list[tuple[int, int]]) -> Iterator[Finding]:
        """Say what became of heads that a checkpoint signed; what is damaged otherwise has been named."""
        length = self.lengths.get(chain, 0)
        longest, number = max(broken)
        if longest > max(length, self.heads[chain].length if chain in self.heads else 0):
            yield Finding(Kind.CUT, chain, length + 1, longest)
        within = sorted(one for one in broken if one[0] <= length)
        if within and chain not in self.damaged:
            first, number = within[0]
            after = last_kept_promise(chain, first)
            yield Finding(Kind.REBUILT, chain, after + 1, first, {"checkpoint": number})


def _against_head(key: str, read: ChainRead, head: Chain | None) -> Iterator[Finding]:
    if head is not None and read.length < head.length:
        yield Finding(Kind.CUT, key, read.length + 1, head.length)
        return
    if head is None or read.length > head.length:
        # Written to while it was read; or longer than the platform knows.
        head = Chain.objects.filter(pk=key).first()
    if head is None:
        yield Finding(Kind.HEAD, key, read.length, read.length)
    elif read.length > head.length:
        yield Finding(Kind.INSERTED, key, head.length + 1, read.length)
    elif read.is_whole and read.length == head.length and read.last_hash != head.head:
        yield Finding(Kind.HEAD, key, read.length, read.length)


def _orphans() -> Iterator[Finding]:
    there = Event.objects.filter(pk=OuterRef("event"))
    for one in Particulars.objects.filter(~Exists(there)).order_by("event")[:MOST_FINDINGS]:
        yield Finding(Kind.ORPHANED, "", one.event_id, one.event_id)
