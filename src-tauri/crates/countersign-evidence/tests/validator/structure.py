"""What pikepdf says a file claims to be, and the attachments it takes out of it."""

import hashlib
import sys

import pikepdf

with pikepdf.open(sys.argv[1]) as file:
    with file.open_metadata() as metadata:
        print("pdfa", metadata.pdfa_status, "title", metadata.get("dc:title"))
    for name, attachment in sorted(file.attachments.items()):
        content = attachment.get_file()
        print(name, attachment.relationship, content.mime_type, content.size, hashlib.sha256(content.read_bytes()).hexdigest())
    print("problems", file.check_pdf_syntax())
