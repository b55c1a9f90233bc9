"""Plans and cases as JSON, and back.

``plan`` and ``case`` are the two kinds of file, each with its schema; ``plan_parts`` is what a plan has in common in
both, ``kept_plan`` how a case holds one, ``document`` the JSON text, ``schemas`` the JSON Schemas that are shipped.
"""
