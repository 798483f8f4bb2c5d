"""Listens with TLS and passes what it hears on: Go and buf take a password to no server without TLS.

Its arguments are the certificate, the key, the port that it listens on, 0 for any, and the port that hears of it.
"""
import asyncio
import functools
import ssl
import sys


async def copy(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()
    except OSError:
        pass  # One side is closed.


async def serve(port, reader, writer):
    try:
        back, forth = await asyncio.open_connection("127.0.0.1", port)
        # The server closes after each response; do not wait for a client that keeps its side open.
        request = asyncio.create_task(copy(reader, forth))
        await copy(back, writer)
        request.cancel()
        forth.close()
        writer.close()
    except OSError:
        pass


async def main(certificate, key, port, to):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = await asyncio.start_server(functools.partial(serve, int(to)), "127.0.0.1", int(port), ssl=context)
    print("ready", server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await server.serve_forever()


asyncio.run(main(*sys.argv[1:]))
