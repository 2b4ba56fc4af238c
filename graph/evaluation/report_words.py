"""The words of a report, in the language of its reader."""

from __future__ import annotations

from dataclasses import dataclass

from ..i18n import mark, translate

EVALUATION = mark("Evaluation: {plan}")
CONTENTS = mark("Contents")
COVERS = mark("What the report covers")
SUMMARY = mark("Summary")
MISSING = mark("What is missing and why")
NOT_ASKED = mark("Questions that do not concern this plan")
SOURCES = mark("Sources and how the figures are made")

IN_ORDER, LACKING, FIGURES = mark("In good order"), mark("Missing or incomplete"), mark("In figures")
NOTHING_LACKS = mark("No question found anything missing.")
COUNTED = mark(
    "The evaluation rests on {asked} questions. Answers that show something missing or incomplete: {gaps}; "
    "in good order: {fine}; telling how things are: {told}."
)
APART = mark("Questions that do not concern this plan: {apart}.")
NOTHING_FITS = mark("None of the questions concerns this plan: it holds nothing that they ask about.")
SEE = mark("(see: {title})")

PERIOD, YEAR, DONE_ON = mark("Period"), mark("Year of the report"), mark("Date")
HOLDS = mark("In the plan: {things}.")
FIGURE, TABLE = mark("Figure: {title}"), mark("Table: {title}")
BASE, BASE_IS = mark("Of how many"), mark("{found} of {total} ({noun}).")
SENSITIVE, SAME_NUMBER = mark("With fewer links"), mark("the number stays the same.")
READING, HEALTHY, MATTERS = mark("How to read this"), mark("When all is in order"), mark("Why it matters")
NOTHING_HERE = mark("nothing on record here")
AND_MORE = mark("and {number} more ")
CUT = mark("The first {shown} rows of {total} are shown.")
ALL_ROWS = mark(" All of them: ")
OR_PAGE = mark(", or the page {page} of the viewer.")

OWED_INTRO = mark(
    "For each responsible body, what the plan still lacks for it. The list can be sent to the body as it is."
)
OWED_BY = mark("Still missing: {body}")
NOWHERE = mark("Recorded for no action that has a responsible body: {things}.")
NOTHING_ELSE = mark("Nothing else is missing for: {bodies}.")
OWED_MORE = mark(
    "For each responsible body, what else is missing. The list can be sent to the body as it is."
)
NOTHING_MORE = mark("Nothing else is missing for any responsible body.")
NOTHING_OWED = mark("Nothing is missing here for any responsible body.")

DOCUMENTS, CHANGED, VERSIONS = mark("Documents"), mark("Plan last changed"), mark("Versions")
CHANGED_AT = mark("{day} at {time}")
PARAMETERS, ALL_LINKS = mark("Parameters"), mark("all links")
MADE = mark("How the figures are made")
MADE_TEXT = mark(
    "Every figure is the answer of a named query to the data of the plan, and no text is made up: numbers "
    "fill in ready sentences. “No action” means that there is no action in this report; it does not say that "
    "nothing was done. A link is named by the source, rests on a term that both use, or is a planner's "
    "reading; where that judgement changes a figure, the figure is told without it too."
)
AGAIN = mark("The same report again: ")
FOOT = mark("{plan} – made with Planweave {version} on {date}")


@dataclass(frozen=True)
class Words:
    """Says the words of a report in a language."""

    lang: str
    #: Whether the answers stand in the report one by one, so that a sentence can lead to its own.
    full: bool = False

    def __call__(self, message: str, **values: object) -> str:
        """Return a marked text with its values."""
        return translate(message, self.lang, **values)
