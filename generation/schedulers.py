"""The closed list of schedulers: which names a recipe may give, and what each is in diffusers."""

from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _

from generation.errors import UnusableOrderError


@dataclass(frozen=True, slots=True)
class Scheduler:
    """A class of diffusers and what it is set to; everything else is the model's own."""

    name: str
    options: dict[str, str | bool] = field(default_factory=dict)


# Not here: schedulers that draw noise from dice of their own (dpmsolver-sde), with which a picture would be another
# one in other company.
BY_NAME: Final[dict[str, Scheduler]] = {
    "ddim": Scheduler("DDIMScheduler"),
    "ddpm": Scheduler("DDPMScheduler"),
    "deis": Scheduler("DEISMultistepScheduler"),
    "dpm++-2m": Scheduler("DPMSolverMultistepScheduler"),
    "dpm++-2m-karras": Scheduler("DPMSolverMultistepScheduler", {"use_karras_sigmas": True}),
    "dpm++-2m-sde": Scheduler("DPMSolverMultistepScheduler", {"algorithm_type": "sde-dpmsolver++"}),
    "dpm++-2m-sde-karras": Scheduler(
        "DPMSolverMultistepScheduler", {"algorithm_type": "sde-dpmsolver++", "use_karras_sigmas": True}
    ),
    "dpm++-singlestep": Scheduler("DPMSolverSinglestepScheduler"),
    "dpm2": Scheduler("KDPM2DiscreteScheduler"),
    "dpm2-ancestral": Scheduler("KDPM2AncestralDiscreteScheduler"),
    "euler": Scheduler("EulerDiscreteScheduler"),
    "euler-trailing": Scheduler("EulerDiscreteScheduler", {"timestep_spacing": "trailing"}),
    "euler-ancestral": Scheduler("EulerAncestralDiscreteScheduler"),
    "euler-ancestral-trailing": Scheduler("EulerAncestralDiscreteScheduler", {"timestep_spacing": "trailing"}),
    "heun": Scheduler("HeunDiscreteScheduler"),
    "lcm": Scheduler("LCMScheduler"),
    "lms": Scheduler("LMSDiscreteScheduler"),
    # Without it, it wants at least four steps and takes three times as long for the first.
    "pndm": Scheduler("PNDMScheduler", {"skip_prk_steps": True}),
    "tcd": Scheduler("TCDScheduler"),
    "unipc": Scheduler("UniPCMultistepScheduler"),
}
# The plain one of each class stands first above.
_BY_CLASS: Final = {entry.name: entry for entry in reversed(BY_NAME.values())}


def find(name: str) -> Scheduler | None:
    """The scheduler of this name, or of this class name of diffusers; None stands for the model's own.

    Raises UnusableOrderError.
    """
    if not name:
        return None
    found = BY_NAME.get(name) or _BY_CLASS.get(name)
    if found is None:
        raise UnusableOrderError(
            _("There is no scheduler “%(name)s”; choose one of %(known)s.")
            % {"name": name, "known": ", ".join(sorted(BY_NAME))}
        )
    return found
