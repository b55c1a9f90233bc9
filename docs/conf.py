"""Builds the pages with Sphinx, MyST and furo (`make site`); neither the build nor a reader fetches anything."""

import sys
from importlib.metadata import version as version_of
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

project = "soleus-recovery"
author = "The soleus-recovery developers"
copyright = "the soleus-recovery developers, MIT licence"  # noqa: A001  # the name is Sphinx's
version = release = version_of("soleus-recovery")

extensions = ["myst_parser", "sphinx.ext.autodoc", "tools.pages"]
exclude_patterns = ["checks"]
nitpicky = True
# The standard library and other packages: no inventory is fetched, so there is nothing to link to.
nitpick_ignore_regex = [
    ("py:.*", r"(datetime|collections\.abc|enum|pathlib|typing|types|hypothesis|attrs?|pendulum|click)\..*"),
    (
        "py:.*",
        r"soleus_recovery\.(course\.state|course\.told\.last_told|testing\.acts)\..*",
    ),  # parts of values that are not public
    # The tables of a protocol: the page of schemas lists their fields.
    ("py:.*", r"soleus_recovery\.guidance\.(limits|protocol|referrals|running|sessions|words\.\w+)\..*"),
    ("py:.*", "DateTime|Interval"),  # pendulum's, named for type checkers only
]

smartquotes_action = "qe"  # two dashes are an option

myst_enable_extensions = ["attrs_inline", "deflist"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 88
add_module_names = False
toc_object_entries = False

html_theme = "furo"
html_title = "soleus-recovery"
html_static_path = ["_static"]
html_css_files = ["pages.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#0b6e63", "color-brand-content": "#0b6e63"},
    "dark_css_variables": {"color-brand-primary": "#5cc9bb", "color-brand-content": "#5cc9bb"},
}
