"""What a protocol of somebody's own can say takes nothing from what triage says by itself."""

import datetime as dt

from soleus_recovery import Finding, SeeClinician, Severity, SymptomReport, Urgency, assess, builtin, parse_protocol
from tests.examples import BERLIN, ONSET

HEAD = 'extends = "soleus-standard"\nid = "ours"\n'
RULE = '[rules.ours]\nsays = "Ours."\norigin = "default"\ncite = "nobody"\n'
ROW = (
    '[referrals.ours]\nurgency = "today"\n'
    'any_of = [{ finding = "fever-or-spreading-redness" }, { finding = "spasms" }]\n'
    'switches_off = []\ntext = "Ours."\nmessage = "Come on Monday."\nrules = { referral = "ours" }\n'
)
NOW = dt.datetime(2026, 11, 22, 19, tzinfo=dt.UTC)


def test_lower_bands_do_not_lower_an_unknown_pain() -> None:
    """A calf that the runner judges severe counts as pain 7 walking, however low a protocol sets its bands."""
    bands = "".join(
        f"[severity.{severity}.pain]\nminimum = {pain}\nmaximum = {pain}\n" for pain, severity in enumerate(Severity)
    )
    limp = SymptomReport(onset=ONSET, severity=Severity.SEVERE, findings=frozenset({Finding.ALTERED_GAIT}))
    for protocol in (builtin("soleus-standard"), parse_protocol(f"{HEAD}{bands}")):
        answer = assess(limp, BERLIN, now=NOW, protocol=protocol)
        assert isinstance(answer, SeeClinician)
        assert answer.urgency is Urgency.TODAY


def message_for(finding: Finding) -> str:
    flag = SymptomReport(onset=ONSET, pain_at_rest=0, pain_walking=0, findings=frozenset({finding}))
    answer = assess(flag, BERLIN, now=NOW, protocol=parse_protocol(f"{HEAD}{ROW}{RULE}"))
    assert isinstance(answer, SeeClinician)
    return answer.message


def test_a_protocol_cannot_replace_the_message_of_a_built_in_row() -> None:
    message = message_for(Finding.FEVER_OR_SPREADING_REDNESS)
    assert message.startswith("See a clinician today: a GP with a same-day place, ")
    assert message_for(Finding.SPASMS) == "Come on Monday."
