package dev.sekisho.gateway;

import dev.sekisho.gateway.proxyprotocol.ProxyHeader;
import dev.sekisho.gateway.proxyprotocol.ProxyHeader.ClientTransport;
import dev.sekisho.gateway.tls.ClientIdentity;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The client's end of a connection, and the fields that tell pods about it, made once.
final class Peer {

    /// Which listener the connection came in on.
    enum Scheme {
        HTTP("http"),
        HTTPS("https");

        private final String text;

        Scheme(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    private final String address;
    private final Scheme scheme;
    private final int port;
    private final boolean trusted;
    private final byte[] fields;
    private final InetSocketAddress remote;
    private final InetSocketAddress local;
    private final ClientIdentity identity;
    private final @Nullable ProxyHeader header;

    Peer(InetSocketAddress remote, InetSocketAddress local, Listening listening) {
        this(remote, local, listening, null);
    }

    private Peer(
            InetSocketAddress remote,
            InetSocketAddress local,
            Listening listening,
            @Nullable ProxyHeader header) {
        this.address = address(remote);
        this.scheme = listening.scheme();
        this.port = listening.publicPort();
        this.trusted = listening.trusted().contains(address);
        this.fields = bytes(fields(address, Integer.toString(port), scheme.text()));
        this.remote = remote;
        this.local = local;
        this.identity = ClientIdentity.UNASKED;
        this.header = header;
    }

    private Peer(Peer before, ClientIdentity identity) {
        this.address = before.address;
        this.scheme = before.scheme;
        this.port = before.port;
        this.trusted = before.trusted;
        this.fields = before.fields;
        this.remote = before.remote;
        this.local = before.local;
        this.identity = identity;
        this.header = before.header;
    }

    static Peer of(Channel channel, Listening listening) {
        return new Peer(
                (InetSocketAddress) channel.remoteAddress(),
                (InetSocketAddress) channel.localAddress(),
                listening);
    }

    /// The client behind the proxy that this is, as the proxy describes it: its address, the port
    /// it asked for, and whether it came over TLS that the proxy has ended.
    Peer announced(ProxyHeader header, Listening listening) {
        InetSocketAddress source = header.source();
        InetSocketAddress destination = header.destination();
        if (source == null || destination == null) {
            return this;
        }
        Scheme seen = header.transport() == ClientTransport.TLS ? Scheme.HTTPS : scheme;
        return new Peer(
                source,
                destination,
                new Listening(seen, destination.getPort(), listening.trusted()),
                header);
    }

    /// The same, with what its certificate says.
    Peer identified(ClientIdentity known) {
        return known.isAsked() ? new Peer(this, known) : this;
    }

    static String address(Channel channel) {
        return address((InetSocketAddress) channel.remoteAddress());
    }

    private static String address(InetSocketAddress remote) {
        return remote.getAddress().getHostAddress();
    }

    /// What a connection inherits from its listener.
    record Listening(Scheme scheme, int publicPort, TrustedProxies trusted) {}

    /// The fields that say where a request comes from, the host excepted.
    static String fields(String address, String port, String scheme) {
        return "X-Real-IP: "
                + address
                + "\r\nX-Forwarded-For: "
                + address
                + "\r\nX-Forwarded-Port: "
                + port
                + "\r\nX-Forwarded-Proto: "
                + scheme
                + "\r\nX-Forwarded-Scheme: "
                + scheme
                + "\r\nX-Scheme: "
                + scheme
                + "\r\n";
    }

    private static String authority(InetSocketAddress local) {
        String host = local.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + local.getPort();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    String address() {
        return address;
    }

    Scheme scheme() {
        return scheme;
    }

    int port() {
        return port;
    }

    /// Whether what it says about other clients is believed.
    boolean isTrusted() {
        return trusted;
    }

    /// Who it is by its certificate.
    ClientIdentity identity() {
        return identity;
    }

    /// The host name that it asked the proxy before us for, if that says one.
    @Nullable String authority() {
        return header == null ? null : header.authority();
    }

    /// What the proxy before us says about its TLS, an octet each character.
    @Nullable String announcedTls() {
        return header == null ? null : header.tls();
    }

    byte[] fields() {
        return fields;
    }

    /// The client's address and port.
    InetSocketAddress source() {
        return remote;
    }

    /// The address and port that the client asked for.
    InetSocketAddress destination() {
        return local;
    }

    /// Our own address and port, the host of a request that names none.
    byte[] local() {
        return bytes(authority(local));
    }
}
