"""Writes plans and cases as JSON, and reads them back.

``plan`` writes and reads plan files, and ``case`` writes and reads case files. ``plan_parts`` converts the fields of a
plan that both kinds of file share, and ``kept_plan`` converts the plan inside a case file. ``document`` writes and
reads the JSON text, and ``schemas`` gives the JSON Schemas that are shipped with the package.
"""
