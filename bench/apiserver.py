"""The API server that KUBECONFIG names, by plain HTTP; a namespace there with objects that count."""

import base64
import concurrent.futures
import http.client
import json
import os
import re
import secrets
import socket
import ssl
import sys
import tempfile
import threading
import time
import urllib.parse

import edge

FOLDERS = {"Ingress": "/apis/networking.k8s.io/v1/namespaces/{}/ingresses",
           "IngressClass": "/apis/networking.k8s.io/v1/ingressclasses",
           "Service": "/api/v1/namespaces/{}/services",
           "EndpointSlice": "/apis/discovery.k8s.io/v1/namespaces/{}/endpointslices",
           "Namespace": "/api/v1/namespaces"}


class ApiServer:
    """Reads the one cluster and user of a simple kubeconfig: client certificate or token."""

    def __init__(self):
        self.kubeconfig = os.environ.get("KUBECONFIG") or sys.exit("--cluster needs KUBECONFIG")
        with open(self.kubeconfig) as file:
            self.text = file.read()
        self.server = urllib.parse.urlparse(self.value("server") or sys.exit("KUBECONFIG names no server"))
        self.tls = ssl.create_default_context(cadata=self.decoded("certificate-authority-data"))
        if certificate := self.decoded("client-certificate-data"):
            with tempfile.NamedTemporaryFile("w") as file:
                file.write(certificate + "\n" + self.decoded("client-key-data"))
                file.flush()
                self.tls.load_cert_chain(file.name)
        self.token = self.value("token")
        self.threads = threading.local()

    def value(self, key):
        found = re.search(rf"\b{key}:\s*\"?([^\s\",}}]+)", self.text)
        return found and found[1]

    def decoded(self, key):
        text = self.value(key)
        return text and base64.b64decode(text).decode()

    def asked(self, method, path, body, kind):
        if not hasattr(self.threads, "connection"):
            self.threads.connection = http.client.HTTPSConnection(
                self.server.hostname, self.server.port or 443, context=self.tls, timeout=30)
        headers = {"Content-Type": kind} | ({"Authorization": f"Bearer {self.token}"} if self.token else {})
        self.threads.connection.request(method, path, body and json.dumps(body), headers)
        return self.threads.connection.getresponse()

    def call(self, method, path, body=None, kind="application/json"):
        try:
            answer = self.asked(method, path, body, kind)
        except ConnectionError:
            # The connection has been idle for so long that it is closed.
            del self.threads.connection
            answer = self.asked(method, path, body, kind)
        text = answer.read()
        if answer.status >= 300:
            sys.exit(f"{method} {path}: {answer.status} {text[:300]}")
        return json.loads(text)


class Namespace:
    """A namespace and an IngressClass of the same name, gone after close."""

    def __init__(self):
        self.api = ApiServer()
        self.namespace = self.ingress_class = "bench-" + secrets.token_hex(3)
        self.address = own_address()
        self.answers = []
        self.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": self.namespace}})

    def apply(self, item):
        path = FOLDERS[item["kind"]].format(self.namespace) + "/" + item["metadata"]["name"]
        started = time.perf_counter()
        self.api.call("PATCH", path + "?fieldManager=bench&force=true", item, "application/apply-patch+yaml")
        self.answers.append(time.perf_counter() - started)

    def apply_all(self, items):
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            list(pool.map(self.apply, items))

    def start(self, program):
        started = edge.Program(program, "controller", "--kubeconfig", self.api.kubeconfig,
                               "--ingress-class", self.ingress_class, "--watch-namespace", self.namespace,
                               "--namespace", self.namespace, "--publish-status-address", "192.0.2.1",
                               "--update-status-on-shutdown=false", "--bind-address=127.0.0.1")
        # Writing all the statuses is not what is measured.
        while not all("ingress" in item["status"].get("loadBalancer", {}) for item in self.ingresses()):
            time.sleep(1)
        return started

    def ingresses(self):
        return self.api.call("GET", FOLDERS["Ingress"].format(self.namespace))["items"]

    def close(self):
        self.api.call("DELETE", FOLDERS["IngressClass"] + "/" + self.ingress_class)
        self.api.call("DELETE", FOLDERS["Namespace"] + "/" + self.namespace)


def own_address():
    """An address that an EndpointSlice may name, which a loopback one is not."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            sys.exit("--cluster needs a network interface besides loopback")
        address = probe.getsockname()[0]
    if address.startswith("127."):
        sys.exit("--cluster needs an address besides loopback")
    return address
