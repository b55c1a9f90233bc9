"""What check, explain and protocol print."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from soleus_recovery.errors import FactError, PlanFileError, shown
from soleus_recovery.export.plan_json import from_json
from soleus_recovery.export.reading import printable
from soleus_recovery.guidance.citation import Rule
from soleus_recovery.guidance.loader import STANDARD, builtin, builtin_ids
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.provenance import sourced_numbers
from soleus_recovery.planning.invariants import INVARIANTS, violations
from soleus_recovery.planning.plan import Plan
from soleus_recovery.vocabulary import Origin

__all__ = ["check_page", "explain_item", "explain_plan", "list_page", "protocol_page", "read_plan"]


def read_plan(name: str) -> Plan:
    """The plan in a file; raises ``FactError`` where it cannot be opened and ``PlanFileError`` where it is none."""
    path = Path(name)
    try:
        # A device or a pipe may never end.
        content = path.read_bytes() if path.is_file() or not path.exists() else None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a name for a file"
        raise PlanFileError(path=shown(name), problem=f"cannot be read ({reason}); allowed: a plan file") from error
    if content is None:
        raise PlanFileError(path=shown(name), problem="is no file; allowed: a plan file")
    try:
        return from_json(content)
    except PlanFileError as error:
        raise PlanFileError(path=f"{shown(name)}: {error.path}", problem=error.problem) from error


def check_page(plan: Plan) -> tuple[str, bool]:
    """Every invariant by id with the places that break it, and whether all hold."""
    broken = violations(plan, builtin(plan.protocol.id))
    lines: list[str] = []
    for invariant in INVARIANTS:
        places = [violation.where for violation in broken if violation.id == invariant.id]
        lines.append(f"{invariant.id} {'BROKEN' if places else 'ok':6} {invariant.says} [{invariant.origin}]")
        lines += [f"       - {place}" for place in places]
    total = len({violation.id for violation in broken})
    lines.append(
        f"{total} of {len(INVARIANTS)} invariants broken" if total else f"all {len(INVARIANTS)} invariants hold"
    )
    return printable("\n".join(lines) + "\n"), not broken


def explain_item(name: str) -> str:
    """An article item or a rule of the standard protocol: what it is, and every rule that it leads to."""
    protocol = builtin(STANDARD)
    if name in protocol.items:
        rules = [rule for rule in protocol.rules.values() if name in rule.items]
        lines = [f"{name}  {protocol.items[name].about}", *_rules(protocol, rules)]
        return "\n".join(lines) + "\n"
    if name in protocol.rules:
        return "\n".join(_rules(protocol, [protocol.rules[name]])) + "\n"
    allowed = f"a plan file, a rule, or one of {', '.join(protocol.items)}"
    raise FactError(field="ITEM", given=f"{shown(name)} is unknown", allowed=allowed)


def explain_plan(plan: Plan, key: str | None) -> str:
    """Why a plan is what it is, or why one of its sessions is there."""
    protocol = builtin(plan.protocol.id)
    sessions = {session.key: session for _, session in plan.sessions()}
    if key is not None:
        if key not in sessions:
            some = ", ".join(list(sessions)[:3])
            raise FactError(field="SESSION", given=f"{shown(key)} is not in the plan", allowed=f"a key such as {some}")
        session = sessions[key]
        named = [because.rule for because in session.because]
        head = [f"{session.key}  {session.title}", session.instructions]
    else:
        named = [reason.because.rule for reason in plan.reasons]
        named += [because.rule for session in sessions.values() for because in session.because]
        head = [reason.text for reason in plan.reasons]
    unknown = next((rule for rule in named if rule not in protocol.rules), None)
    if unknown is not None:
        raise PlanFileError(path="because", problem=f"the rule {shown(unknown)} is not in {plan.protocol.id}")
    lines = [*head, *_rules(protocol, [protocol.rules[rule] for rule in dict.fromkeys(named)])]
    return printable("\n".join(lines) + "\n")


def list_page() -> str:
    """Every protocol with its version and title."""
    protocols = [builtin(name) for name in builtin_ids()]
    return "".join(f"{each.id} {each.version}  {each.title}\n" for each in protocols)


def protocol_page(protocol: RecoveryProtocol) -> str:
    """A whole protocol as a readable page."""
    lines = [
        f"{protocol.id} {protocol.version}: {protocol.title}",
        "",
        "The article's items, and the rules they lead to",
    ]
    for item in protocol.items.values():
        rules = ", ".join(rule.id for rule in protocol.rules.values() if item.id in rule.items)
        lines.append(f"  {item.id:4} {item.about}: {rules}")
    lines += ["", "Rules", *_rules(protocol, protocol.rules.values())]
    lines += ["", "Numbers, each with the rule that gives it"]
    lines += [f"  {path} = {value} ({rule})" for path, value, rule in sourced_numbers(protocol)]
    lines += ["", "Sources"]
    for source in protocol.sources.values():
        lines.append(f"  {source.key}: {source.title}. {source.where}{' (secondary)' if source.secondary else ''}")
    return "\n".join(lines) + "\n"


def _rules(protocol: RecoveryProtocol, rules: Iterable[Rule]) -> Iterator[str]:
    for rule in rules:
        yield f"  {rule.id}: {rule.says}"
        yield f"    {rule.origin}: {_cited(protocol, rule)}"


def _cited(protocol: RecoveryProtocol, rule: Rule) -> str:
    if rule.origin is not Origin.EVIDENCE:
        return rule.cite
    source = protocol.sources[rule.cite]
    return f"{source.title}. {source.where}{' (secondary)' if source.secondary else ''}"
