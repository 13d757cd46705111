"""What becomes of a request, without any client: hosts, addresses, fields, signatures, refusals, retries.

A client's package (`flatchr_clean.requests`) translates between its own objects and what is here: it reads a
request into a `Head` and a body, has `RequestCleaner` clean it, and raises each `Refusal` as an error that
its users catch already. What it sends, reads, logs and warns of is its own affair: nothing here does.
"""
