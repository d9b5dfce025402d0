"""A mail server for tests: SMTP over TLS, with STARTTLS, and in clear, on loopback. What it takes lies
in a folder, one file a message with its envelope beside it.

Recipients that begin with certain words are treated so:
refused   550, for good                 later    451, for now
slow      taken, and the first time never answered
silent    taken, and then the connection ends without an answer
"""

import asyncio
import json
import pathlib
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

folder = pathlib.Path(sys.argv[1])
tls_port, starttls_port, plain_port = (int(word) for word in sys.argv[2:5])
USER, PASSWORD = b"reviews", b"correct horse \xc3\xbc"


class Keeper:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refused"):
            return "550 5.1.1 nobody of this name here"
        if address.startswith("later"):
            return "451 4.2.1 the mailbox is full today"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        recipient = envelope.rcpt_tos[0]
        number = len(list(folder.glob("*.eml"))) + 1
        kept = {"from": envelope.mail_from, "to": envelope.rcpt_tos}
        (folder / f"{number:04}.json").write_text(json.dumps(kept))
        (folder / f"{number:04}.eml").write_bytes(envelope.content)
        under_way = folder / "under-way"
        if recipient.startswith("slow") and not under_way.exists():
            # Whoever watches knows now that the message is under way; the sender is killed before an answer comes.
            under_way.touch()
            await asyncio.sleep(600)
        if recipient.startswith("silent"):
            server.transport.close()
        return "250 OK"


def authenticate(server, session, envelope, mechanism, login):
    known = isinstance(login, LoginPassword) and (login.login, login.password) == (USER, PASSWORD)
    return AuthResult(success=known, handled=known)


async def serve():
    loop = asyncio.get_running_loop()
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(folder / "server.pem", folder / "server.key")
    common = dict(authenticator=authenticate, auth_required=True, hostname="localhost", enable_SMTPUTF8=True)
    inside = lambda: SMTP(Keeper(), loop=loop, auth_require_tls=False, **common)
    upgrading = lambda: SMTP(Keeper(), loop=loop, tls_context=tls, require_starttls=True, **common)
    in_clear = lambda: SMTP(Keeper(), loop=loop, auth_require_tls=False, **common)
    # Whoever started this holds the ports, so that nobody else takes them.
    servers = [
        await loop.create_server(inside, "127.0.0.1", tls_port, ssl=tls, reuse_port=True),
        await loop.create_server(upgrading, "127.0.0.1", starttls_port, reuse_port=True),
        await loop.create_server(in_clear, "127.0.0.1", plain_port, reuse_port=True),
    ]
    print("ready", flush=True)
    await asyncio.gather(*(server.serve_forever() for server in servers))


asyncio.run(serve())
