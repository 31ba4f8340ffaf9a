"""What the measurements share: the program under test, pods, a client, manifests. Standard library only."""

import argparse
import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LISTENING = re.compile(r"listening http=\S*:(\d+) https=\S*:(\d+) management=\S*:(\d+)")
SERVICES = 100


def arguments(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--program", default=os.path.join(ROOT, "bin", "sekisho"),
                        help="the command to start; default: bin/sekisho (JVM); for example target/sekisho (native)")
    return parser


class Program:
    """The program under test; its log is printed when it does not start."""

    def __init__(self, command, *options):
        self.log = tempfile.NamedTemporaryFile("w+", prefix="sekisho-bench-", suffix=".log")
        self.started = time.perf_counter()
        ports = ["--http-port=0", "--https-port=0", "--management-port=0", "--access-log=off"]
        environment = {k: v for k, v in os.environ.items() if not k.startswith("SEKISHO_")}
        self.process = subprocess.Popen([*shlex.split(command), *options, *ports], text=True, env=environment,
                                        stdout=subprocess.PIPE, stderr=self.log)
        for line in self.process.stdout:
            if found := LISTENING.fullmatch(line.strip()):
                self.http, self.https, self.management = (int(port) for port in found.groups())
                # Somebody has to read on, or the program waits for room in the pipe.
                threading.Thread(target=self.process.stdout.read, daemon=True).start()
                return
        with open(self.log.name) as log:
            sys.exit(f"{command} did not start:\n{log.read()}")

    def cpu_seconds(self):
        with open(f"/proc/{self.process.pid}/stat") as stat:
            fields = stat.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident_mib(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            return int(re.search(r"VmRSS:\s+(\d+)", status.read())[1]) // 1024

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)


class Pod:
    """Answers every request with its name."""

    def __init__(self, name, address="127.0.0.1"):
        body = name.encode()
        self.answer = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
        self.listener = socket.create_server((address, 0), backlog=1024)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            connection, _ = self.listener.accept()
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self.serve, args=[connection], daemon=True).start()

    def serve(self, connection):
        try:
            while heads := connection.recv(65536).count(b"\r\n\r\n"):
                connection.sendall(self.answer * heads)
        except OSError:
            pass


class Client:
    """One keep-alive connection; opened again when the gateway closes it."""

    def __init__(self, port):
        self.port, self.connection, self.rest = port, None, b""

    def get(self, host, path="/"):
        """Status and body."""
        request = f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()
        while True:
            try:
                self.connection = self.connection or self.connect()
                self.connection.sendall(request)
                return self.read()
            except ConnectionError:
                self.connection = None

    def pipeline(self, hosts):
        """One request to each host, sent at once; all must be answered 200."""
        requests = b"".join(b"GET / HTTP/1.1\r\nHost: %s\r\n\r\n" % host.encode() for host in hosts)
        self.connection = self.connection or self.connect()
        self.connection.sendall(requests)
        for number in range(len(hosts)):
            status, _ = self.read()
            if status != 200:
                sys.exit(f"{hosts[number]} was answered {status}")
            if not self.connection:
                # The gateway ends a connection after some number of requests.
                return self.pipeline(hosts[number + 1:]) if hosts[number + 1:] else None
        return None

    def connect(self):
        self.rest = b""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def read(self):
        while (end := self.rest.find(b"\r\n\r\n")) < 0:
            self.receive()
        head = self.rest[:end].lower()
        length = int(re.search(rb"\r\ncontent-length: *(\d+)", head)[1])
        while len(self.rest) < end + 4 + length:
            self.receive()
        body = self.rest[end + 4:end + 4 + length]
        self.rest = self.rest[end + 4 + length:]
        if b"\r\nconnection: close" in head:
            self.connection.close()
            self.connection = None
        return int(head.split(b" ", 2)[1]), body.decode()

    def receive(self):
        more = self.connection.recv(65536)
        if not more:
            raise ConnectionResetError
        self.rest += more


def ingress_class(name):
    return {"apiVersion": "networking.k8s.io/v1", "kind": "IngressClass", "metadata": {"name": name},
            "spec": {"controller": "sekisho.dev/ingress-controller"}}


def ingress(namespace, ingress_class, name, service, hosts):
    path = {"path": "/", "pathType": "Prefix", "backend": {"service": {"name": service, "port": {"number": 80}}}}
    return {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": {"name": name, "namespace": namespace},
            "spec": {"ingressClassName": ingress_class,
                     "rules": [{"host": host, "http": {"paths": [path]}} for host in hosts]}}


def service(namespace, name):
    return {"apiVersion": "v1", "kind": "Service", "metadata": {"name": name, "namespace": namespace},
            "spec": {"ports": [{"name": "main", "port": 80}]}}


def slice_of(namespace, service, address, port):
    return {"apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice", "addressType": "IPv4",
            "metadata": {"name": service, "namespace": namespace, "labels": {"kubernetes.io/service-name": service}},
            "endpoints": [{"addresses": [address], "conditions": {"ready": True}}],
            "ports": [{"name": "main", "port": port, "protocol": "TCP"}]}


def write(folder, name, *objects):
    """Puts a file in place in one step, as tools that keep manifests do."""
    hidden = os.path.join(folder, f".{name}.new")
    with open(hidden, "w") as file:
        for item in objects:
            file.write("---\n" + json.dumps(item) + "\n")
    os.rename(hidden, os.path.join(folder, name + ".yaml"))


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def summary(values):
    """Of seconds, in milliseconds."""
    p50, p99, most = (percentile(values, share) * 1000 for share in (0.5, 0.99, 1))
    return f"p50 {p50:.1f} ms, p99 {p99:.1f} ms, max {most:.1f} ms"
