"""联合报送 in chat: name co-owners of a measure; each confirms or refuses for themselves."""

from collections.abc import Sequence

from bot.chat import acts_texts as say
from bot.chat import letters, texts
from bot.chat.message import Button, Message, columns, headed, plain, unit_code
from bot.chat.services import Services
from bot.chat.turn import Turn
from bot.progress import joint
from bot.progress import review_texts as rules_say
from bot.progress.joint import Answered, asked_about, co_owners, open_requests
from bot.progress.judicial import for_others
from bot.progress.ledger import Ledger
from bot.progress.model import Report
from bot.records import Records
from bot.roster.authority import Actor, NotAllowed, Permission, require

_SHOWN = 8


class Joining:
    """Asking co-owners and answering them; authority is checked again in the domain."""

    def __init__(self, services: Services) -> None:
        """Keep what is needed to ask and to answer."""
        self._services = services

    async def command(self, turn: Turn) -> None:
        """``/joint``, 联合报送: what waits for this person's confirmation, and what they may share."""
        actor = self._services.actor(turn.person)
        if not actor.own_units:
            raise NotAllowed(rules_say.NOT_OWN_UNIT)
        await self._say_waiting(turn, actor)
        shared = self._shareable(actor.own_units)
        buttons = (Button(f"第{report.measure}条 {report.unit}", f"j:o:{report.key}") for report in shared)
        await turn.say(plain(say.JOINT_WHICH if shared else say.JOINT_NONE, columns(buttons, 2)))

    async def pressed(self, turn: Turn) -> None:
        """``j:o:KEY`` shows whom to ask; ``j:a:KEY:UNIT`` asks one, ``j:A:KEY`` all who can answer.

        ``j:y:KEY:UNIT`` confirms for that unit, ``j:n:KEY:UNIT`` refuses; ``j:l`` shows what waits.
        """
        _, action, rest = (*turn.pressed.split(":", 2), "", "")[:3]
        if action == "l":
            await turn.toast()
            await self._say_waiting(turn, self._services.actor(turn.person))
            return
        key, _, code = rest.rpartition(":")
        unit = self._services.unit_by_code(code)
        report = self._services.store.read.get(Report, rest if unit is None else key)
        if report is None or (unit is None) != (action in ("o", "A")):
            await turn.toast(texts.STALE_BUTTON, alert=True)
            return
        if unit is None:
            require(self._services.actor(turn.person), Permission.REPORT, report.unit)
            if action == "A":
                await self._ask(turn, report, self._open(report))
            await turn.show(self._page(report))
        elif action == "a":
            await self._ask(turn, report, [unit.name])
            await turn.show(self._page(report))
        elif action in ("y", "n"):
            await self._answer(turn, f"{report.key}:{unit.name}", agreed=action == "y")
        else:
            await turn.toast(texts.STALE_BUTTON, alert=True)
        await turn.toast()

    async def _say_waiting(self, turn: Turn, actor: Actor) -> None:
        """Every request that waits for this person, with its buttons."""
        read = self._services.store.read
        for waiting in open_requests(read, self._services.plan, actor.own_units):
            report = read.get(Report, waiting.report)
            if report is not None:
                await turn.say(self._request(report, waiting.unit))

    async def _ask(self, turn: Turn, report: Report, units: Sequence[str]) -> None:
        s, now = self._services, self._services.clock()

        def work(records: Records) -> None:
            by = s.actor(turn.person, records)
            asked = joint.ask(records, s.plan, by=by, report=report.key, units=units, now=now)
            for one in asked:
                page = self._request(report, one.unit)
                people = letters.liaisons(records, s.plan, one.unit, now.date())
                key = f"joint:{s.plan.id}:{report.key}:{unit_code(one.unit)}"
                letters.put_down(records, s.plan, key, now, [(person, page) for person in people])

        await s.store.transact(work)

    async def _answer(self, turn: Turn, key: str, *, agreed: bool) -> None:
        s, now, act = self._services, self._services.clock(), turn.origin

        def work(records: Records) -> Answered:
            by = s.actor(turn.person, records)
            done = joint.answer(records, s.plan, s.rules, by=by, key=key, agreed=agreed, now=now, act=act)
            first = records.get(Report, done.joint.report)
            if done.fresh and first is not None:
                told = plain(rules_say.joint_answered(done.joint.unit, done.joint.measure, agreed))
                people = letters.still_seated(
                    records, s.plan, done.joint.asked_by_id, first.unit, day=now.date()
                )
                name = f"joined:{s.plan.id}:{act}"
                letters.put_down(records, s.plan, name, now, [(person, told) for person in people])
            return done

        done = await s.store.transact(work)
        declined = say.joint_declined(done.joint.unit, done.joint.measure)
        await turn.show(plain(say.joint_confirmed(done.report) if done.report else declined))

    def _page(self, report: Report) -> Message:
        s = self._services
        asked, today = asked_about(s.store.read, report.key), s.clock().date()
        sharing = co_owners(s.plan, report.measure, report.unit)
        empty = [unit for unit in sharing if not letters.liaisons(s.store.read, s.plan, unit, today)]
        waiting = self._open(report)
        buttons = [Button(unit, f"j:a:{report.key}:{unit_code(unit)}") for unit in waiting]
        every = ((Button(f"请以上{len(waiting)}家确认", f"j:A:{report.key}"),),) if len(waiting) > 1 else ()
        text = say.joint_page(report, s.plan.by_number[report.measure], asked, empty)
        return headed(text, (*columns(buttons, 2), *every))

    def _open(self, report: Report) -> list[str]:
        """The co-owners who can answer and were not asked yet."""
        s = self._services
        asked, today = {one.unit for one in asked_about(s.store.read, report.key)}, s.clock().date()
        sharing = co_owners(s.plan, report.measure, report.unit)
        return [u for u in sharing if u not in asked and letters.liaisons(s.store.read, s.plan, u, today)]

    def _request(self, report: Report, unit: str) -> Message:
        data, plan = f"{report.key}:{unit_code(unit)}", self._services.plan
        buttons = (Button(say.JOINT_CONFIRM, f"j:y:{data}"), Button(say.JOINT_REFUSE, f"j:n:{data}"))
        return plain(say.joint_request(for_others(plan, report), plan.by_number[report.measure]), (buttons,))

    def _shareable(self, units: Sequence[str]) -> list[Report]:
        """The newest counting reports of these units whose measures others share, newest first."""
        s = self._services
        ledger = Ledger(s.store.read, s.plan, units=units)
        newest: dict[tuple[str, int], Report] = {}
        for report in ledger.versions():
            if not report.joint and ledger.counts(report) and co_owners(s.plan, report.measure, report.unit):
                newest[report.unit, report.measure] = report
        return sorted(newest.values(), key=lambda report: report.at, reverse=True)[:_SHOWN]


def waiting_page(services: Services, actor: Actor) -> Message | None:
    """The way to what waits for a co-owner's confirmation; None where nothing does."""
    count = len(open_requests(services.store.read, services.plan, actor.own_units))
    return plain(say.JOINT_WAITING.format(count=count), ((Button("查看", "j:l"),),)) if count else None


def share_button(services: Services, reports: Sequence[Report]) -> tuple[Button, ...]:
    """The way from one report just sent to 联合报送; none where nobody shares its measure."""
    if len(reports) != 1 or reports[0].on_behalf:
        return ()
    report = reports[0]
    shared = co_owners(services.plan, report.measure, report.unit)
    return (Button("联合报送", f"j:o:{report.key}"),) if shared else ()
