"""What is drawn at random on a page and says nothing, taken out before words are looked for."""

import re

_TOKENS = re.compile(
    r'(name="(?:form_token|csrfmiddlewaretoken)"[^>]*value="|X-CSRFToken(?:"|&quot;): (?:"|&quot;)'
    r"|/gjest/)"
    r"[\w:-]*"
)


def without_tokens(page: str) -> str:
    """The page without tokens and guests' keys: these hold any two letters now and then."""
    return _TOKENS.sub(r"\1", page)
