# What soleus_recovery.testing holds. Written by tools/front_page.py from its HOMES: make front-page.

from soleus_recovery.testing.acts import check_ins as check_ins
from soleus_recovery.testing.clocks import clock_changes as clock_changes
from soleus_recovery.testing.fact_strategies import Facts as Facts
from soleus_recovery.testing.fact_strategies import facts as facts
from soleus_recovery.testing.fact_strategies import findings as findings
from soleus_recovery.testing.fact_strategies import reports as reports
from soleus_recovery.testing.fact_strategies import runners as runners
from soleus_recovery.testing.fact_strategies import self_care as self_care
from soleus_recovery.testing.fact_strategies import zones as zones
from soleus_recovery.testing.journey import JOURNEY_LAWS as JOURNEY_LAWS
from soleus_recovery.testing.journey import CheckedTraveller as CheckedTraveller
from soleus_recovery.testing.journey import Journey as Journey
from soleus_recovery.testing.journey import Step as Step
from soleus_recovery.testing.journey import Tell as Tell
from soleus_recovery.testing.journey import Traveller as Traveller
from soleus_recovery.testing.journey import Wait as Wait
from soleus_recovery.testing.journey_strategies import cases as cases
from soleus_recovery.testing.journey_strategies import journeys as journeys
from soleus_recovery.testing.journey_strategies import plans as plans
from soleus_recovery.testing.machine import RecoveryMachine as RecoveryMachine
from soleus_recovery.testing.machine import recovery_machine as recovery_machine
from soleus_recovery.testing.protocol_strategies import protocols as protocols
from soleus_recovery.testing.rehearsal import Failure as Failure
from soleus_recovery.testing.rehearsal import rehearse as rehearse
from soleus_recovery.testing.wording import story as story

__all__ = [
    "JOURNEY_LAWS",
    "CheckedTraveller",
    "Facts",
    "Failure",
    "Journey",
    "RecoveryMachine",
    "Step",
    "Tell",
    "Traveller",
    "Wait",
    "cases",
    "check_ins",
    "clock_changes",
    "facts",
    "findings",
    "journeys",
    "plans",
    "protocols",
    "recovery_machine",
    "rehearse",
    "reports",
    "runners",
    "self_care",
    "story",
    "zones",
]
