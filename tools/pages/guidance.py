"""Makes the pages of findings, rules, numbers and sources from the protocols that ship."""

from collections.abc import Iterable, Iterator, Mapping

from soleus_recovery.guidance.checks.provenance import sourced_numbers
from soleus_recovery.guidance.citation import Rule
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.referrals import Clue, Referral
from soleus_recovery.vocabulary import Decision, Finding, Measure, Origin, Signal, Stage, Urgency
from tools.pages.markdown import anchor, code, definition, link, table, target

__all__ = [
    "cautions",
    "decisions",
    "differences",
    "findings_that_refer",
    "findings_that_shape",
    "items",
    "numbers",
    "origins",
    "rules",
    "signals",
    "sources",
]


def findings_that_refer(protocol: RecoveryProtocol) -> str:
    """Return every referral row, the most urgent first: what fires the row, what it says and what it switches off."""
    lines: list[str] = []
    seen: set[Finding] = set()
    for urgency in sorted(Urgency, key=lambda each: -each.rank):
        rows = [row for row in protocol.all_referrals.values() if row.urgency is urgency]
        lines += [anchor(f"refer-{urgency}"), f"### {_URGENCIES[urgency]}", "", protocol.triage.messages[urgency], ""]
        for row in rows:
            new = [clue.finding for clue in row.any_of if clue.finding is not None and clue.finding not in seen]
            seen.update(new)
            lines += _row(row, protocol, new)
    return "\n".join(lines)


_URGENCIES: Mapping[Urgency, str] = {
    Urgency.EMERGENCY: "Emergency: nothing is planned",
    Urgency.TODAY: "Today",
    Urgency.WITHIN_DAYS: "Within days",
}


def _row(row: Referral, protocol: RecoveryProtocol, new: Iterable[Finding]) -> Iterator[str]:
    for finding in new:
        yield anchor(f"finding-{finding}")
        yield ""
    fires = " or ".join(_clue(clue) for clue in row.any_of)
    if row.and_any_of:
        fires += f", together with {' or '.join(_clue(clue) for clue in row.and_any_of)}"
    rule = protocol.rules[row.rules["referral"]]
    off = "everything" if row.urgency is Urgency.EMERGENCY else _measures(row.switches_off)
    yield from definition(fires, f"{row.text} Switches off {off}. *{rule.origin}: {_cited(rule)}*")


def _clue(clue: Clue) -> str:
    if clue.finding is not None or clue.caution is not None:
        return code(clue.finding or clue.caution)
    if clue.not_plain_on_both_sides:
        return "anything but plain soreness of both calves"
    marks = {
        "pain": clue.worst_pain_at_least,
        "pain at rest": clue.pain_at_rest_at_least,
        "pain walking": clue.pain_walking_at_least,
        "day": clue.day_at_least,
        "severe signs": clue.severe_signs_at_least,
    }
    return next(f"{name} {mark} or more" for name, mark in marks.items() if mark is not None)


def _measures(measures: Iterable[Measure]) -> str:
    return ", ".join(str(each) for each in sorted(measures, key=lambda each: each.rank)) or "nothing"


def _cited(rule: Rule) -> str:
    return link(rule.cite, f"source-{rule.cite}") if rule.origin is Origin.EVIDENCE else rule.cite


def findings_that_shape(protocol: RecoveryProtocol) -> str:
    """Return every finding that fires no referral row: its name for the runner, and the level to which it raises."""
    referring = {clue.finding for row in protocol.all_referrals.values() for clue in row.any_of}
    levels = {finding: level for level, rule in protocol.severity.items() for finding in rule.findings}
    plain = protocol.plain_soreness
    rows: list[list[str]] = []
    for finding in Finding:
        if finding in referring:
            continue
        effects = [f"at least {levels[finding]}"] if finding in levels else []
        effects += ["never plain soreness"] if finding in plain.excluded else []
        effects += (
            ["one of the two findings that plain soreness needs"] if finding in (plain.started, plain.spread) else []
        )
        name = target(code(finding), f"finding-{finding}")
        rows.append([name, protocol.labels.words.findings[finding], "; ".join(effects) or "nothing by itself"])
    return "\n".join(table(["finding", "means", "leads to"], rows))


def cautions(protocol: RecoveryProtocol) -> str:
    """Return what each caution takes out of every plan, also out of holding plans."""
    rows = [
        [code(caution), protocol.rules[rule.rule].says, _measures(rule.switches_off)]
        for caution, rule in protocol.limits.cautions.items()
    ]
    return "\n".join(table(["caution", "rule", "switches off"], rows))


def sources(protocol: RecoveryProtocol) -> str:
    """Return every published source, where to find it, and the rules that cite it."""
    rows: list[list[str]] = []
    for source in protocol.sources.values():
        cites = [
            rule.id for rule in protocol.rules.values() if rule.origin is Origin.EVIDENCE and rule.cite == source.key
        ]
        kind = "secondary: it reports another source" if source.secondary else ""
        rules_of_it = ", ".join(link(each, f"rule-{each}") for each in cites) or "none: named in reasons, or context"
        key = target(code(source.key), f"source-{source.key}")
        rows.append([key, f"{source.title}. {source.where}", kind, rules_of_it])
    return "\n".join(table(["source", "what and where", "kind", "rules that cite it"], rows))


def origins(protocol: RecoveryProtocol) -> str:
    """Return how many rules and numbers come from each origin."""
    by_rule = {rule_id: rule.origin for rule_id, rule in protocol.rules.items()}
    counted = [by_rule[rule] for _, _, rule in sourced_numbers(protocol) if rule is not None]
    means = {
        Origin.ARTICLE: "the article from which the project started says it",
        Origin.EVIDENCE: "a published source says it",
        Origin.DEFAULT: "our own careful choice where article and sources are silent or disagree, with the reason",
    }
    rows = [
        [str(origin), means[origin], str(list(by_rule.values()).count(origin)), str(counted.count(origin))]
        for origin in Origin
    ]
    return "\n".join(table(["origin", "means", "rules", "numbers"], rows))


def items(protocol: RecoveryProtocol) -> str:
    """Return every item of the article, with the rules to which it leads."""
    rows = [
        [
            code(item.id),
            item.about,
            ", ".join(link(rule.id, f"rule-{rule.id}") for rule in protocol.rules.values() if item.id in rule.items),
        ]
        for item in protocol.items.values()
    ]
    return "\n".join(table(["item", "about", "rules"], rows))


def rules(protocol: RecoveryProtocol) -> str:
    """Return every rule as one sentence, with its origin."""
    return "\n".join(table(["rule", "says", "origin", "cites"], map(_rule, protocol.rules.values())))


def _rule(rule: Rule) -> list[str]:
    return [target(code(rule.id), f"rule-{rule.id}"), rule.says, str(rule.origin), _cited(rule)]


def numbers(protocol: RecoveryProtocol) -> str:
    """Return every number by its path in the protocol, with the rule that gives the number."""
    rows = [
        [code(path), str(value), link(str(rule), f"rule-{rule}")] for path, value, rule in sourced_numbers(protocol)
    ]
    return "\n".join(table(["number", "is", "by rule"], rows))


def differences(base: RecoveryProtocol, other: RecoveryProtocol) -> str:
    """Return the rules and numbers in which another protocol differs from ``base``."""
    known = {path: value for path, value, _ in sourced_numbers(base)}
    new = [rule for rule in other.rules.values() if base.rules.get(rule.id) != rule]
    lines = [f"Rules of {code(other.id)}:", ""]
    lines += table(["rule", "says", "origin", "cites"], [_plain_rule(rule) for rule in new])
    rows = [
        [code(path), str(known.get(path, "–")), str(value), code(rule)]
        for path, value, rule in sourced_numbers(other)
        if known.get(path) != value
    ]
    lines += [
        f"Numbers that differ from those of {code(base.id)}:",
        "",
        *table(["number", base.id, other.id, "rule"], rows),
    ]
    return "\n".join(lines)


def _plain_rule(rule: Rule) -> list[str]:
    return [code(rule.id), rule.says, str(rule.origin), _cited(rule)]


def decisions(protocol: RecoveryProtocol, table_of: Mapping[tuple[Signal, Stage], Decision]) -> str:
    """Return the text that each cell of the check-in table says to the runner."""
    rows = [[code(signal), *(_said(protocol, table_of.get((signal, stage))) for stage in Stage)] for signal in Signal]
    return "\n".join(table(["signal", *(str(stage).replace("-", " ") for stage in Stage)], rows))


def signals(protocol: RecoveryProtocol) -> str:
    """Return when a day gives each signal, with the numbers of the protocol; the first signal that matches counts."""
    numbers, trend = protocol.progression, protocol.trend
    when: Mapping[Signal, str] = {
        Signal.RED_FLAG: f"a referral row fires, the soreness is a week old, or swelling is new after day "
        f"{numbers.swelling_told_day} or named on day {numbers.swelling_day} or later",
        Signal.LEVEL_RISES: "pain, a finding or lasting soreness belongs to a higher level",
        Signal.STRONG_PAIN: f"pain {numbers.stop_loading_walking} or more walking, or "
        f"{numbers.stop_loading_in_run} or more in a run",
        Signal.MORE_PAIN: f"pain {numbers.setback_any} or more anywhere; a worse morning with pain over "
        f"{trend.worse_morning_pain} or with a pain left out, or {trend.worse_mornings} worse mornings in a row: on "
        "days, or after runs",
        Signal.WORSE_MORNING: f"a worse morning, with pain up to {trend.worse_morning_pain}",
        Signal.SOME_PAIN: f"pain {numbers.repeat_any} anywhere; when returning also pain {numbers.repeat_rest} at rest "
        f"or {numbers.repeat_walking} walking that evening",
        Signal.PAIN_IN_RUNS: f"pain {numbers.repeat_any} or more in this run, and in {trend.painful_runs} of the last "
        f"{trend.painful_among} runs",
        Signal.RISING_PAIN: f"each of the last {trend.rising_runs} runs hurt more than the one before",
        Signal.NO_FULL_CHECK_IN: "no check-in, or one that leaves a field out or names a missed session or painkiller",
        Signal.ALL_WELL: f"pain {numbers.good_rest} at rest (up to {numbers.good_rest_before_gate} before the first "
        f"run), up to {numbers.good_others} elsewhere, and a morning that is not worse",
    }
    return "\n".join(table(["signal", "when"], [[code(each), when[each]] for each in Signal]))


def _said(protocol: RecoveryProtocol, decision: Decision | None) -> str:
    return "never" if decision is None else f"{code(decision)}: {protocol.decisions[decision].text}"
