package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.gateway.Client.Reply;
import dev.sekisho.gateway.observe.AccessLog;
import dev.sekisho.gateway.observe.Observation;
import dev.sekisho.gateway.observe.StatsRegistry;
import dev.sekisho.gateway.tls.TlsSettings;
import dev.sekisho.gateway.tls.TlsTerminator;
import dev.sekisho.model.tls.TlsTable;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollEventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;

/// The HTTPS listener with the real TLS end: same requests, same answers.
class TlsForwardingTest {

    private record Termination(TlsTerminator terminator) implements TlsHandlers {

        @Override
        public ChannelHandler newHandler(ByteBufAllocator allocator) {
            return terminator.newHandler(allocator);
        }

        @Override
        public void apply(TlsTable table) {
            terminator.apply(table);
        }
    }

    private static final class TrustAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    @Test
    void servesOverTls() throws IOException, GeneralSecurityException {
        EventLoopGroup group = new EpollEventLoopGroup(2);
        StatsRegistry stats = new StatsRegistry(2);
        GatewaySettings settings =
                GatewaySettings.DEFAULT.listeningOn("127.0.0.1", GatewaySettings.OFF, 0);
        GatewayPlane plane =
                new GatewayPlane(
                        settings,
                        group,
                        stats,
                        new Observation(stats, AccessLog.off(), List.of()),
                        new Termination(new TlsTerminator(TlsSettings.DEFAULT)));
        String large = "x".repeat(500_000);
        try (Origin pod = Origin.saying(large)) {
            plane.start();
            plane.apply(Gateway.snapshot(pod));
            int port = plane.boundPorts().https();
            try (Client client = new Client(connect(port))) {
                Reply reply = client.get("/a").read();
                assertThat(reply.body()).isEqualTo(large);
                assertThat(client.get("/b").read().body()).isEqualTo(large);
                assertThat(pod.lastHead())
                        .contains("\r\nX-Forwarded-Proto: https\r\n")
                        .contains("\r\nX-Forwarded-Port: " + port + "\r\n");

                client.send("GET / HTTP/1.1\r\n\r\n");
                assertThat(client.read().status()).isEqualTo(400);
                assertThat(client.rest()).isEmpty();
            }
        } finally {
            plane.close();
            group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }

    private static Socket connect(int port) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustAll()}, null);
        return context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
    }
}
