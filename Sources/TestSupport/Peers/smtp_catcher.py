"""A mail server for tests: says PORT, then each mail that it took as one line of JSON, as Python's own parser understands it.

Usage: smtp_catcher.py [--starttls | --tls] [--certificate FILE --key FILE, which it makes] [--user USER --password PASSWORD]
It ends with its standard input, so that it does not outlive a test process that dies.
What it answers to a recipient is in the recipient's name: nobody@ 550, slowly-nobody-1@ the same after a second, busy@ 451, refused-data@ 554, later-data@ 452, drop@ hangs up, silent@ says nothing.
"""

import argparse
import asyncio
import base64
import email
import email.policy
import json
import logging
import os
import ssl
import subprocess
import sys
import threading
import warnings

from aiosmtpd.smtp import SMTP, AuthResult

RECIPIENTS = {"nobody": "550 5.1.1 no such mailbox", "busy": "451 4.7.1 try again later"}
DATA = {"refused-data": "554 5.7.1 not wanted here", "later-data": "452 4.2.2 mailbox full"}


def part(message, kind):
    body = message.get_body(preferencelist=(kind,))
    return body.get_content() if body else None


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        name = address.split("@")[0]
        if name.startswith("slowly-nobody"):
            await asyncio.sleep(1)
            return RECIPIENTS["nobody"]
        if name in RECIPIENTS:
            return RECIPIENTS[name]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        names = [address.split("@")[0] for address in envelope.rcpt_tos]
        if "drop" in names:
            server.transport.abort()
            return "421 gone"
        if "silent" in names:
            await asyncio.sleep(60)
        for name in names:
            if name in DATA:
                return DATA[name]
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        sender = message["from"].addresses[0]
        print(json.dumps({
            "envelope_from": envelope.mail_from, "envelope_to": envelope.rcpt_tos, "tls": server.transport.get_extra_info("sslcontext") is not None,
            "user": session.auth_data.decode() if session.auth_data else None,
            "headers": [name.lower() for name in message.keys()], "defects": [str(defect) for defect in message.defects],
            "subject": str(message["subject"]), "from_name": sender.display_name, "from_address": sender.addr_spec,
            "to": [[a.display_name, a.addr_spec] for a in message["to"].addresses], "message_id": str(message["message-id"]),
            "date": message["date"].datetime.isoformat(), "list_unsubscribe": message["list-unsubscribe"],
            "text": part(message, "plain"), "html": part(message, "html"),
            "longest_line": max(len(line) for line in envelope.content.split(b"\r\n")),
        }), flush=True)
        return "250 2.0.0 taken"


async def main():
    parser = argparse.ArgumentParser()
    for flag in ("--starttls", "--tls"):
        parser.add_argument(flag, action="store_true")
    for option in ("--certificate", "--key", "--user", "--password"):
        parser.add_argument(option)
    options = parser.parse_args()
    context = None
    if options.certificate:
        # Its own, for this one run.
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
             "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", options.key, "-out", options.certificate],
            check=True, stderr=subprocess.DEVNULL)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.certificate, options.key)

    def authenticate(server, session, envelope, mechanism, data):
        right = data.login == options.user.encode() and data.password == options.password.encode()
        message = None
        if data.login == b"echo":
            # A server that repeats what it was told, in the clear and as it came.
            told = [b"\0" + data.login + b"\0" + data.password, data.login, data.password]
            message = f"535 5.7.8 not {data.password.decode()}, {', '.join(base64.b64encode(text).decode() for text in told)}"
        return AuthResult(success=right, handled=False, message=message, auth_data=data.login)

    def serve():
        return SMTP(
            Handler(), hostname="catcher", tls_context=context if options.starttls else None,
            authenticator=authenticate if options.user else None, auth_required=bool(options.user),
            auth_require_tls=options.starttls, enable_SMTPUTF8=False)

    server = await asyncio.get_running_loop().create_server(serve, "127.0.0.1", 0, ssl=context if options.tls else None)
    print("PORT", server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def end_with_input():
    sys.stdin.buffer.read()
    os._exit(0)


# Some tests break off or mistrust this server on purpose; its opinion of that would only hide what fails.
logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore")
threading.Thread(target=end_with_input, daemon=True).start()
asyncio.run(main())
