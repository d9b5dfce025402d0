"""Reads messages as another program does, with Python's email package, and their calendars with
icalendar. Prints one JSON list."""

import email
import email.header
import email.policy
import email.utils
import json
import sys

import icalendar


def calendar(text):
    found = icalendar.Calendar.from_ical(text)
    events = [part for part in found.walk() if part.name == "VEVENT"]
    return [
        {
            "uid": str(event["UID"]),
            "summary": str(event["SUMMARY"]),
            "description": str(event["DESCRIPTION"]),
            "start": event.decoded("DTSTART").isoformat(),
            "alarms": len([part for part in event.walk() if part.name == "VALARM"]),
        }
        for event in events
    ]


def name(raw):
    # The newer parser of this package keeps the space between two encoded words, which RFC 2047 §6.2
    # says is none; the older one reads it right.
    found, _ = email.utils.parseaddr(email.message_from_bytes(raw)["to"])
    return str(email.header.make_header(email.header.decode_header(found)))


def read(path):
    with open(path, "rb") as file:
        raw = file.read()
    if path.endswith(".ics"):
        return {"events": calendar(raw)}
    message = email.message_from_bytes(raw, policy=email.policy.default)
    parts = [part for part in message.walk() if not part.is_multipart()]
    calendars = [part for part in parts if part.get_content_type() == "text/calendar"]
    return {
        "names": [name.lower() for name in message.keys()],
        "headers": {name.lower(): str(value) for name, value in message.items()},
        "to": [[name(raw), one.addr_spec] for one in message["to"].addresses],
        "defects": [repr(one) for part in message.walk() for one in part.defects]
        + [repr(one) for value in message.values() for one in getattr(value, "defects", ())],
        "text": message.get_body(("plain",)).get_content(),
        "events": [event for part in calendars for event in calendar(part.get_content())],
        "longest": max(len(line) for line in raw.split(b"\r\n")),
        "bare": raw.replace(b"\r\n", b"").count(b"\n") + raw.replace(b"\r\n", b"").count(b"\r"),
    }


print(json.dumps([read(path) for path in sys.argv[1:]]))
