package dev.sekisho.it;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// A client that sends exactly what it is told to, which the one of the JDK does not.
final class Http implements AutoCloseable {

    private static final int PATIENCE_MS = 20_000;

    /// Header names are in lower case.
    record Response(int status, Map<String, String> headers, String body) {

        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    private final Socket socket;
    private final InputStream in;

    private Http(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    static Http connect(int port) throws IOException {
        return new Http(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    static Http over(Socket connected) throws IOException {
        return new Http(connected);
    }

    /// TLS with this server name; any certificate will do.
    static Http connectTls(int port, String serverName) throws IOException {
        var plain = new Socket(InetAddress.getLoopbackAddress(), port);
        var socket =
                (SSLSocket)
                        trustingContext()
                                .getSocketFactory()
                                .createSocket(plain, serverName, port, true);
        var parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(serverName)));
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return new Http(socket);
    }

    /// One request on a connection of its own.
    static Response get(int port, String host, String target) throws IOException {
        try (var http = connect(port)) {
            return http.get(host, target);
        }
    }

    static Response getTls(int port, String host, String target) throws IOException {
        try (var http = connectTls(port, host)) {
            return http.get(host, target);
        }
    }

    /// Whom the certificate of a TLS connection speaks of.
    String certificateName() throws IOException {
        var session = ((SSLSocket) socket).getSession();
        return session.getPeerPrincipal().getName();
    }

    Response get(String host, String target) throws IOException {
        send("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        return receive();
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    X509Certificate certificate() throws IOException {
        return (X509Certificate) ((SSLSocket) socket).getSession().getPeerCertificates()[0];
    }

    Response receive() throws IOException {
        var status = Integer.parseInt(line().substring(9, 12));
        var headers = new TreeMap<String, String>();
        for (var line = line(); !line.isEmpty(); line = line()) {
            var colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new Response(status, headers, body(headers));
    }

    private String body(Map<String, String> headers) throws IOException {
        if (headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
            return chunks();
        }
        var length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private String chunks() throws IOException {
        var body = new ByteArrayOutputStream();
        for (var size = size(); size > 0; size = size()) {
            body.write(in.readNBytes(size));
            line();
        }
        skipTrailers();
        return body.toString(StandardCharsets.UTF_8);
    }

    private void skipTrailers() throws IOException {
        var line = line();
        while (!line.isEmpty()) {
            line = line();
        }
    }

    private int size() throws IOException {
        return Integer.parseInt(line(), 16);
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (var next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection ended after '" + line + "'");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    /// Whether the other side has closed, once what it sent has been read.
    boolean isClosedByPeer() throws IOException {
        return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static SSLContext trustingContext() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustsAll()}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static final class TrustsAll implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
